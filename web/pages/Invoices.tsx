import '../look/invoices.css'
import { Allowed } from '../parts/Allowed.tsx'
import { CreateInvoice } from '../parts/CreateInvoice.tsx'
import { InvoicesList } from '../parts/InvoicesList.tsx'

/** What the company is asked to pay: every invoice with its files and revisions; new ones are made here, too. */
export function Invoices() {
  return (
    <Allowed to="payers">
      <InvoicesList whose="own" />
      <CreateInvoice />
    </Allowed>
  )
}
