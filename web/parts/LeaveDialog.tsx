import { Button } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { holdUnsaved } from '../unsaved.ts'
import { Dialog } from './Dialog.tsx'

/** Asks before a page is left with what is not saved; the browser itself asks where it is closed. */
export function LeaveDialog({ isUnsaved }: { isUnsaved: boolean }) {
  const { t } = useTranslation()
  useEffect(() => {
    holdUnsaved(isUnsaved)
    return () => holdUnsaved(false)
  }, [isUnsaved])
  const blocker = useBlocker({
    // Who has signed out was asked before, and has nothing to come back to.
    shouldBlockFn: ({ current, next }) =>
      isUnsaved && next.pathname !== current.pathname && next.pathname !== '/sign-in',
    enableBeforeUnload: () => isUnsaved,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog title={t('draft.leaveTitle')} onClose={blocker.reset}>
      <div className="confirm">
        <p>{t('draft.leaveText')}</p>
        <div className="form-ends">
          <Button onClick={blocker.reset}>{t('draft.stay')}</Button>
          <Button variant="default" onClick={blocker.proceed}>
            {t('draft.leave')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
