import '../look/invoices.css'
import { Allowed } from '../parts/Allowed.tsx'
import { PaymentsCard } from '../parts/PaymentsCard.tsx'

/** What companies paid, for platform staff. */
export function Payments() {
  return (
    <Allowed to="staff">
      <PaymentsCard />
    </Allowed>
  )
}
