/**
 * What the clock on the wall shows, asked from Intl alone: a reference for the calendar of the house, which computes
 * with Temporal. Instants are milliseconds since 1970; a wall clock's time is a text such as `2026-10-25 02:30:00`.
 */
const minute = 60_000
const day = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** What the clock shows at an instant. */
export function clockAt(instant: number, zone: string): string {
  let format = formats.get(zone)
  if (format === undefined) {
    const two = '2-digit'
    // Swedish writes the date as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    })
    formats.set(zone, format)
  }
  return format.format(instant)
}

/** The date that the calendar shows, `YYYY-MM-DD`. */
export function dateAt(instant: number, zone: string): string {
  return clockAt(instant, zone).slice(0, 10)
}

/** How far the clock is ahead of UTC. */
export function aheadAt(instant: number, zone: string): number {
  return asUtc(clockAt(instant, zone)) - Math.floor(instant / 1000) * 1000
}

/** A clock's time read as if it were UTC: to count days and minutes with. */
export function asUtc(clock: string): number {
  return Date.parse(`${clock.replace(' ', 'T')}Z`)
}

/** The clock's time that is `milliseconds` later on the face of the clock. */
export function moved(clock: string, milliseconds: number): string {
  return new Date(asUtc(clock) + milliseconds).toISOString().slice(0, 19).replace('T', ' ')
}

/** When the clock first shows this; where it never does, as much later as the clock was put forward. */
export function instantOf(clock: string, zone: string): number {
  const naive = asUtc(clock)
  const before = aheadAt(naive - day, zone)
  const shown = [before, aheadAt(naive + day, zone)]
    .map((ahead) => naive - ahead)
    .filter((instant) => clockAt(instant, zone) === clock)
  return shown.length === 0 ? naive - before : Math.min(...shown)
}

/** The first instant of the date that the calendar shows at `instant`. */
export function dayStartAt(instant: number, zone: string): number {
  const date = dateAt(instant, zone)
  return firstWhere((at) => dateAt(at, zone) === date, instant - 2 * day, instant)
}

/** When the zone's offset changes between two instants; changes are at least a week apart. */
export function changesOf(zone: string, from: number, to: number): number[] {
  const changes: number[] = []
  for (let at = from; at < to; at += 7 * day) {
    const ahead = aheadAt(at + 7 * day, zone)
    if (aheadAt(at, zone) !== ahead)
      changes.push(firstWhere((instant) => aheadAt(instant, zone) === ahead, at, at + 7 * day))
  }
  return changes
}

/** The first whole minute at which something holds that does not hold at `from` and does from some time on until `to`. */
function firstWhere(holds: (instant: number) => boolean, from: number, to: number): number {
  let [before, after] = [Math.floor(from / minute), Math.floor(to / minute)]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (holds(middle * minute)) after = middle
    else before = middle
  }
  return after * minute
}
