import { Allowed } from '../parts/Allowed.tsx'
import { CompaniesCard } from '../parts/CompaniesCard.tsx'

/** All companies of the installation, for platform staff. */
export function Companies() {
  return (
    <Allowed to="staff">
      <div className="settings">
        <CompaniesCard />
      </div>
    </Allowed>
  )
}
