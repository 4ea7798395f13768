import { Menu } from '@mantine/core'
import { IconCheck, IconLink } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { copyText } from '../copy.ts'
import { useShortcuts } from '../keys/use-shortcuts.ts'
import { periodOf, wallTime } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import type { PageState } from '../use-page-state.ts'
import { searchOf, stringifySearch, type View } from '../view.ts'

const ShareLinkDialog = lazy(() => import('./ShareLinkDialog.tsx').then((file) => ({ default: file.ShareLinkDialog })))

/**
 * Copies a link to this page: one that follows the clock, or one to exactly this period. Always names the zone. Who may also makes
 * a link that shows it without an account.
 */
export function ShareMenu({ state }: { state: PageState }) {
  const { t } = useTranslation()
  const { view, zone } = state
  const { scopes } = useSuspenseQuery(sessionQuery).data
  const [isMaking, setMaking] = useState(false)
  const [said, setSaid] = useState('')
  const copy = async (shared: View) => {
    const link = `${location.origin}${location.pathname}${stringifySearch(searchOf({ ...shared, zone }))}`
    setSaid(t((await copyText(link)) ? 'filters.copied' : 'filters.copyFailed'))
    setTimeout(() => setSaid(''), 4000)
  }
  const { from, to } = periodOf(view.choice, zone, temporal.Now.instant())
  const fixed = { ...view, choice: { from: wallTime(from), to: wallTime(to) } }
  const isMoving = 'preset' in view.choice
  useShortcuts({ link: () => void copy(view) })
  return (
    <>
      <Menu position="bottom-end" withinPortal shadow="none">
        <Menu.Target>
          <button type="button" className="chip share" aria-label={t('filters.share')}>
            {said === '' ? <IconLink size={15} stroke={1.7} aria-hidden /> : <IconCheck size={15} aria-hidden />}
            <span className="share-word">{t('filters.share')}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {isMoving ? <Menu.Item onClick={() => void copy(view)}>{t('filters.shareMoving')}</Menu.Item> : null}
          <Menu.Item onClick={() => void copy(fixed)}>{t('filters.shareFixed')}</Menu.Item>
          <Menu.Item onClick={() => print()}>{t('print.page')}</Menu.Item>
          {scopes.includes('admin') ? (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => setMaking(true)}>{t('shareLinks.open')}</Menu.Item>
              <Menu.Item component={Link} to="/settings/share-links">
                {t('menu.pages.shareLinks')}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {isMaking ? (
        <Suspense>
          <ShareLinkDialog state={state} onClose={() => setMaking(false)} />
        </Suspense>
      ) : null}
      <output className={said === '' ? 'sr-only' : 'said'}>{said}</output>
    </>
  )
}
