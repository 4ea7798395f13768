import { ShareLinksCard } from '../parts/ShareLinksCard.tsx'

/** Links that show graphs without an account: all of the company for who may make them, else one’s own. */
export function ShareLinks() {
  return (
    <div className="settings">
      <ShareLinksCard />
    </div>
  )
}
