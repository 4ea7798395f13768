import { useTranslation } from 'react-i18next'
import type { StatementLine } from '../asking/statements.ts'
import { money, wholeDay } from '../numbers.ts'
import { RecordCell, Records } from './Records.tsx'
import { StatementLineAbout } from './StatementLineAbout.tsx'

/** Lines of a bank's statement, and what each of them is. */
export function StatementLines({ lines }: { lines: readonly StatementLine[] }) {
  const { t } = useTranslation()
  if (lines.length === 0) return <p className="soft">{t('statements.noLines')}</p>
  return (
    <Records
      label={t('statements.lines')}
      columns={[
        { title: t('statements.payer') },
        { title: t('transactions.date') },
        { title: t('invoices.amount'), kind: 'number' },
        { title: t('statements.what') },
      ]}
    >
      {lines.map((line) => (
        <tr key={`${line.place} ${line.reference}`}>
          <StatementLineAbout line={line} />
          <RecordCell title={t('transactions.date')}>{wholeDay(line.date)}</RecordCell>
          <RecordCell title={t('invoices.amount')} kind="number">
            <span>{money(line.amount, line.currency)}</span>
          </RecordCell>
          <RecordCell title={t('statements.what')}>
            <span className="revision-comment">
              <b>{t(`statements.states.${line.state}`)}</b>
              {line.invoice === null ? null : ` · ${line.invoice}`}
              {line.why === null ? null : <span className="record-note">{t(`statements.reasons.${line.why}`)}</span>}
            </span>
          </RecordCell>
        </tr>
      ))}
    </Records>
  )
}
