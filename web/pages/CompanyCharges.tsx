import '../look/charges.css'
import type { Whose } from '../asking/charges.ts'
import { Allowed } from '../parts/Allowed.tsx'
import { CompanyChargesCard } from '../parts/CompanyChargesCard.tsx'

/** What all companies pay and what is left between the tiers, for platform staff. */
export function AllCompanyCharges() {
  return <OfCompanies to="staff" whose="all" />
}

/** What the companies of a reseller pay to it, what it pays for them, and what is left. */
export function OwnCompanyCharges() {
  return <OfCompanies to="payers" whose="own" />
}

function OfCompanies({ to, whose }: { to: 'staff' | 'payers'; whose: Whose }) {
  return (
    <Allowed to={to}>
      <CompanyChargesCard whose={whose} />
    </Allowed>
  )
}
