import { Popover, UnstyledButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Feed, PageAnswer } from '../asking/answers.ts'
import { ago, count, exactTime, percent } from '../numbers.ts'

type CompletenessNoteProps = { page: PageAnswer | undefined; zone: string; isLive: boolean; isUpdating: boolean }

/** How complete the numbers are: the share still open, the newest event's age, and when they were read. */
export function CompletenessNote({ page, zone, isLive, isUpdating }: CompletenessNoteProps) {
  const { t } = useTranslation()
  const now = useClock(15_000)
  if (page === undefined) return <p className="note soft">{t('note.updating')}</p>
  const { openShare, newestEventAt, feeds } = page.completeness
  return (
    <p className="note soft">
      {openShare === null || openShare === undefined ? null : (
        <span>{openShare === 0 ? t('note.allFinal') : t('note.open', { share: percent(openShare) })}</span>
      )}
      {newestEventAt === null ? null : (
        <span title={exactTime(newestEventAt, zone)}>{t('note.newest', { ago: ago(newestEventAt, now) })}</span>
      )}
      {feeds.length === 0 ? null : <Feeds feeds={feeds} zone={zone} now={now} />}
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

type FeedsProps = { feeds: readonly Feed[]; zone: string; now: number }

/** Each feed with the age of its newest event; the one that was silent longest first. */
function Feeds({ feeds, zone, now }: FeedsProps) {
  const { t } = useTranslation()
  return (
    <Popover width={320} position="bottom-start" withinPortal shadow="none">
      <Popover.Target>
        <UnstyledButton fz="inherit" c="inherit" td="underline dotted">
          {t('note.feeds', { count: feeds.length })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className="prose" style={{ margin: 0, padding: 0, listStyle: 'none', maxHeight: 320, overflowY: 'auto' }}>
          {feeds.toReversed().map(({ source, newestEventAt, events }) => (
            <li key={source} style={{ overflowWrap: 'anywhere' }}>
              {source}
              <div className="soft" title={exactTime(newestEventAt, zone)}>
                {t('note.feed', { events: count(events), ago: ago(newestEventAt, now) })}
              </div>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
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
