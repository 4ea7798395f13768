import '../look/invoices.css'
import { Allowed } from '../parts/Allowed.tsx'
import { InvoicesList } from '../parts/InvoicesList.tsx'
import { ProposalsCard } from '../parts/ProposalsCard.tsx'

/** The invoices of all companies for platform staff, and the revisions that wait for a second person. */
export function StaffInvoices() {
  return (
    <Allowed to="staff">
      <InvoicesList whose="all">
        <ProposalsCard />
      </InvoicesList>
    </Allowed>
  )
}
