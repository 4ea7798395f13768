import { Drawer } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { shortcutsHere, useShortcutListener, useShortcuts } from '../keys/use-shortcuts.ts'
import { BalanceMenu } from './BalanceMenu.tsx'
import { CompanyMenu } from './CompanyMenu.tsx'
import { RecoveryNote } from './RecoveryNote.tsx'
import { SideMenu } from './SideMenu.tsx'
import { StaffNote } from './StaffNote.tsx'
import { TopBar } from './TopBar.tsx'

const ShortcutsDialog = lazy(() => import('./ShortcutsDialog.tsx').then((file) => ({ default: file.ShortcutsDialog })))

/** What stays around every page: the side menu (a sheet on phones) and the bar at the top. */
export function Frame() {
  const { t } = useTranslation()
  const session = useSuspenseQuery(sessionQuery).data
  const [isMenuOpen, setMenuOpen] = useState(false)
  // The title is that of the page that is drawn, not of the one that is on its way.
  const path = useRouterState({ select: ({ matches }) => matches.at(-1)?.pathname ?? '' })
  const [listed, setListed] = useState<ReadonlySet<string>>()
  const list = () => setListed(shortcutsHere())
  useShortcuts({ list })
  useShortcutListener()
  return (
    <>
      <a className="skip" href="#content">
        {t('menu.skip')}
      </a>
      <div className="frame">
        <aside className="frame-side">
          <SideMenu />
        </aside>
        <Drawer.Root opened={isMenuOpen} onClose={() => setMenuOpen(false)} size={272} padding={0} lockScroll={false}>
          <Drawer.Overlay />
          <Drawer.Content aria-label={t('menu.label')}>
            <SideMenu onGo={() => setMenuOpen(false)} />
            <div className="sheet-company">
              <CompanyMenu session={session} />
              <BalanceMenu />
            </div>
          </Drawer.Content>
        </Drawer.Root>
        <div className="frame-main">
          <TopBar path={path} onOpenMenu={() => setMenuOpen(true)} onShortcuts={list} />
          <StaffNote />
          <RecoveryNote />
          <main id="content" className="content" tabIndex={-1}>
            {/* Nothing of one company is shown on while another one's comes. */}
            <Outlet key={session.company.number} />
          </main>
        </div>
      </div>
      {listed === undefined ? null : (
        <Suspense fallback={null}>
          <ShortcutsDialog here={listed} onClose={() => setListed(undefined)} />
        </Suspense>
      )}
    </>
  )
}
