import type { Privacy } from './open.ts'

/** First when the start is over, then once a day. */
const firstMilliseconds = 30_000
const dayMilliseconds = 86_400_000

/** Does once a day what happens by itself; what failed is told, and tried again with the next turn. */
export function startDaily(
  privacy: Pick<Privacy, 'daily'>,
  say: (line: string) => void,
  now: () => number = Date.now,
): { stop: () => void } {
  let isStopped = false
  let timer: NodeJS.Timeout

  async function turn(): Promise<void> {
    try {
      await privacy.daily(now())
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (!isStopped) say(`What is too old could not be forgotten; it is tried again in a day. ${why}`)
    }
    if (!isStopped) plan(dayMilliseconds)
  }

  function plan(milliseconds: number): void {
    timer = setTimeout(() => void turn(), milliseconds)
    timer.unref()
  }

  plan(firstMilliseconds)
  return {
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
