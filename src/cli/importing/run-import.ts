import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { checkEvent } from '../../events/envelope.ts'
import { Refused } from '../../events/refusal.ts'
import type { Refusal } from '../../events/refusal.ts'
import { failure, Failure } from '../../failure.ts'
import type { Asked, Provider } from '../../providers/provider.ts'
import { sendEvents } from '../send-events.ts'
import type { Outgoing, SendCounts, Target } from '../send-events.ts'
import { readText } from './input-file.ts'
import type { InputFile } from './input-file.ts'
import type { Progress } from './progress.ts'
import { openRecords } from './read-records.ts'
import type { FileRecord, OpenedFile } from './read-records.ts'
import type { Place, Tally } from './tally.ts'

export type ImportJob = {
  provider: Provider
  files: readonly InputFile[]
  asked: Asked
  encoding: string | undefined
  /** Where the events go; undefined: nowhere, they are only checked. */
  target: Target | undefined
  tally: Tally
  counts: SendCounts
  progress: Progress
  /** Aborted when the person wants to stop. */
  stop: AbortSignal
  now: () => number
}

const sampleSize = 3
/** A block is sent when it has so many events, or is so long; the events of its last record come on top of that. */
const blockEvents = 950
const blockLength = 1024 * 1024
/** After a wish to stop, what is under way is waited for so long. */
const graceMilliseconds = 3000

/**
 * Reads the files, checks each event as the intake does, and sends the good ones. `tally` and `counts` are up to date at
 * any moment, also when this rejects.
 * @returns the first events, for a person to look at
 * @throws Failure when a file does not fit its format or cannot be read, or when the server refuses or stays away
 */
export async function runImport(job: ImportJob): Promise<readonly string[]> {
  const { target, counts, progress, tally, stop } = job
  const state: ReadState = { bytes: 0, fault: undefined }
  const opened = await checkFiles(job, state)
  const blocks = until(stop, readBlocks(job, opened, state))
  const sample: string[] = []
  if (target === undefined) {
    for await (const block of blocks) {
      for (const { json } of block.slice(0, sampleSize - sample.length)) sample.push(json)
      progress.update(state.bytes, tally.events)
    }
  } else {
    let lastSaid = ''
    const sending = sendEvents<Place>(target, blocks, {
      onProgress: (known) => {
        Object.assign(counts, known)
        lastSaid = ''
        progress.update(state.bytes, counts.accepted + counts.duplicates + counts.rejected)
      },
      onRejected: (place, refusal) => tally.refuse(place, refusal),
      onWaiting: (sentence) => {
        if (sentence !== lastSaid) progress.say(`${sentence} Trying again for a while; Ctrl-C stops.`)
        lastSaid = sentence
      },
    })
    await Promise.race([sending, graceAfter(stop)])
  }
  if (state.fault !== undefined) throw state.fault
  return sample
}

type ReadState = {
  /** Of the files themselves, packed as they lie there. */
  bytes: number
  /** Why reading ended before the end. */
  fault: unknown
}

/**
 * Opens every file once, so that nothing is sent when one of them is wrong. What cannot be opened twice, such as
 * standard input, is given back open.
 */
async function checkFiles(job: ImportJob, state: ReadState): Promise<Map<InputFile, OpenedFile>> {
  const kept = new Map<InputFile, OpenedFile>()
  const said = new Set<string>()
  for (const file of job.files) {
    const isKept = file.bytes === undefined
    const opened = await openFile(job, file, (count) => (state.bytes += isKept ? count : 0))
    if (isKept) kept.set(file, opened)
    else await opened.close()
    for (const note of opened.notes.filter((text) => !said.has(text))) {
      said.add(note)
      job.progress.say(note)
    }
  }
  return kept
}

async function openFile(job: ImportJob, file: InputFile, onBytes: (count: number) => void): Promise<OpenedFile> {
  try {
    return await openRecords(readText(file, job.encoding, onBytes), job.provider.file, job.asked)
  } catch (error) {
    if (!(error instanceof Failure) || job.files.length === 1) throw error
    throw failure(error.code, `${file.name}: ${error.message}`, error.fields, error)
  }
}

/** The good events in blocks. A file that cannot be read any further ends them, and is told by `state.fault`. */
async function* readBlocks(
  job: ImportJob,
  opened: ReadonlyMap<InputFile, OpenedFile>,
  state: ReadState,
): AsyncGenerator<Outgoing<Place>[]> {
  const { tally } = job
  let block: Outgoing<Place>[] = []
  let length = 0
  try {
    for (const file of job.files) {
      const { records } = opened.get(file) ?? (await openFile(job, file, (count) => (state.bytes += count)))
      for await (const some of records) {
        for (const record of some) {
          tally.records++
          const place = { file: file.name, line: record.line, text: record.text }
          const good = checked(record, job.now())
          if ('code' in good) {
            tally.refuse(place, good)
            continue
          }
          tally.events += good.length
          for (const json of good) {
            block.push({ json, place })
            length += json.length
          }
          if (block.length < blockEvents && length < blockLength) continue
          yield block
          block = []
          length = 0
        }
      }
    }
  } catch (error) {
    state.fault = error
  }
  if (block.length > 0) yield block
}

/** The texts of a record's events if all of them are good, else why not. */
function checked({ events, refusal }: FileRecord, now: number): string[] | Refusal {
  if (refusal !== undefined) return refusal
  try {
    return events.map(({ value, json }) => {
      checkEvent(value, now)
      return json ?? JSON.stringify(value)
    })
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
}

/** The same blocks, until somebody wants to stop; then what is being read is not waited for. */
async function* until<Block>(stop: AbortSignal, blocks: AsyncGenerator<Block>): AsyncGenerator<Block> {
  while (!stop.aborted) {
    const next = await nextUnless(stop, blocks)
    if (next === undefined || next.done === true) return
    yield next.value
  }
}

/** Racing each block against one promise would keep every block alive until that promise is settled: so, a listener. */
function nextUnless<Block>(stop: AbortSignal, blocks: AsyncGenerator<Block>) {
  return new Promise<IteratorResult<Block> | undefined>((resolve, reject) => {
    const onStop = () => resolve(undefined)
    stop.addEventListener('abort', onStop, { once: true })
    blocks
      .next()
      .finally(() => stop.removeEventListener('abort', onStop))
      .then(resolve, reject)
  })
}

async function graceAfter(stop: AbortSignal): Promise<void> {
  if (!stop.aborted) await once(stop, 'abort')
  await pause(graceMilliseconds)
}
