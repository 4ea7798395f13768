import type { AskedPeriod } from '../asking/answers.ts'
import type { Lane, LanesAnswer, State } from '../asking/presence.ts'
import { temporal } from '../periods/temporal.ts'

/** A piece of a lane: a stretch in one state, or the times of all states of a day or month. In milliseconds since 1970. */
export type LanePiece = { from: number; to: number; seconds: Readonly<Partial<Record<State, number>>> }

type Answer = Pick<LanesAnswer, 'period' | 'drawnBy' | 'asOf'>

/** The pieces that a lane is drawn of, cut to the period. */
export function piecesOf(lane: Lane, answer: Answer): LanePiece[] {
  if (answer.drawnBy !== 'stretch') return sumsOf(lane, answer).map(({ seconds, from, to }) => ({ seconds, from, to }))
  return lane.stretches.map(({ from, to, state }) => {
    const [since, until] = [Date.parse(from), Date.parse(to)]
    return { from: since, to: until, seconds: { [state]: (until - since) / 1000 } }
  })
}

/** The days or months of a lane, named by their first day within the period. */
export function sumsOf({ sums }: Lane, { period, drawnBy }: Answer): (LanePiece & { day: string })[] {
  const [start, end] = edgesOf(period)
  return sums.map(({ day, online, paused }) => {
    const first = temporal.PlainDate.from(day)
    const next = drawnBy === 'day' ? first.add({ days: 1 }) : first.with({ day: 1 }).add({ months: 1 })
    const at = (date: typeof first) => date.toZonedDateTime(period.zone).epochMilliseconds
    return { day, seconds: { online, paused }, from: Math.max(start, at(first)), to: Math.min(end, at(next)) }
  })
}

/**
 * The piece at a moment, or the nearest one where it is near enough to be meant.
 * @param near milliseconds
 */
export function pieceAt(pieces: readonly LanePiece[], moment: number, near: number): LanePiece | undefined {
  const away = ({ from, to }: LanePiece) => Math.max(from - moment, moment - to, 0)
  let found: LanePiece | undefined
  for (const piece of pieces) if (found === undefined || away(piece) < away(found)) found = piece
  return found !== undefined && away(found) <= near ? found : undefined
}

/** The state of a piece that is meant: that which was pointed at, else that of the panel, else any that there is. */
export function stateMeant({ seconds }: LanePiece, pointed: string | undefined, usual: State): State | undefined {
  const held = (Object.keys(seconds) as State[]).filter((state) => seconds[state]! > 0)
  return held.find((state) => state === pointed) ?? held.find((state) => state === usual) ?? held[0]
}

/** The ends of a period. */
export function edgesOf({ from, to }: AskedPeriod): [number, number] {
  return [Date.parse(from), Date.parse(to)]
}
