import type { Query } from '../../measures/ask.ts'
import type { Ledger } from '../../stores/ledger/open.ts'
import { makeDefaults } from './defaults.ts'
import { askForDue } from './due.ts'

export type SchedulesOptions = {
  ledger: Ledger
  query: Query
  /** Called when a report was asked for. */
  wake: () => void
  now: () => number
  everySeconds: number
  onTrouble: (error: Error) => void
}

/** Asks for reports by themselves, again and again. */
export type Schedules = {
  /** Looks what is due, and which services are used for the first time; resolves when that is done. */
  lookNow: () => Promise<void>
  stop: () => Promise<void>
}

/** Which services are in use is looked at so rarely. */
const defaultsMilliseconds = 600_000

export function startSchedules({ ledger, query, wake, now, everySeconds, onTrouble }: SchedulesOptions): Schedules {
  let running: Promise<void> = Promise.resolve()
  let defaultsAt = -Infinity

  async function look(): Promise<void> {
    if (Math.abs(now() - defaultsAt) >= defaultsMilliseconds) {
      await makeDefaults(ledger, query, now())
      defaultsAt = now()
    }
    if ((await askForDue(ledger, now())) > 0) wake()
  }

  function lookNow(): Promise<void> {
    running = running.then(look).catch(onTrouble)
    return running
  }

  const timer = setInterval(() => void lookNow(), everySeconds * 1000).unref()
  return {
    lookNow,
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
