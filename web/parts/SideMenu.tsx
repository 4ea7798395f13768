import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Search } from '../view.ts'

export const statisticsPages = ['analytics', 'reports', 'invoices', 'chats', 'notifications', 'telephony'] as const

/** The menu of the section; a page keeps the period and filters of the one before it. */
export function SideMenu({ onGo }: { onGo?: () => void }) {
  const { t } = useTranslation()
  const search: Search = useSearch({ strict: false })
  return (
    <nav className="menu" aria-label={t('menu.label')}>
      <Link to="/notifications" className="menu-brand" onClick={onGo}>
        <img src="/icon.svg" alt="" width={22} height={22} />
        Talkmeter
      </Link>
      <h2 className="menu-section">{t('menu.statistics')}</h2>
      <ul>
        {statisticsPages.map((page) => (
          <li key={page}>
            <Link to={`/${page}`} search={search} className="menu-link" onClick={onGo}>
              {t(`menu.pages.${page}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
