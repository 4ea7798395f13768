import '../look/invoices.css'
import { useQuery } from '@tanstack/react-query'
import { invoicingQuery } from '../asking/staff-invoices.ts'
import { Allowed } from '../parts/Allowed.tsx'
import { CloseMonths } from '../parts/CloseMonths.tsx'
import { InvoicingForm } from '../parts/InvoicingForm.tsx'
import { Loaded } from '../parts/Loaded.tsx'

/** How invoices are made, and the button that makes them now; for platform staff. */
export function Invoicing() {
  return (
    <Allowed to="staff">
      <div className="settings">
        <CloseMonths />
        <Settings />
      </div>
    </Allowed>
  )
}

function Settings() {
  const invoicing = useQuery(invoicingQuery)
  return (
    <Loaded query={invoicing} height={560}>
      {(kept) => <InvoicingForm invoicing={kept} />}
    </Loaded>
  )
}
