import { setTimeout as pause } from 'node:timers/promises'

const lookEveryMilliseconds = 100
const waitMillisecondsMax = 3000

/**
 * Looks for something until it is there, as long as events wait to be folded: what is in the numbers already is known when
 * its events are folded to the end.
 */
export async function whenFolded<Found>(
  waiting: () => number,
  find: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  for (let waited = 0; ; waited += lookEveryMilliseconds) {
    const isWaiting = waiting() > 0
    const found = await find()
    if (found !== undefined || !isWaiting || waited >= waitMillisecondsMax) return found
    await pause(lookEveryMilliseconds)
  }
}
