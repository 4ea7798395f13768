import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import type { Ledger } from '../stores/ledger/open.ts'

/** That somebody was erased, by whom and why, and the proof; never who it was. */
export type Erasure = {
  id: string
  at: string
  by: string
  reason: string
  /** The proof; null while the work goes on. */
  proof: Proof | null
}

/** What of somebody was found, and was changed. */
export type Found = { messages: number; dialogues: number; calls: number; refusedEvents: number; logRecords: number }

/** What was changed, and what a search of log and facts found afterwards. */
export type Proof = Found & { remaining: number; finishedAt: string }

/** What was found at first, and what was found of the same person after the work was cut off. */
export function foundInAll(first: Found, later: Found): Found {
  return {
    messages: Math.max(first.messages, later.messages),
    dialogues: Math.max(first.dialogues, later.dialogues),
    calls: Math.max(first.calls, later.calls),
    refusedEvents: Math.max(first.refusedEvents, later.refusedEvents),
    logRecords: Math.max(first.logRecords, later.logRecords),
  }
}

/**
 * Notes that somebody is about to be erased.
 * @param remember is told the number of the erasure before it is noted
 */
export async function beginErasure(
  ledger: Ledger,
  company: number,
  actor: Actor,
  { reason, at, remember }: { reason: string; at: Date; remember: (id: string) => Promise<void> },
): Promise<Erasure> {
  return ledger.asCompany(company, async (db) => {
    const row = await db
      .insertInto('erasures')
      .values({ company, asked_at: at, actor: actor.id, actor_name: actor.name, reason })
      .returningAll()
      .executeTakeFirstOrThrow()
    const subject = `erasure:${row.id}`
    await noteAct(db, actor, { company, action: 'erasure.begun', subject, after: { reason } }, at)
    await remember(row.id)
    return erasureOf(row)
  })
}

/** An erasure of a company; undefined when there is none of this number. */
export async function erasureWith(ledger: Ledger, company: number, id: string): Promise<Erasure | undefined> {
  const row = await ledger.asCompany(company, (db) =>
    db.selectFrom('erasures').selectAll().where('id', '=', id).executeTakeFirst(),
  )
  return row === undefined ? undefined : erasureOf(row)
}

/** Notes the proof of an erasure. */
export async function finishErasure(
  ledger: Ledger,
  company: number,
  actor: Actor,
  { id, proof }: { id: string; proof: Proof },
): Promise<Erasure> {
  const at = new Date(proof.finishedAt)
  const { finishedAt: _, ...after } = proof
  return ledger.asCompany(company, async (db) => {
    const row = await db
      .updateTable('erasures')
      .set({
        messages: String(proof.messages),
        dialogues: String(proof.dialogues),
        calls: String(proof.calls),
        refused_events: String(proof.refusedEvents),
        log_records: String(proof.logRecords),
        remaining: String(proof.remaining),
        finished_at: at,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await noteAct(db, actor, { company, action: 'erasure.finished', subject: `erasure:${id}`, after }, at)
    return erasureOf(row)
  })
}

/** The erasures of a company, newest first, from before one on. */
export async function listErasures(
  ledger: Ledger,
  company: number,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<Erasure[]> {
  const rows = await ledger.asCompany(company, (db) => {
    const all = db.selectFrom('erasures').selectAll().orderBy('id', 'desc').limit(limit)
    return (before === undefined ? all : all.where('id', '<', before)).execute()
  })
  return rows.map(erasureOf)
}

type Row = {
  id: string
  asked_at: Date
  actor_name: string
  reason: string
  messages: string | null
  dialogues: string | null
  calls: string | null
  refused_events: string | null
  log_records: string | null
  remaining: string | null
  finished_at: Date | null
}

function erasureOf(row: Row): Erasure {
  const { messages, dialogues, calls, refused_events, log_records, remaining, finished_at } = row
  return {
    id: row.id,
    at: row.asked_at.toISOString(),
    by: row.actor_name,
    reason: row.reason,
    proof:
      finished_at === null
        ? null
        : {
            messages: Number(messages),
            dialogues: Number(dialogues),
            calls: Number(calls),
            refusedEvents: Number(refused_events),
            logRecords: Number(log_records),
            remaining: Number(remaining),
            finishedAt: finished_at.toISOString(),
          },
  }
}
