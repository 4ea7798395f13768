import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PageAnswer } from '../asking/answers.ts'
import { ago, exactTime, percent } from '../numbers.ts'

type CompletenessNoteProps = { page: PageAnswer | undefined; zone: string; isLive: boolean; isUpdating: boolean }

/** How complete the numbers are: the share still open, the newest event's age, and when they were read. */
export function CompletenessNote({ page, zone, isLive, isUpdating }: CompletenessNoteProps) {
  const { t } = useTranslation()
  const now = useClock(15_000)
  if (page === undefined) return <p className="note soft">{t('note.updating')}</p>
  const { openShare, newestEventAt } = page.completeness
  return (
    <p className="note soft">
      {openShare === null || openShare === undefined ? null : (
        <span>{openShare === 0 ? t('note.allFinal') : t('note.open', { share: percent(openShare) })}</span>
      )}
      {newestEventAt === null ? null : (
        <span title={exactTime(newestEventAt, zone)}>{t('note.newest', { ago: ago(newestEventAt, now) })}</span>
      )}
      <span>
        {isUpdating ? t('note.updating') : t('note.asOf', { time: exactTime(page.asOf, zone).split(', ').at(-1) })}
      </span>
      {isLive ? (
        <span className="live">
          <i aria-hidden />
          {t('note.live')}
        </span>
      ) : null}
    </p>
  )
}

function useClock(everyMilliseconds: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMilliseconds)
    return () => clearInterval(timer)
  }, [everyMilliseconds])
  return now
}
