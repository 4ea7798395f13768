import '../look/invoices.css'
import { Allowed } from '../parts/Allowed.tsx'
import { TransactionsCard } from '../parts/TransactionsCard.tsx'

/** What the company paid: when, for what, how much. */
export function Transactions() {
  return (
    <Allowed to="payers">
      <TransactionsCard />
    </Allowed>
  )
}
