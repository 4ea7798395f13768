import '../look/charges.css'
import { useQuery } from '@tanstack/react-query'
import { lowBalanceQuery } from '../asking/low-balance.ts'
import { Allowed } from '../parts/Allowed.tsx'
import { LatestNotices } from '../parts/LatestNotices.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { LowBalanceForm } from '../parts/LowBalanceForm.tsx'

/** When the company is told that its balance is low, how, and what was told. */
export function LowBalance() {
  return (
    <Allowed to="payers">
      <div className="settings">
        <Kept />
      </div>
    </Allowed>
  )
}

function Kept() {
  const settings = useQuery(lowBalanceQuery)
  return (
    <Loaded query={settings} height={480}>
      {(kept) => (
        <>
          <LowBalanceForm settings={kept} />
          <LatestNotices notices={kept.latest} />
        </>
      )}
    </Loaded>
  )
}
