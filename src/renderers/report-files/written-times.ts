import { offsetClock } from '../../measures/offset-clock.ts'
import { clockText } from './day-parts.ts'
import { dayText } from './days.ts'

const minute = 60_000
const dayLength = 86_400_000
const firstYear = Date.parse('0000-01-01T00:00:00Z')
const lastYear = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Times of a zone in RFC 3339 with its offset at that time, for many of them; in UTC where the form has no room for the offset. */
export function writtenTimes(zone: string): (instant: number) => string {
  const shownAt = offsetClock(zone)
  let [lastOffset, lastText] = [0, offsetText(0)]
  return (instant) => {
    const { offset } = shownAt(instant)
    const wall = instant + offset
    if (offset % minute !== 0 || wall < firstYear || wall > lastYear) return inForm(instant, 'Z')
    if (offset !== lastOffset) [lastOffset, lastText] = [offset, offsetText(offset)]
    return inForm(wall, lastText)
  }
}

/** "+05:30" for an offset of whole minutes. */
export function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / minute
  return `${offset < 0 ? '-' : '+'}${twoDigits(minutes / 60)}:${twoDigits(minutes % 60)}`
}

function twoDigits(value: number): string {
  return String(Math.trunc(value)).padStart(2, '0')
}

function inForm(wall: number, offset: string): string {
  const day = Math.floor(wall / dayLength)
  const within = wall - day * dayLength
  const milliseconds = within % 1000
  const clock = clockText((within - milliseconds) / 1000)
  return `${dayText(day)}T${clock}${milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0')}`}${offset}`
}
