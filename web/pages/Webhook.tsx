import '../look/charges.css'
import { useQuery } from '@tanstack/react-query'
import { webhookQuery } from '../asking/webhook.ts'
import { Allowed } from '../parts/Allowed.tsx'
import { LatestTellings } from '../parts/LatestTellings.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { WebhookForm } from '../parts/WebhookForm.tsx'

/** How the company is told of what happens, and what it was told. */
export function Webhook() {
  return (
    <Allowed to="admins">
      <div className="settings">
        <Kept />
      </div>
    </Allowed>
  )
}

function Kept() {
  const webhook = useQuery(webhookQuery)
  return (
    <Loaded query={webhook} height={480}>
      {(kept) => (
        <>
          <WebhookForm webhook={kept} />
          <LatestTellings tellings={kept.latest} />
        </>
      )}
    </Loaded>
  )
}
