import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { failure } from './failure.ts'
import { readPosition, startFolder } from './folding/folder.ts'
import type { Folder, FoldStage } from './folding/folder.ts'
import { readRecord } from './folding/read-record.ts'
import { createIdentities } from './intake/identities.ts'
import { createIntake } from './intake/intake.ts'
import type { Intake } from './intake/intake.ts'
import type { Recipients } from './privacy/recipients.ts'
import type { Facts } from './stores/events/facts.ts'
import { subjectTimes } from './stores/events/subject-times.ts'
import { createSeen, loadSeen } from './stores/events/seen.ts'
import type { Seen } from './stores/events/seen.ts'
import { openLog } from './stores/log/log.ts'
import type { Log } from './stores/log/log.ts'

/** The way of an event from the door to the facts: intake, log, folding, wired. */
export type EventPath = {
  intake: Intake
  folder: Folder
  log: Log
  /** Stops taking, folds what is left if it can be done soon, closes the log. The facts stay open. */
  close: () => Promise<void>
}

export type EventPathOptions = {
  dataFolder: string
  facts: Facts
  recipients: Pick<Recipients, 'of'>
  now?: () => number
  /** Told how far the catching up with the log is, when there is some to do. */
  onCatchUp?: (done: number, all: number) => void
  /** Told each time that folding fails, and when it goes on again. */
  onTrouble?: (error: Error) => void
  onRecovered?: () => void
  /** New events wait, and are refused after a while, when more than this are not folded yet. */
  waitingMax?: { events: number; bytes: number }
  roomMilliseconds?: number
  atStage?: (stage: FoldStage) => void
}

/** Saving the filters takes a moment; after a crash so many ids at most are read from the store again. */
const savedEvery = 4_000_000

/** So long a stop may take because of events that are not folded yet. */
const lastMilliseconds = 5000
const waitingMaxUsual = { events: 400_000, bytes: 192 * 1024 * 1024 }

/**
 * Opens the log, folds what a crash left unfolded, and is then ready to take events.
 * @throws Failure damaged-log
 */
export async function openEventPath(options: EventPathOptions): Promise<EventPath> {
  const { dataFolder, facts, now = Date.now, waitingMax = waitingMaxUsual, roomMilliseconds = 10_000 } = options
  const log = await openLog({ folder: join(dataFolder, 'log') })
  const filters = await openFilters(join(dataFolder, 'index'), facts)
  const identities = createIdentities(facts, filters.events)
  let unsaved = 0
  const folder = await startFolder({
    facts,
    seenSubjects: filters.subjects,
    ...(options.onTrouble === undefined ? {} : { onTrouble: options.onTrouble }),
    ...(options.onRecovered === undefined ? {} : { onRecovered: options.onRecovered }),
    ...(options.atStage === undefined ? {} : { atStage: options.atStage }),
    onFolded(inputs) {
      for (const { events } of inputs) {
        identities.release(events.map(({ key }) => key))
        unsaved += events.length
      }
      if (unsaved < savedEvery) return
      unsaved = 0
      void saveFilters(inputs.at(-1)!.record)
    },
  })

  /** On a full disk this fails; then the next start asks the store for what the older file does not have. */
  async function saveFilters(record: number): Promise<void> {
    await filters.save(record).catch(() => {})
  }

  function isFull(share: number): boolean {
    const { events: waitingEvents, bytes } = folder.waiting()
    return waitingEvents >= waitingMax.events * share || bytes >= waitingMax.bytes * share
  }

  async function room(): Promise<void> {
    const until = performance.now() + roomMilliseconds
    while (isFull(1)) {
      if (performance.now() >= until) throw behind(folder.trouble())
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async function catchUp(): Promise<void> {
    const last = log.lastRecord()
    const first = folder.position() + 1
    if (first - 1 > last) {
      throw failure(
        'damaged-log',
        `The facts know of record ${first - 1}, but the log ends at ${last}: is it another folder's log?`,
      )
    }
    for await (const record of log.read(first)) {
      const input = readRecord(record)
      for (const { key } of input.events) filters.events.add(key)
      while (isFull(0.5)) await new Promise((resolve) => setTimeout(resolve, 5))
      folder.push(input)
      options.onCatchUp?.(record.number - first + 1, last - first + 1)
    }
    await folder.settled()
  }

  /** What waits at the end is folded while that goes well and does not take long; the next start does the rest. */
  async function foldLast(): Promise<void> {
    const until = performance.now() + lastMilliseconds
    while (folder.waiting().events > 0 && folder.trouble() === undefined && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  await catchUp()
  const intake = createIntake({
    log,
    identities,
    recipients: options.recipients,
    createdAt: (company, kind, subjects) => subjectTimes(facts, company, kind, subjects),
    now,
    room,
    onDurable: ({ number, company, receivedAt, payload, events, refused }) =>
      folder.push({ record: number, company, receivedAt, events, refused, bytes: payload.length }),
  })
  return {
    intake,
    folder,
    log,
    async close() {
      await log.close()
      await foldLast()
      await folder.close()
      await saveFilters(folder.position())
    },
  }
}

/** Why nothing more is taken at the moment, as whoever sends should know it. */
function behind(trouble: Error | undefined): Error {
  const why = trouble === undefined ? '' : ', because the store of facts cannot be written at the moment'
  return failure(
    'overloaded',
    `Talkmeter is behind with the events it has${why}; send these again in a few seconds.`,
    [],
    trouble,
  )
}

type Filters = { events: Seen; subjects: Seen; save: (record: number) => Promise<void> }

/** The filters over events and what they are about: from their files, and from the store what came after those were saved. */
async function openFilters(folder: string, facts: Facts): Promise<Filters> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { record: position } = await readPosition(facts)
  const eventsPath = join(folder, 'events.seen')
  const subjectsPath = join(folder, 'subjects.seen')
  const events = await filterUpTo(eventsPath, position)
  const subjects = await filterUpTo(subjectsPath, position)
  const fresh = facts.stream(
    `SELECT replaceAll(toString(event), '-', '') FROM event_ids WHERE record > ${events.record}`,
  )
  for await (const rows of fresh) for (const [key] of rows) events.seen.add(String(key))
  for (const [column, table] of [
    ['message', 'message_buckets'],
    ['dialogue_key', 'dialogue_states'],
    ['call_key', 'call_states'],
  ]) {
    const known = facts.stream(
      `SELECT replaceAll(toString(${column}), '-', '') FROM ${table} WHERE record > ${subjects.record}`,
    )
    for await (const rows of known) for (const [key] of rows) subjects.seen.add(String(key))
  }
  return {
    events: events.seen,
    subjects: subjects.seen,
    async save(record) {
      await events.seen.save(eventsPath, record)
      await subjects.seen.save(subjectsPath, record)
    },
  }
}

/** A filter that knows more than the facts was made for others: then it is made again from the store. */
async function filterUpTo(path: string, position: number): Promise<{ seen: Seen; record: number }> {
  const loaded = await loadSeen(path)
  return loaded.record <= position ? loaded : { seen: createSeen(), record: 0 }
}
