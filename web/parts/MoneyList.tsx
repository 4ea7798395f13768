import type { Money } from '../asking/charges.ts'
import { money } from '../numbers.ts'

/** Amounts in several currencies, each on a line of its own; a dash where there is none. */
export function MoneyList({ amounts }: { amounts: readonly Money[] }) {
  if (amounts.length === 0) return '—'
  return amounts.map(({ currency, amount }) => (
    <span key={currency} className={amount.startsWith('-') ? 'money is-negative' : 'money'}>
      {money(amount, currency)}
    </span>
  ))
}
