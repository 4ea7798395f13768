import { Allowed } from '../parts/Allowed.tsx'
import { InvitationsCard } from '../parts/InvitationsCard.tsx'
import { PeopleCard } from '../parts/PeopleCard.tsx'

/** The people of the company, and who is invited. */
export function People() {
  return (
    <Allowed to="admins">
      <div className="settings">
        <PeopleCard />
        <InvitationsCard />
      </div>
    </Allowed>
  )
}
