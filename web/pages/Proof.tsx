import { Allowed } from '../parts/Allowed.tsx'
import { ProofCard } from '../parts/ProofCard.tsx'

/** Whether events, charts, charges and the ledger tell one number, company by company, for platform staff. */
export function Proof() {
  return (
    <Allowed to="staff">
      <div className="settings">
        <ProofCard />
      </div>
    </Allowed>
  )
}
