import { useQuery } from '@tanstack/react-query'
import { companyQuery } from '../asking/accounts.ts'
import { Allowed } from '../parts/Allowed.tsx'
import { CompanyForm } from '../parts/CompanyForm.tsx'
import { Loaded } from '../parts/Loaded.tsx'

/** The details of the company. */
export function CompanyDetails() {
  return (
    <Allowed to="admins">
      <div className="settings">
        <Details />
      </div>
    </Allowed>
  )
}

function Details() {
  const company = useQuery(companyQuery)
  return (
    <Loaded query={company} height={640}>
      {(kept) => <CompanyForm key={kept.number} company={kept} />}
    </Loaded>
  )
}
