import { Popover } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Completeness } from '../asking/answers.ts'
import { ago, count, exactTime } from '../numbers.ts'
import { scrollable } from './scrollable.ts'

type FeedsNoteProps = { completeness: Completeness; now: number; zone: string }

/** When the last event came, and one click away, from which feed when; the one that was silent longest first. */
export function FeedsNote({ completeness: { feeds, newestEventAt: newestMessageAt }, now, zone }: FeedsNoteProps) {
  const { t } = useTranslation()
  const newest = feeds[0]?.newestEventAt ?? newestMessageAt
  if (newest === null) return null
  return (
    <Popover position="bottom-start" withinPortal shadow="none" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="note-button">
          {t('note.newest', { ago: ago(newest, now) })}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('note.feeds')} className="feeds" data-autofocus {...scrollable}>
        <table className="numbers rows">
          <thead>
            <tr>
              <th scope="col">{t('note.feed')}</th>
              <th scope="col">{t('note.lastEvent')}</th>
              <th scope="col" className="is-number">
                {t('note.events')}
              </th>
            </tr>
          </thead>
          <tbody>
            {feeds.toReversed().map(({ source, newestEventAt, events }) => (
              <tr key={source}>
                <td>
                  <bdi>{source}</bdi>
                </td>
                <td title={exactTime(newestEventAt, zone)}>{ago(newestEventAt, now)}</td>
                <td className="is-number">{count(events)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Popover.Dropdown>
    </Popover>
  )
}
