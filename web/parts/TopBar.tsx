import { IconMenu2 } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQuery, useBranding } from '../asking/queries.ts'
import { useTitle } from '../use-title.ts'
import { BalanceMenu } from './BalanceMenu.tsx'
import { CompanyMenu } from './CompanyMenu.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import { menuPages } from './SideMenu.tsx'

type TopBarProps = { path: string; onOpenMenu: () => void; onShortcuts: () => void }

/** Title of the page, company, the place of the balance, and the person's menu. */
export function TopBar({ path, onOpenMenu, onShortcuts }: TopBarProps) {
  const { t } = useTranslation()
  const session = useSuspenseQuery(sessionQuery).data
  const { name: brand } = useBranding()
  const page = menuPages.find((one) => one.path === path)
  const title = page === undefined ? brand : t(`menu.pages.${page.name}`)
  useTitle(page === undefined ? '' : title, session.company.name)
  return (
    <header className="top">
      <button type="button" className="icon-button top-burger" aria-label={t('menu.open')} onClick={onOpenMenu}>
        <IconMenu2 size={20} stroke={1.7} />
      </button>
      <h1 className="top-title">{title}</h1>
      <div className="top-right">
        <div className="top-company-menus">
          <CompanyMenu session={session} />
          <BalanceMenu />
        </div>
        <PersonMenu onShortcuts={onShortcuts} />
      </div>
    </header>
  )
}
