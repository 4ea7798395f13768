import { bucketSeconds } from './roll-ups.ts'

/** The start of the 15-minute bucket of an instant, in seconds since 1970. */
export function bucketOf(milliseconds: number): number {
  return Math.floor(milliseconds / 1000 / bucketSeconds) * bucketSeconds
}

/** An instant as a TabSeparated line holds it: seconds with three digits after the point. */
export function secondsOf(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 1000)
  return `${whole}.${String(milliseconds - whole * 1000).padStart(3, '0')}`
}

/** The same where 0 stands for "not known". */
export function secondsOrNull(milliseconds: number): string {
  return milliseconds === 0 ? '\\N' : secondsOf(milliseconds)
}
