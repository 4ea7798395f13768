import { Button, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { InvoiceDetails, InvoiceLine } from '../asking/invoices.ts'
import { money } from '../numbers.ts'
import { useInvoiceWords } from '../use-invoice-words.ts'
import type { Revision } from '../use-revision.ts'
import { useFault } from './Form.tsx'
import { RecordCell, Records } from './Records.tsx'

/** The lines of an invoice with fields for other amounts; what a revision added can be taken away. */
export function RevisedLines({ invoice, revision }: { invoice: InvoiceDetails; revision: Revision }) {
  const { t } = useTranslation()
  return (
    <Records
      label={t('invoices.linesTitle')}
      columns={[
        { title: t('invoices.line') },
        { title: t('revising.now'), kind: 'number' },
        { title: t('revising.then') },
      ]}
    >
      {invoice.document.lines.map((line) => (
        <LineRow key={line.key} line={line} currency={invoice.currency} revision={revision} />
      ))}
    </Records>
  )
}

function LineRow({ line, currency, revision }: { line: InvoiceLine; currency: string; revision: Revision }) {
  const { t } = useTranslation()
  const { lineOf, adjustmentOf } = useInvoiceWords()
  const { key, amount, kind } = line
  const name = revision.nameOf(key)
  const fault = useFault(name)
  const isRemoved = revision.isRemoved(key)
  const isEdited = name.startsWith('lines')
  return (
    <tr data-state={isRemoved ? 'removed' : isEdited ? 'changed' : undefined}>
      <th scope="row">
        <bdi>{lineOf(line)}</bdi>
        {line.adjusts === null ? null : <span className="record-note">{adjustmentOf(line)}</span>}
      </th>
      <RecordCell title={t('revising.now')} kind="number">
        <span>{money(amount, currency)}</span>
      </RecordCell>
      <RecordCell title={t('revising.then')}>
        <span className="revised-amount">
          <TextInput
            name={name}
            aria-label={t('revising.thenOf', { line: lineOf(line) })}
            inputMode="decimal"
            autoComplete="off"
            disabled={isRemoved}
            error={fault}
            value={revision.amountOf(key, amount)}
            onChange={(event) => revision.setAmount(key, event.currentTarget.value)}
          />
          {kind === 'manual' ? (
            <Button size="xs" variant="default" onClick={() => revision.toggleRemoved(key)}>
              {t(isRemoved ? 'revising.keep' : 'revising.remove')}
            </Button>
          ) : null}
        </span>
      </RecordCell>
    </tr>
  )
}
