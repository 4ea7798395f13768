import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

const tabs = [
  { name: 'list', path: '/reports' },
  { name: 'schedules', path: '/reports/schedules' },
] as const

/** From the reports to how they come by themselves and back; at the right what can be made. */
export function ReportTabs({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className="report-tabs">
      <nav className="parts" aria-label={t('reports.parts')}>
        {tabs.map(({ name, path }) => (
          <Link key={path} to={path} className="chip" activeOptions={{ exact: true, includeSearch: false }}>
            {t(`reports.tabs.${name}`)}
          </Link>
        ))}
      </nav>
      {children}
    </div>
  )
}
