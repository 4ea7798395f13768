import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { AskedPeriod } from '../asking/answers.ts'
import type { Lane, LanesAnswer, State } from '../asking/presence.ts'
import { inRows, type Tick } from '../charts/lane-ticks.ts'
import { dateTimeInYear, duration, fullDay, timeOfDay } from '../numbers.ts'
import { temporal } from '../periods/temporal.ts'

type OperatorLaneProps = {
  lane: Lane
  answer: Pick<LanesAnswer, 'period' | 'drawnBy' | 'asOf'>
  ticks: readonly Tick[]
  /** The state whose hours stand beside the lane. */
  state: 'online' | 'paused'
  /** Seconds of it in the period compared with; undefined where nothing is compared. */
  before: number | undefined
}

/** Dialogues at one time lie in so many rows. */
const dialogueRows = 3

/** What one operator was when: name, stretches with the dialogues below them, hours. */
export function OperatorLane({ lane, answer, ticks, state, before }: OperatorLaneProps) {
  const { t } = useTranslation()
  const other = state === 'online' ? 'paused' : 'online'
  const summary = t('lanes.summary', {
    name: lane.name,
    online: duration(lane.online),
    paused: duration(lane.paused),
    count: lane.dialogues.length,
  })
  return (
    <li className="lane">
      <bdi className="lane-name" title={lane.name}>
        {lane.name}
      </bdi>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- boxes inside, not a picture of an address */}
      <div className={`lane-track lane-track-${answer.drawnBy}`} role="img" aria-label={summary}>
        {ticks.map(({ at, label }) => (
          <i key={label + at} className="lane-tick" style={{ left: percentOf(at) }} />
        ))}
        {answer.drawnBy === 'stretch' ? (
          <Stretches lane={lane} answer={answer} />
        ) : (
          <Sums lane={lane} answer={answer} />
        )}
      </div>
      <span className="lane-hours">
        <b>{duration(lane[state])}</b>
        {before === undefined ? (
          <span className="soft">
            {t(`lanes.${other}`)} {duration(lane[other])}
          </span>
        ) : (
          <span className="soft">{t('counter.versus', { value: duration(before) })}</span>
        )}
        {lane.more ? <span className="soft">{t('lanes.more')}</span> : null}
      </span>
    </li>
  )
}

type Drawn = Pick<OperatorLaneProps, 'lane' | 'answer'>

function Stretches({ lane, answer: { period, asOf } }: Drawn) {
  const { t } = useTranslation()
  const [start, end] = edgesOf(period)
  const until = Math.min(end, Date.parse(asOf))
  const place = (from: number, to: number) => placed(Math.max(from, start), Math.min(to, until), start, end)
  const dialogues = lane.dialogues.map((one) => ({
    dialogue: one.dialogue,
    from: Math.max(start, Date.parse(one.from)),
    to: Math.min(until, Date.parse(one.to)),
    isOpen: one.isOpen,
  }))
  return (
    <>
      {lane.stretches.map(({ from, to, state }) => (
        <i
          key={from}
          className={`stretch stretch-${state}`}
          style={place(Date.parse(from), Date.parse(to))}
          title={`${t(`lanes.${state}`)}: ${timesOf(from, to, period.zone)} · ${lengthOf(from, to)}`}
        />
      ))}
      {inRows(dialogues, dialogueRows).map(({ dialogue, from, to, isOpen, row }) => (
        <i
          key={dialogue}
          className={isOpen ? 'lane-dialogue lane-dialogue-open' : 'lane-dialogue'}
          style={{ ...place(from, to), top: 19 + row * 5 }}
          title={`${t('lanes.dialogue', { dialogue })}: ${timesOf(from, to, period.zone)}${isOpen ? ` · ${t('lanes.open')}` : ''}`}
        />
      ))}
    </>
  )
}

/** A bar for each day or month: how much of it the operator was online and on a pause. */
function Sums({ lane, answer: { period, drawnBy } }: Drawn) {
  const { t } = useTranslation()
  const [start, end] = edgesOf(period)
  const pieces = lane.sums.map(({ day, online, paused }) => {
    const first = temporal.PlainDate.from(day)
    const next = drawnBy === 'day' ? first.add({ days: 1 }) : first.with({ day: 1 }).add({ months: 1 })
    const at = (date: typeof first) => date.toZonedDateTime(period.zone).epochMilliseconds
    const [from, to] = [Math.max(start, at(first)), Math.min(end, at(next))]
    return { day, online, paused, from, to, whole: (to - from) / 1000 }
  })
  return pieces.map(({ day, online, paused, from, to, whole }) => (
    <span
      key={day}
      className="lane-day"
      style={placed(from, to, start, end)}
      title={`${fullDay(day)}: ${t('lanes.online')} ${duration(online)}, ${t('lanes.paused')} ${duration(paused)}`}
    >
      <i className="stretch-paused" style={{ height: percentOf(paused / whole) }} />
      <i className="stretch-online" style={{ height: percentOf(online / whole) }} />
    </span>
  ))
}

function edgesOf({ from, to }: AskedPeriod): [number, number] {
  return [Date.parse(from), Date.parse(to)]
}

function placed(from: number, to: number, start: number, end: number): CSSProperties {
  return { left: percentOf((from - start) / (end - start)), width: percentOf(Math.max(0, to - from) / (end - start)) }
}

function percentOf(share: number): string {
  return `${Math.min(1, share) * 100}%`
}

function lengthOf(from: string, to: string): string {
  return duration((Date.parse(to) - Date.parse(from)) / 1000)
}

function timesOf(from: string | number, to: string | number, zone: string): string {
  return `${dateTimeInYear(from, zone)}–${timeOfDay(to, zone)}`
}

/** The mark of a state, as lanes draw it. */
export function StateMark({ state }: { state: State | 'dialogue' }) {
  return <i className={`lane-mark ${state === 'dialogue' ? 'lane-dialogue' : `stretch-${state}`}`} aria-hidden />
}
