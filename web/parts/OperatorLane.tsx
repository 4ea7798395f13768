import type { CSSProperties, MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lane, LanesAnswer, State } from '../asking/presence.ts'
import { edgesOf, pieceAt, piecesOf, stateMeant, sumsOf } from '../charts/lane-pieces.ts'
import { inRows, type Tick } from '../charts/lane-ticks.ts'
import { dateTimeInYear, duration, fullDay, monthOfYear, timeOfDay } from '../numbers.ts'
import type { OpenStretches } from '../use-stretches.ts'
import { OpenNumber } from './OpenNumber.tsx'

type OperatorLaneProps = {
  lane: Lane
  answer: Pick<LanesAnswer, 'period' | 'drawnBy' | 'asOf'>
  ticks: readonly Tick[]
  /** The state whose hours stand beside the lane. */
  state: 'online' | 'paused'
  /** Seconds of it in the period compared with; undefined where nothing is compared. */
  before: number | undefined
  /** Opens the stretches behind some time; undefined where there are none to open. */
  onBehind: OpenStretches | undefined
  onDialogue: ((id: string) => void) | undefined
}

/** Dialogues at one time lie in so many rows. */
const dialogueRows = 3
/** Below the stretches, in pixels. */
const dialoguesTop = 19
/** What is so near to a short piece is taken for it. */
const pixelsNear = 4

/** What one operator was when: name, stretches with the dialogues below them, hours. */
export function OperatorLane({ lane, answer, ticks, state, before, onBehind, onDialogue }: OperatorLaneProps) {
  const { t } = useTranslation()
  const other = state === 'online' ? 'paused' : 'online'
  const time = duration(lane[state])
  const summary = t('lanes.summary', {
    name: lane.name,
    online: duration(lane.online),
    paused: duration(lane.paused),
    count: lane.dialogues.length,
  })
  const openAt = ({ clientX, clientY, currentTarget, target }: MouseEvent<HTMLElement>) => {
    const { left, top, width } = currentTarget.getBoundingClientRect()
    const { dialogue } = (target as HTMLElement).dataset
    if (dialogue !== undefined) onDialogue?.(dialogue)
    if (onBehind === undefined || (answer.drawnBy === 'stretch' && clientY - top >= dialoguesTop)) return
    const [start, end] = edgesOf(answer.period)
    const perPixel = (end - start) / width
    const piece = pieceAt(piecesOf(lane, answer), start + (clientX - left) * perPixel, pixelsNear * perPixel)
    const meant = piece && stateMeant(piece, pointedAt(target as HTMLElement, clientY, state), state)
    if (meant === undefined) return
    const until = Math.min(piece!.to, Date.parse(answer.asOf))
    onBehind({ operator: lane.id, from: timeOf(piece!.from), to: timeOf(until) }, answer, meant)
  }
  // Boxes inside, not a picture of an address; with keys the hours beside it open all of them.
  const picture = { role: 'img', 'aria-label': summary, onClick: openAt } as const
  return (
    <li className="lane">
      <bdi className="lane-name" title={lane.name}>
        {lane.name}
      </bdi>
      <div className={`lane-track lane-track-${answer.drawnBy}`} {...picture} data-open={onBehind !== undefined}>
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
        <b>
          <OpenNumber
            label={t('lanes.openHours', { name: lane.name, time })}
            onOpen={onBehind && lane[state] > 0 ? () => onBehind({ operator: lane.id }, answer) : undefined}
          >
            {time}
          </OpenNumber>
        </b>
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
          data-dialogue={dialogue}
          className={isOpen ? 'lane-dialogue lane-dialogue-open' : 'lane-dialogue'}
          style={{ ...place(from, to), top: dialoguesTop + row * 5 }}
          title={`${t('lanes.dialogue', { dialogue })}: ${timesOf(from, to, period.zone)}${isOpen ? ` · ${t('lanes.open')}` : ''}`}
        />
      ))}
    </>
  )
}

/** A bar for each day or month: how much of it the operator was online and on a pause. */
function Sums({ lane, answer }: Drawn) {
  const { t } = useTranslation()
  const [start, end] = edgesOf(answer.period)
  const named = answer.drawnBy === 'month' ? monthOfYear : fullDay
  return sumsOf(lane, answer).map(({ day, from, to, seconds: { online = 0, paused = 0 } }) => {
    const whole = (to - from) / 1000
    return (
      <span
        key={day}
        className="lane-day"
        style={placed(from, to, start, end)}
        title={`${named(day)}: ${t('lanes.online')} ${duration(online)}, ${t('lanes.paused')} ${duration(paused)}`}
      >
        <i className="stretch-paused" data-state="paused" style={{ height: percentOf(paused / whole) }} />
        <i className="stretch-online" data-state="online" style={{ height: percentOf(online / whole) }} />
      </span>
    )
  })
}

function placed(from: number, to: number, start: number, end: number): CSSProperties {
  return { left: percentOf((from - start) / (end - start)), width: percentOf(Math.max(0, to - from) / (end - start)) }
}

/** The state of a bar that was pointed at: the card's own also where its part is so low that it is only nearly met. */
function pointedAt(target: HTMLElement, y: number, own: State): string | undefined {
  const part = target.closest('.lane-day')?.querySelector(`[data-state=${own}]`)?.getBoundingClientRect()
  const isNear = part !== undefined && y >= part.top - pixelsNear && y <= part.bottom + pixelsNear
  return isNear ? own : target.dataset['state']
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
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
