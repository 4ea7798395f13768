/** Writes a log and rewrites it at the same time, for the crash test: it kills itself at a named stage, or is killed. */
import { openLog } from '../src/stores/log/log.ts'
import { isToChange, changedPayload, originalPayload } from './rewrite-records.ts'

const [folder, stage, countText] = process.argv.slice(2)
let stagesLeft = Number(countText)
const log = await openLog({
  folder: folder!,
  segmentLengthMax: 20_000,
  atRewriteStage(reached) {
    if (reached !== stage || --stagesLeft > 0) return
    process.kill(process.pid, 'SIGKILL')
  },
})
process.send!({ opened: log.lastRecord() })

async function write(): Promise<void> {
  for (let n = log.lastRecord() + 1; ; n += 3) {
    const records = [n, n + 1, n + 2].map((number) => ({
      kind: 'events' as const,
      company: 1,
      receivedAt: number,
      payload: originalPayload(number),
    }))
    const appended = await log.append(records)
    process.send!({ kept: appended.at(-1)!.number })
  }
}

async function rewrite(): Promise<void> {
  for (;;) {
    for (const segment of await log.endSegment()) {
      const all = Array.from({ length: segment.last - segment.first + 1 }, (_, at) => segment.first + at)
      await log.rewrite(segment, new Set(all.filter(isToChange)), ({ number }) => changedPayload(number))
    }
  }
}

await Promise.all([write(), rewrite()])
