import { useTranslation } from 'react-i18next'
import type { Money } from '../asking/charges.ts'
import { money } from '../numbers.ts'

/** What the payments of a period come to, by currency. */
export function PaymentTotals({ totals }: { totals: readonly Money[] }) {
  const { t } = useTranslation()
  return (
    <p className="due-note">
      <span className="soft">{t('transactions.total')}</span>
      {totals.map(({ currency, amount }) => (
        <b key={currency}>{money(amount, currency)}</b>
      ))}
    </p>
  )
}
