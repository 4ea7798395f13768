import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exactTime, percent } from '../numbers.ts'
import type { PageState } from '../use-page-state.ts'
import { filtersOf } from '../use-view.ts'
import { FeedsNote } from './FeedsNote.tsx'

/** How complete the numbers are: the share still open, the newest event's age, and when they were read. */
export function CompletenessNote({ state }: { state: PageState }) {
  const { page, zone, isLive, isOld, isStale } = state
  const { t } = useTranslation()
  const now = useClock(15_000)
  if (page === undefined) return <p className="note soft">{t('note.updating')}</p>
  // Only what has a status has an end that can still come.
  const openShare = filtersOf(state.catalogue, state.id).includes('status') ? page.completeness.openShare : null
  const read = exactTime(page.asOf, zone).split(', ').at(-1)
  return (
    <div className="note soft">
      {openShare === null ? null : (
        <span>{openShare === 0 ? t('note.allFinal') : t('note.open', { share: percent(openShare) })}</span>
      )}
      <FeedsNote completeness={page.completeness} now={now} zone={zone} />
      <span>{isOld ? t('note.updating') : t('note.asOf', { time: read })}</span>
      {isStale ? <span className="worse">{t('note.stale')}</span> : null}
      {isLive && !isStale ? (
        <span className="live">
          <i aria-hidden />
          {t('note.live')}
        </span>
      ) : null}
    </div>
  )
}

/** The time of now, every so often. */
function useClock(everyMilliseconds: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds)
    return () => clearInterval(timer)
  }, [everyMilliseconds])
  return now
}
