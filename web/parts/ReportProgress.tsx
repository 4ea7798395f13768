import { useTranslation } from 'react-i18next'
import type { ReportProgress as Progress } from '../asking/reports.ts'
import { count, duration, percent } from '../numbers.ts'

/** How far a report is: its place in the queue, or its rows, their share and the time that is left. */
export function ReportProgress({ name, progress }: { name: string; progress: Progress }) {
  const { t } = useTranslation()
  const { phase, place, rowsDone, rowsAll, secondsLeft } = progress
  const share = shareOf(progress)
  const rows = rowsAll === null || rowsAll === 0 ? undefined : rowsAll
  const words = [
    phase === 'waiting' && place !== null ? t('reports.place', { place: count(place) }) : t(`reports.phases.${phase}`),
    phase !== 'reading'
      ? undefined
      : rows === undefined
        ? t('reports.rows', { count: rowsDone, shown: count(rowsDone) })
        : t('reports.rowsOf', { done: count(rowsDone), all: count(rows) }),
    phase === 'reading' && rows !== undefined ? percent(share!, 0) : undefined,
    secondsLeft === null ? undefined : t('reports.left', { time: duration(secondsLeft) }),
  ].filter((word) => word !== undefined)
  return (
    <span className="report-progress">
      <progress
        className="report-bar"
        aria-label={t('reports.progressOf', { name })}
        aria-valuetext={words.join(', ')}
        max={1}
        value={share}
      />
      <span className="record-note">{words.join(' · ')}</span>
    </span>
  )
}

/** How much of it is done, as far as that is known. */
function shareOf({ phase, rowsDone, rowsAll }: Progress): number | undefined {
  if (phase === 'storing') return 1
  if (phase !== 'reading' || rowsAll === null || rowsAll === 0) return undefined
  return Math.min(1, rowsDone / rowsAll)
}
