import { Drawer } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { Outlet, useRouterState } from '@tanstack/react-router'
import 'dayjs/locale/ru'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SideMenu } from './SideMenu.tsx'
import { TopBar } from './TopBar.tsx'

/** What stays around every page: the side menu (a sheet on phones) and the bar at the top. */
export function Frame() {
  const { t, i18n } = useTranslation()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  return (
    <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
      <a className="skip" href="#content">
        {t('menu.skip')}
      </a>
      <div className="frame">
        <aside className="frame-side">
          <SideMenu />
        </aside>
        <Drawer
          opened={isMenuOpen}
          onClose={() => setMenuOpen(false)}
          size={264}
          padding={0}
          withCloseButton={false}
          lockScroll={false}
          aria-label={t('menu.label')}
        >
          <SideMenu onGo={() => setMenuOpen(false)} />
        </Drawer>
        <div className="frame-main">
          <TopBar path={path} onOpenMenu={() => setMenuOpen(true)} />
          <main id="content" className="content" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
    </DatesProvider>
  )
}
