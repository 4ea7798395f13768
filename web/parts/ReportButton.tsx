import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PageState } from '../use-page-state.ts'
import type { ReportStart } from '../use-report-draft.ts'

const ReportDialog = lazy(() => import('./ReportDialog.tsx').then((file) => ({ default: file.ReportDialog })))

/** The report that shows the numbers of a page of graphs. */
const reportOf: Readonly<Record<string, Pick<ReportStart, 'service' | 'type'>>> = {
  analytics: { service: 'notifications', type: 'by-day' },
  notifications: { service: 'notifications', type: 'by-day' },
  chats: { service: 'chats', type: 'dialogues' },
  telephony: { service: 'calls', type: 'by-day' },
}

/** Opens a new report of what the page shows: its service, period, zone and filters; then leads to where it is made. */
export function ReportButton({ state: { id, view, zone } }: { state: PageState }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="chip share" aria-label={t('reports.ofPage')} onClick={() => setOpen(true)}>
        <IconFileSpreadsheet size={15} stroke={1.7} aria-hidden />
        <span className="share-word">{t('reports.ofPageShort')}</span>
      </button>
      {isOpen ? (
        <Suspense>
          <ReportDialog
            page={{ start: { ...reportOf[id], filters: view.filters }, choice: view.choice, zone }}
            onMade={() => void navigate({ to: '/reports', search: {} })}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  )
}
