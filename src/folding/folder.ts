import type { AcceptedEvent } from '../events/identity.ts'
import type { RefusedEvent } from '../events/refusal.ts'
import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import type { Seen } from '../stores/events/seen.ts'
import { createCallFold } from './calls.ts'
import { createChatFold } from './chats.ts'
import { createFeeds } from './feeds.ts'
import type { Turns } from './fold.ts'
import { createGate } from './gate.ts'
import type { Gate } from './gate.ts'
import { escapeText } from './message-rows.ts'
import { createMessageFold } from './messages.ts'
import { createNameFold } from './names.ts'

/** One record of the log, read: what the folder works on. */
export type FoldInput = {
  record: number
  company: number
  receivedAt: number
  events: readonly AcceptedEvent[]
  /** In the order of their places; null where one was erased. */
  refused: readonly (RefusedEvent | null)[]
  /** The length of the record: about what it takes in memory. */
  bytes: number
}

/** Folds the log into facts, in the background and in the order of the log. */
export type Folder = {
  /** Hands over a durable record. Records may come slightly out of order; they are folded without gaps. */
  push: (input: FoldInput) => void
  /** How many events wait to be folded, refused ones too, and how long their records are. */
  waiting: () => { events: number; bytes: number }
  /** The last record whose events are all in the facts. */
  position: () => number
  /** When the first of what is not folded yet came in, in milliseconds since 1970; undefined when everything is folded. */
  behindSince: () => number | undefined
  /** Resolves when everything pushed so far is folded; rejects when the folder was closed before. */
  settled: () => Promise<void>
  /**
   * Makes numbers anew that were made of what was forgotten since: what is said often, in the buckets that start at these
   * seconds. Rejects when that failed, or when the folder is closed.
   */
  recount: (company: number, buckets: ReadonlySet<number>) => Promise<void>
  /**
   * Asks about the facts while no step changes them, so that numbers that are asked for together agree. A step that takes long is not
   * waited for to its end.
   */
  reading: Gate['read']
  /** Does something while no step is under way. Rejects when that failed, or when the folder is closed. */
  between: (work: () => Promise<void>) => Promise<void>
  /** Why folding is stuck at the moment, or `undefined`: it tries again by itself. */
  trouble: () => Error | undefined
  /** Finishes the step under way, then stops. What is not folded is folded at the next start. */
  close: () => Promise<void>
}

export type FolderOptions = {
  facts: Facts
  /** The filter over what events are about: messages, dialogues and calls. */
  seenSubjects: Seen
  /** Called after each step with what is now in the facts. */
  onFolded?: (inputs: readonly FoldInput[]) => void
  /** Told each time that a step fails; it is tried again. */
  onTrouble?: (error: Error) => void
  /** Told when a step succeeds after others failed. */
  onRecovered?: () => void
  eventsPerStepMax?: number
  bytesPerStepMax?: number
  retryMilliseconds?: number
  /** Stops at a named stage; only crash tests use it. */
  atStage?: (stage: FoldStage) => void
}

type Aside = {
  work: () => Promise<void>
  resolve: () => void
  reject: (error: Error) => void
}

/** The stages of a step, in order; a crash after any of them repeats the step and changes nothing. */
export type FoldStage = 'begun' | 'state' | 'ids' | 'roll-up' | 'known' | 'position'

/**
 * How far the facts go, and where the step under way at a crash was to end. That step must be repeated as it was: cut
 * elsewhere, it could put a message into another bucket at once and leave its row in the first one.
 */
export async function readPosition(facts: Facts): Promise<{ record: number; stepEnd: number; generation: number }> {
  const rows = await facts.query(`SELECT name, record, generation FROM fold_position FINAL`)
  const [log, step] = ['log', 'step'].map((name) => rows.find((row) => row[0] === name) ?? [name, 0, 0])
  return {
    record: Number(log![1]),
    stepEnd: Number(step![1]),
    generation: Math.max(Number(log![2]), Number(step![2])),
  }
}

export async function startFolder(options: FolderOptions): Promise<Folder> {
  const { facts, onFolded, onTrouble, onRecovered, retryMilliseconds = 1000, atStage } = options
  const { eventsPerStepMax = 200_000, bytesPerStepMax = 64 * 1024 * 1024 } = options
  const start = await readPosition(facts)
  let position = start.record
  let { stepEnd, generation } = start
  const folds = [createMessageFold, createNameFold, createChatFold, createCallFold].map((create) =>
    create(facts, options.seenSubjects),
  )
  const feeds = createFeeds(facts)
  const gate = createGate(patienceMilliseconds)
  const inputs = new Map<number, FoldInput>()
  const waiting = { events: 0, bytes: 0 }
  let running: Promise<void> | undefined
  let closed = false
  let trouble: Error | undefined
  let waiters: { record: number; resolve: () => void; reject: (error: Error) => void }[] = []
  let wake: (() => void) | undefined
  let isResting = false
  let asides: Aside[] = []

  function nextInputs(): FoldInput[] {
    const begun = stepEnd > position
    const step: FoldInput[] = []
    let events = 0
    let bytes = 0
    for (let record = position + 1; ; record++) {
      const isFull = begun ? record > stepEnd : events >= eventsPerStepMax || bytes >= bytesPerStepMax
      if (isFull) return step
      const input = inputs.get(record)
      if (input === undefined) return begun ? [] : step
      step.push(input)
      events += eventsOf(input)
      bytes += input.bytes
    }
  }

  async function run(): Promise<void> {
    // So that the caller has noted that this runs before it can end.
    await Promise.resolve()
    while (!closed) {
      await workAside()
      const step = nextInputs()
      if (step.length === 0 && asides.length > 0) continue
      if (step.length === 0) break
      const begun = performance.now()
      try {
        await fold(step)
        if (trouble !== undefined) onRecovered?.()
        trouble = undefined
      } catch (error) {
        trouble = error instanceof Error ? error : new Error(String(error))
        onTrouble?.(trouble)
        await pause(retryMilliseconds)
        continue
      }
      for (const input of step) {
        inputs.delete(input.record)
        waiting.events -= eventsOf(input)
        waiting.bytes -= input.bytes
      }
      position = step.at(-1)!.record
      onFolded?.(step)
      waiters = waiters.filter((waiter) => {
        if (waiter.record <= position) waiter.resolve()
        return waiter.record > position
      })
      await gather(performance.now() - begun)
    }
    running = undefined
  }

  /**
   * A step of few events takes about as long as one of many, since it makes the same buckets anew. So while little comes in, it is let
   * gather for a while: whoever looks at numbers hardly sees it, and the processor has time for them.
   */
  async function gather(stepMilliseconds: number): Promise<void> {
    if (waiting.events === 0 || isHurried()) return
    isResting = true
    await pause(Math.min(restsPerStep * stepMilliseconds, restMillisecondsMax))
    isResting = false
  }

  function isHurried(): boolean {
    return closed || waiters.length > 0 || asides.length > 0 || waiting.events >= manyEvents
  }

  function hurry(): void {
    if (isResting && isHurried()) wake?.()
  }

  async function pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    wake = undefined
  }

  async function workAside(): Promise<void> {
    for (const { work, resolve, reject } of asides.splice(0)) {
      try {
        await work()
        resolve()
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    }
  }

  async function between(work: () => Promise<void>): Promise<void> {
    if (closed) throw new Error('The folder was closed.')
    await new Promise<void>((resolve, reject) => {
      asides.push({ work, resolve, reject })
      hurry()
      running ??= run()
    })
  }

  async function fold(step: readonly FoldInput[]): Promise<void> {
    const end = step.at(-1)!.record
    const turns: Turns[] = []
    // The positions too: whoever reads sees no rows of a step without its position, nor the position without the rows.
    await gate.write(async () => {
      // The generation is drawn before the read: whoever read later has the greater one.
      generation++
      await facts.insert('fold_position', positionColumns, Buffer.from(`step\t${end}\t${generation}\n`))
      stepEnd = end
      atStage?.('begun')
      for (const { rows } of folds) turns.push(await rows({ inputs: step, end, generation }))
      atStage?.('state')
      await insertIds(step)
      await insertRefused(step)
      atStage?.('ids')
      for (const { rollUps } of turns) await rollUps()
      // After the numbers: whoever sees that a feed was heard from sees in them what it said.
      await feeds.count(step)
      atStage?.('roll-up')
      for (const { known } of turns) await known()
      atStage?.('known')
      await facts.insert('fold_position', positionColumns, Buffer.from(`log\t${end}\t${generation}\n`))
      atStage?.('position')
    })
  }

  async function insertIds(step: readonly FoldInput[]): Promise<void> {
    const rows = createRows()
    for (const { company, record, events } of step) {
      for (const { key, content } of events) rows.add(`${company}\t${key}\t${content}\t${record}\n`)
    }
    await facts.insert('event_ids', ['company', 'event', 'content', 'record'], rows.bytes())
  }

  async function insertRefused(step: readonly FoldInput[]): Promise<void> {
    const rows = createRows()
    for (const { company, record, receivedAt, refused } of step) {
      for (const [place, one] of refused.entries()) {
        if (one === null) continue
        const { source, id, code, field, detail, raw } = one
        rows.add(
          `${company}\t${record}\t${receivedAt / 1000}\t${escapeText(source)}\t${escapeText(id ?? '')}\t${code}\t` +
            `${field}\t${escapeText(detail)}\t${escapeText(raw)}\t${place}\n`,
        )
      }
    }
    const columns = ['company', 'record', 'received_at', 'source', 'id', 'code', 'field', 'detail', 'raw', 'place']
    await facts.insert('refused_events', columns, rows.bytes())
  }

  return {
    push(input) {
      if (closed || input.record <= position || inputs.has(input.record)) return
      inputs.set(input.record, input)
      waiting.events += eventsOf(input)
      waiting.bytes += input.bytes
      hurry()
      running ??= run()
    },
    waiting: () => ({ ...waiting }),
    position: () => position,
    behindSince: () => (inputs.size === 0 ? undefined : (inputs.get(position + 1)?.receivedAt ?? 0)),
    async settled() {
      const record = Math.max(position, ...inputs.keys())
      if (record <= position) return
      await new Promise<void>((resolve, reject) => {
        waiters.push({ record, resolve, reject })
        hurry()
      })
    },
    recount: (company, buckets) =>
      between(async () => {
        // Under a generation of its own, which is kept before it is used as that of a step is.
        generation++
        const at = Math.max(position, stepEnd)
        await facts.insert('fold_position', positionColumns, Buffer.from(`step\t${at}\t${generation}\n`))
        await gate.write(async () => {
          for (const { recount } of folds) await recount?.(company, buckets, generation)
        })
      }),
    reading: gate.read,
    between,
    trouble: () => trouble,
    async close() {
      closed = true
      wake?.()
      await running
      for (const { reject } of [...waiters, ...asides]) reject(new Error('The folder was closed.'))
      waiters = []
      asides = []
    },
  }
}

function eventsOf({ events, refused }: FoldInput): number {
  return events.length + refused.length
}

/** From so many on, events that wait are not let wait for more. */
const manyEvents = 2000
/** How long a rest is: so many times what the step before it took, and no longer than this. */
const restsPerStep = 2
const restMillisecondsMax = 1000
/** So long a page waits for a step at most, and a step for pages. */
const patienceMilliseconds = 6000

const positionColumns = ['name', 'record', 'generation']
