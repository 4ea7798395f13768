import { useTranslation } from 'react-i18next'
import type { InvoiceDifference, InvoiceLine } from '../asking/invoices.ts'
import { money } from '../numbers.ts'
import { useInvoiceWords } from '../use-invoice-words.ts'
import { RecordCell, Records } from './Records.tsx'

/** Line by line what is not the same in two revisions, and what that makes of the totals. */
export function DifferenceTable({ difference, currency }: { difference: InvoiceDifference; currency: string }) {
  const { t } = useTranslation()
  const { lines, totals } = difference
  if (lines.length + totals.length === 0) return <p className="soft">{t('revisions.same')}</p>
  return (
    <Records
      label={t('revisions.difference')}
      columns={[
        { title: t('invoices.line') },
        { title: t('tariffs.columns.before'), kind: 'number' },
        { title: t('tariffs.columns.after'), kind: 'number' },
      ]}
    >
      {lines.map(({ key, change, before, after }) => (
        <LineRow key={key} change={change} before={before} after={after} currency={currency} />
      ))}
      {totals.map(({ name, before, after }) => (
        <tr key={name} className="difference-total">
          <th scope="row">{t(`invoices.totals.${name}`)}</th>
          <RecordCell title={t('tariffs.columns.before')} kind="number">
            <span>{money(before, currency)}</span>
          </RecordCell>
          <RecordCell title={t('tariffs.columns.after')} kind="number">
            <b>{money(after, currency)}</b>
          </RecordCell>
        </tr>
      ))}
    </Records>
  )
}

type LineRowProps = InvoiceDifference['lines'][number] & { currency: string }

function LineRow({ change, before, after, currency }: Omit<LineRowProps, 'key'>) {
  const { t } = useTranslation()
  const { lineOf } = useInvoiceWords()
  return (
    <tr data-state={change}>
      <th scope="row">
        <bdi>{lineOf((after ?? before)!)}</bdi> <span className="badge">{t(`tariffs.changes.${change}`)}</span>
      </th>
      <RecordCell title={t('tariffs.columns.before')} kind="number">
        <Side line={before} currency={currency} />
      </RecordCell>
      <RecordCell title={t('tariffs.columns.after')} kind="number">
        <Side line={after} currency={currency} />
      </RecordCell>
    </tr>
  )
}

function Side({ line, currency }: { line: InvoiceLine | null; currency: string }) {
  return <span>{line === null ? '—' : money(line.amount, currency)}</span>
}
