import type { Actor } from '../accounts/actor.ts'
import type { Span } from '../stores/log/log.ts'
import { finishErasure, foundInAll } from './erasures.ts'
import type { Erasure, Found } from './erasures.ts'
import { callsInFacts } from './calls-in-facts.ts'
import { bucketsOf, dialoguesInFacts } from './chats-in-facts.ts'
import { countInFacts, forgetInFacts, messagesInFacts } from './in-facts.ts'
import { searchLog, withoutSought } from './in-log.ts'
import type { LogTraces, Sought } from './in-log.ts'
import { atRest, folded } from './rooms.ts'
import type { Rooms } from './rooms.ts'

/** An erasure that was begun, and whom it is about. */
export type ErasureBegun = {
  erasure: Pick<Erasure, 'id' | 'at'>
  sought: Sought
  now: () => number
  /** What was found before the work was cut off. */
  foundBefore: Found | undefined
  /** Told what is found, before any of it is forgotten. */
  onFound: (found: Found) => Promise<void>
}

/**
 * Forgets a person: whom their messages went to, in the facts and in the log, refused events about them, and what still
 * arrives about those messages. Numbers stay as they are. The proof is a search of all of it afterwards. Whatever was cut
 * off can be done again.
 */
export async function erase(
  rooms: Rooms,
  company: number,
  actor: Actor,
  { erasure, sought, now, foundBefore, onFound }: ErasureBegun,
): Promise<Erasure> {
  const { ledger, recipients } = rooms
  const askedAt = Date.parse(erasure.at)
  await recipients.keepOut(company, sought.person, askedAt)
  try {
    const { found, remaining } = await forget(rooms, company, sought, async (first) => {
      if (foundBefore === undefined) await onFound(first)
    })
    const all = foundBefore === undefined ? found : foundInAll(foundBefore, found)
    const proof = { ...all, remaining, finishedAt: new Date(now()).toISOString() }
    return await finishErasure(ledger, company, actor, { id: erasure.id, proof })
  } finally {
    // Of an erasure that failed, too: what it left is forgotten when it goes on.
    recipients.settled(company, sought.person, askedAt)
  }
}

async function forget(
  rooms: Rooms,
  company: number,
  known: Sought,
  onFound: (found: Found) => Promise<void>,
): Promise<{ found: Found; remaining: number }> {
  const { facts, folder, log } = rooms
  const segments = await atRest(rooms)
  const end = segments.at(-1)?.last ?? 0
  const first = await searchLog(log, company, end, known)
  const dialogues = new Set([...first.dialogues, ...(await dialoguesInFacts(facts, company, known.person))])
  const calls = new Set([...first.calls, ...(await callsInFacts(facts, company, known.person))])
  const isInMore = dialogues.size + calls.size > 0
  const sought = isInMore ? { ...known, dialogues, calls } : known
  const traces = isInMore ? await searchLog(log, company, end, sought) : first
  const { messages, mentions, chatMentions } = traces
  for (const message of await messagesInFacts(facts, company, sought.person)) messages.add(message)
  const chats = { dialogues, mentions: chatMentions }
  const here = { messages, mentions, chats, calls: { calls, mentions: traces.callMentions }, end }
  const found = {
    messages: messages.size,
    dialogues: dialogues.size,
    calls: calls.size,
    refusedEvents: traces.refused,
    logRecords: traces.records.size,
  }
  await onFound(found)
  // The log first: as long as the facts know somebody, an erasure that was cut off can be found.
  await forgetInLog(rooms, segments, traces, sought)
  const { refused } = await forgetInFacts(rooms, company, here, sought)
  // A step of folding may have read before and written after that.
  await folded(folder)
  let left = await countInFacts(facts, company, here, sought)
  if (left > 0) {
    await forgetInFacts(rooms, company, here, sought)
    left = await countInFacts(facts, company, here, sought)
  }
  // What was said often was counted of these texts, too.
  await folder.recount(company, await bucketsOf(facts, company, new Set([...dialogues, ...chatMentions])))
  const after = await searchLog(log, company, end, sought)
  const remaining = after.lines + left
  return { found: { ...found, refusedEvents: Math.max(refused, found.refusedEvents) }, remaining }
}

/** Takes somebody out of the records in which they were found. */
export async function forgetInLog(
  { log }: Rooms,
  segments: readonly Span[],
  { records }: LogTraces,
  sought: Sought,
): Promise<void> {
  for (const segment of segments) {
    const own = new Set([...records].filter((record) => record >= segment.first && record <= segment.last))
    if (own.size > 0) await log.rewrite(segment, own, (record) => withoutSought(record, sought))
  }
}
