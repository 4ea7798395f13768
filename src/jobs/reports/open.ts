import { randomUUID } from 'node:crypto'
import { expireOld, sweep } from './expiry.ts'
import { makeReport, errorOf } from './make-report.ts'
import type { ReportRooms } from './make-report.ts'
import { letGo, putBack, takeNext, tellEnd, tellProgress } from './queue.ts'
import type { Ended, Progress, Taken } from './queue.ts'

export type ReportsOptions = ReportRooms & {
  /** So many are made at once, by all processes together. */
  atOnce: number
  /** Whether no other process makes reports: what an earlier one left is made at once then. */
  isAlone: boolean
  /** Files are kept for so many days. */
  keepDays: number
  /** Looks for reports that others asked for, or that were left by others. */
  everySeconds: number
  /** Told when a report has ended. */
  onEnd?: () => void
  /** Told what went wrong in the making, and not by itself. */
  onTrouble: (error: Error) => void
}

/** Makes the reports that are asked for, again and again. */
export type Reports = {
  /** To be called when a report was asked for. */
  wake: () => void
  /** To be called when a report was canceled or deleted: who makes it here need not find out. */
  stopMaking: (id: string) => void
  /** Takes old files away; it is done once an hour. */
  expireNow: () => Promise<void>
  /** Resolves when nothing waits and nothing is made here. */
  settled: () => Promise<void>
  rooms: ReportRooms
  stop: () => Promise<void>
}

/** How often it is told how far a report is. */
const tellMilliseconds = 1000
const expireMilliseconds = 3_600_000

/** Why a making ends in the middle without an end of the report. */
type Break = 'stopping' | 'not ours'

export function startReports(options: ReportsOptions): Reports {
  const { ledger, files, atOnce, everySeconds, now, onTrouble } = options
  const worker = randomUUID()
  const making = new Map<string, { break: (why: Break) => void; done: Promise<void> }>()
  let looking: Promise<void> | undefined
  let isFirst = options.isAlone
  let isLookedAgain = false
  let isStopped = false

  /** Takes what can be taken; when it was woken meanwhile it looks once more. */
  async function look(): Promise<void> {
    if (isFirst) await takeOver()
    isFirst = false
    do {
      isLookedAgain = false
      while (!isStopped && making.size < atOnce) {
        const taken = await takeNext(ledger, { worker, atOnce, now: now() })
        if (taken === undefined) break
        begin(taken)
      }
    } while (isLookedAgain && !isStopped)
  }

  /** What an earlier process was making is made anew. */
  async function takeOver(): Promise<void> {
    await letGo(ledger)
    await files.clean()
  }

  function wake(): void {
    isLookedAgain = true
    looking ??= look()
      .catch(onTrouble)
      .finally(() => {
        looking = undefined
        if (isLookedAgain && !isStopped) wake()
      })
  }

  function begin(taken: Taken): void {
    const controller = new AbortController()
    const done = make(taken, controller)
      .catch(onTrouble)
      .finally(() => {
        making.delete(taken.id)
        if (!isStopped) wake()
      })
    making.set(taken.id, { break: (why) => controller.abort(why), done })
  }

  async function make(taken: Taken, controller: AbortController): Promise<void> {
    const progress: Progress = { phase: 'counting', rowsDone: 0, rowsAll: undefined, secondsLeft: undefined }
    let telling: Promise<void> = Promise.resolve()
    const timer = setInterval(() => {
      telling = telling
        .then(() => tellProgress(ledger, taken, progress, now()))
        .then((isOurs) => void (isOurs || controller.abort('not ours' satisfies Break)))
        // While the ledger does not answer the making goes on; its end tells.
        .catch(onTrouble)
    }, tellMilliseconds)
    try {
      const ended = await endOf(taken, progress, controller.signal)
      clearInterval(timer)
      await telling
      const isTold = await tellEnd(ledger, taken, ended, new Date(now()))
      if (isTold) options.onEnd?.()
      else if ('file' in ended) await files.remove(ended.file.key)
    } catch (error) {
      clearInterval(timer)
      await telling
      if (!controller.signal.aborted) throw error
      if (controller.signal.reason === ('stopping' satisfies Break)) await putBack(ledger, taken)
    }
  }

  /** Makes the file; what goes wrong is an end, too. @throws why it was broken off */
  async function endOf(taken: Taken, progress: Progress, signal: AbortSignal): Promise<Ended> {
    try {
      const { key, written, readAt } = await makeReport(options, taken, { progress, signal })
      const { bytes, sha256, result } = written
      const totals = JSON.stringify(result.totals)
      return {
        file: { key, bytes, sha256 },
        rows: result.rows,
        checksum: result.checksum,
        totals,
        readAt: new Date(readAt),
      }
    } catch (error) {
      if (signal.aborted) throw error
      const told = errorOf(error)
      if (told.code === 'internal') onTrouble(error as Error)
      return { error: told }
    }
  }

  let expiring: Promise<void> = Promise.resolve()
  function expireNow(): Promise<void> {
    const asked = { ledger, files, keepDays: options.keepDays, now: now() }
    expiring = expiring
      .then(() => expireOld(asked))
      .then(() => sweep(asked))
      .catch(onTrouble)
    return expiring
  }

  const timer = setInterval(wake, everySeconds * 1000).unref()
  const expiryTimer = setInterval(() => void expireNow(), expireMilliseconds).unref()
  wake()
  return {
    wake,
    stopMaking: (id) => making.get(id)?.break('not ours'),
    expireNow,
    rooms: options,
    async settled() {
      while (looking !== undefined || making.size > 0) {
        await looking
        await Promise.all([...making.values()].map(({ done }) => done))
      }
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      clearInterval(expiryTimer)
      await expiring
      await looking
      const all = [...making.values()]
      for (const one of all) one.break('stopping')
      await Promise.all(all.map(({ done }) => done))
    },
  }
}
