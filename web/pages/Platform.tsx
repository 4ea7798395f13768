import { useQuery } from '@tanstack/react-query'
import { platformQuery } from '../asking/accounts.ts'
import { Allowed } from '../parts/Allowed.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { PlatformForm } from '../parts/PlatformForm.tsx'

/** What staff set for the whole installation: who supplies, and how it looks. */
export function Platform() {
  return (
    <Allowed to="staff">
      <div className="settings">
        <Settings />
      </div>
    </Allowed>
  )
}

function Settings() {
  const platform = useQuery(platformQuery)
  return (
    <Loaded query={platform} height={640}>
      {(kept) => <PlatformForm platform={kept} />}
    </Loaded>
  )
}
