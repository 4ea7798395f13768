import type { Folder } from '../folding/folder.ts'
import type { Facts } from '../stores/events/facts.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import type { Log, Span } from '../stores/log/log.ts'
import { failure } from '../failure.ts'
import type { Recipients } from './recipients.ts'

/** What is worked on when somebody is to be found or forgotten. */
export type Rooms = {
  ledger: Ledger
  facts: Facts
  log: Log
  folder: Pick<Folder, 'settled' | 'recount' | 'between'>
  /** Blocks of events that are being taken in may not know yet what was decided a moment ago. */
  intake: { settled: () => Promise<void> }
  recipients: Recipients
}

const settledMilliseconds = 60_000

/**
 * Ends what is under way: events that were being taken in are in the log, the log's segments have ended, and all of it is
 * in the facts. Gives the segments.
 * @throws Failure overloaded when folding is far behind
 */
export async function atRest({ log, folder, intake }: Rooms): Promise<Span[]> {
  await intake.settled()
  const segments = await log.endSegment()
  await folded(folder)
  return segments
}

/** Resolves when all that the log has is in the facts. */
export async function folded(folder: Pick<Folder, 'settled'>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const sentence = 'Talkmeter is behind with the events it has; try again when they are counted.'
    timer = setTimeout(() => reject(failure('overloaded', sentence)), settledMilliseconds)
  })
  await Promise.race([folder.settled(), late]).finally(() => clearTimeout(timer))
}
