import { Allowed } from '../parts/Allowed.tsx'
import { ErasuresCard } from '../parts/ErasuresCard.tsx'
import { PersonCard } from '../parts/PersonCard.tsx'

/** The people whom the company wrote to: what is known of one of them, and how they are forgotten. */
export function Privacy() {
  return (
    <Allowed to="admins">
      <div className="settings">
        <PersonCard />
        <ErasuresCard />
      </div>
    </Allowed>
  )
}
