import { useTranslation } from 'react-i18next'
import type { StatementLine } from '../asking/statements.ts'

/** Who paid, from where, and what they wrote: the head of a line's row. */
export function StatementLineAbout({ line }: { line: StatementLine }) {
  const { t } = useTranslation()
  const { payerName, payerAccount, payerTaxId, purpose, reference } = line
  const whose = [payerAccount, payerTaxId].filter((part) => part !== '').join(' · ')
  return (
    <th scope="row" className="statement-line">
      <span className="record-name">
        <bdi>{payerName === '' ? t('statements.nobody') : payerName}</bdi>
      </span>
      {whose === '' ? null : <bdi className="record-note">{whose}</bdi>}
      <bdi className="record-note statement-purpose">{purpose === '' ? reference : purpose}</bdi>
    </th>
  )
}
