import { IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { grafanaQuery } from '../asking/grafana.ts'
import { grafanaLink } from '../grafana-link.ts'
import { temporal } from '../periods/temporal.ts'
import type { PageState } from '../use-page-state.ts'

const GrafanaDialog = lazy(() => import('./GrafanaDialog.tsx').then((file) => ({ default: file.GrafanaDialog })))

/** Opens the dashboard of the page in Grafana, with what the page shows; where Grafana is not known, says how to get there. */
export function GrafanaButton({ state: { id, view, zone } }: { state: PageState }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { data } = useQuery(grafanaQuery)
  const uid = data?.dashboards.find(({ page }) => page === id)?.uid
  const shown = (
    <>
      <IconExternalLink size={15} stroke={1.7} aria-hidden />
      <span className="share-word">Grafana</span>
    </>
  )
  if (data?.grafanaUrl && uid !== undefined) {
    const address = grafanaLink({ grafanaUrl: data.grafanaUrl, uid }, view, zone, temporal.Now.instant())
    return (
      <a className="chip share" href={address} target="_blank" rel="noopener noreferrer" aria-label={t('grafana.open')}>
        {shown}
      </a>
    )
  }
  return (
    <>
      <button type="button" className="chip share" aria-label={t('grafana.open')} onClick={() => setOpen(true)}>
        {shown}
      </button>
      {isOpen ? (
        <Suspense>
          <GrafanaDialog zone={zone} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
