import { Popover } from '@mantine/core'
import { IconChevronDown, IconMenu2 } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from '../use-view.ts'
import { PersonMenu } from './PersonMenu.tsx'
import { statisticsPages } from './SideMenu.tsx'

/** Title of the page, company, the place of the balance, and the person's menu. */
export function TopBar({ path, onOpenMenu }: { path: string; onOpenMenu: () => void }) {
  const { t } = useTranslation()
  const { company } = useView()
  const page = statisticsPages.find((name) => path === `/${name}`)
  const title = page === undefined ? 'Talkmeter' : t(`menu.${page}`)
  useEffect(() => {
    document.title = `${title} · ${company.name} · Talkmeter`
  }, [title, company.name])
  return (
    <header className="top">
      <button type="button" className="icon-button top-burger" aria-label={t('menu.open')} onClick={onOpenMenu}>
        <IconMenu2 size={20} stroke={1.7} />
      </button>
      <h1 className="top-title">{title}</h1>
      <div className="top-right">
        <Popover position="bottom-end" withinPortal shadow="none">
          <Popover.Target>
            <button type="button" className="chip top-company">
              <span className="chip-text">{company.name}</span>
              <IconChevronDown size={13} aria-hidden />
            </button>
          </Popover.Target>
          <Popover.Dropdown>
            <dl className="facts">
              <dt>{t('top.companyNumber')}</dt>
              <dd>{company.number}</dd>
              <dt>{t('top.companyZone')}</dt>
              <dd>{company.zone}</dd>
              <dt>{t('top.companyCurrency')}</dt>
              <dd>{company.currency}</dd>
            </dl>
          </Popover.Dropdown>
        </Popover>
        <Popover position="bottom-end" withinPortal width={260} shadow="none">
          <Popover.Target>
            <button type="button" className="chip top-balance">
              {t('top.balance')} <b>—</b>
              <IconChevronDown size={13} aria-hidden />
            </button>
          </Popover.Target>
          <Popover.Dropdown>
            <p className="prose">{t('top.balanceNote')}</p>
          </Popover.Dropdown>
        </Popover>
        <PersonMenu />
      </div>
    </header>
  )
}
