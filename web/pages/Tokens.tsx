import { Allowed } from '../parts/Allowed.tsx'
import { TokensCard } from '../parts/TokensCard.tsx'

/** The tokens of the company. */
export function Tokens() {
  return (
    <Allowed to="admins">
      <div className="settings">
        <TokensCard />
      </div>
    </Allowed>
  )
}
