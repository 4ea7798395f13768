import { system } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import type { ActName } from '../accounts/acts.ts'
import { noteAct } from '../accounts/audit.ts'
import { failure, wrongField } from '../failure.ts'
import { searchFor } from './address-search.ts'
import type { Begun, BegunErasure } from './begun.ts'
import { erase, forgetInLog } from './erasure.ts'
import { callsInFacts } from './calls-in-facts.ts'
import { dialoguesInFacts } from './chats-in-facts.ts'
import { beginErasure, erasureWith, listErasures } from './erasures.ts'
import type { Erasure, Found } from './erasures.ts'
import { forgetInFacts, messagesBefore } from './in-facts.ts'
import { searchLog } from './in-log.ts'
import type { Sought } from './in-log.ts'
import { everythingOf, findPerson } from './knowledge.ts'
import type { Everything, Known } from './knowledge.ts'
import { createRetention } from './retention.ts'
import type { Retained } from './retention.ts'
import { atRest } from './rooms.ts'
import type { Rooms } from './rooms.ts'

/** Who was written to: found, told, forgotten. */
export type Privacy = {
  find: (company: number, actor: Actor, address: string) => Promise<Known>
  export: (company: number, actor: Actor, address: string) => Promise<Everything>
  /**
   * Begins to forget a person; `done` gives the erasure with its proof. One at a time. Throws `unprocessable` when the reason
   * says whom.
   */
  erase: (
    company: number,
    actor: Actor,
    asked: { address: string; reason: string },
  ) => Promise<{ begun: Erasure; done: Promise<Erasure> }>
  /** Goes on with the erasures that a stop or a crash cut off. */
  goOn: () => Promise<void>
  erasures: (company: number, page: { before: string | undefined; limit: number }) => Promise<Erasure[]>
  /** What happens by itself once a day: forgets by age, what failed before, and who came back in spite of an erasure. */
  daily: (now: number) => Promise<Retained[]>
  /** Ends the work under way; nothing new is begun. */
  close: () => Promise<void>
}

export type PrivacyOptions = Rooms & { begun: Begun; now: () => number }

export function openPrivacy(options: PrivacyOptions): Privacy {
  const { ledger, facts, recipients, begun, now } = options
  const rooms = { ...options, log: { ...options.log, read } }
  const retention = createRetention(rooms)
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false

  /** Long work ends with the next record when Talkmeter stops: each step of it may be cut off, and repeated. */
  async function* read(...which: Parameters<Rooms['log']['read']>) {
    for await (const record of options.log.read(...which)) {
      if (isClosed) throw stopping()
      yield record
    }
  }

  /** Work on the log is done by one at a time. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = last.then(() => {
      if (isClosed) throw stopping()
      return work()
    })
    last = result.catch(() => {})
    return result
  }

  async function soughtFor(company: number, address: string): Promise<Sought> {
    const { person } = (await recipients.of(company)).hide(address)
    return { person, holds: searchFor(address).holds }
  }

  async function note(company: number, actor: Actor, action: ActName, after: unknown): Promise<void> {
    await ledger.asCompany(company, (db) =>
      noteAct(db, actor, { company, action, subject: 'person', after }, new Date(now())),
    )
  }

  /** A message, dialogue or call that was taken for a new one, and turned out to be older than the erasure of whom it is about. */
  async function forgetReturned(company: number, person: string, at: number): Promise<void> {
    const messages = new Set(await messagesBefore(facts, company, person, at))
    const dialogues = new Set(await dialoguesInFacts(facts, company, person, at))
    const calls = new Set(await callsInFacts(facts, company, person, at))
    const ofSubjects = new Set([...messages, ...dialogues, ...calls])
    if (ofSubjects.size === 0) return
    const sought = { person, holds: () => false, ofSubjects, dialogues, calls }
    const segments = await atRest(rooms)
    const end = segments.at(-1)?.last ?? 0
    await forgetInLog(rooms, segments, await searchLog(rooms.log, company, end, sought), sought)
    const mentions = new Set<string>()
    const here = { messages, mentions, chats: { dialogues, mentions }, calls: { calls, mentions }, end }
    await forgetInFacts(rooms, company, here, sought)
  }

  /** Forgets whom an erasure is about; nobody remembers them after that. */
  async function finish(actor: Actor, erasure: Erasure, whom: BegunErasure): Promise<Erasure> {
    const { company, id, address, found } = whom
    const sought = await soughtFor(company, address)
    const onFound = (first: Found) => begun.remember({ ...whom, found: first })
    const done = await erase(rooms, company, actor, { erasure, sought, now, foundBefore: found, onFound })
    await begun.forget({ company, id })
    return done
  }

  async function goOn(): Promise<void> {
    for (const one of await begun.all()) {
      const erasure = await erasureWith(ledger, one.company, one.id)
      if (erasure?.proof === null) await finish(system, erasure, one)
      // It was remembered, and then not noted; or it was finished, and then not forgotten.
      else await begun.forget(one)
    }
  }

  return {
    async find(company, actor, address) {
      const known = await findPerson(facts, company, await soughtFor(company, address))
      const { messages, dialogues, calls, refusedEvents } = known
      await note(company, actor, 'person.searched', { messages, dialogues, calls, refusedEvents })
      return known
    },
    async export(company, actor, address) {
      const everything = await everythingOf(facts, company, await soughtFor(company, address))
      const { messages, dialogues, calls, refusedEvents } = everything
      const counts = {
        messages: messages.length,
        dialogues: dialogues.length,
        calls: calls.length,
        refusedEvents: refusedEvents.length,
      }
      await note(company, actor, 'person.exported', counts)
      return everything
    },
    async erase(company, actor, { address, reason }) {
      const { holds } = await soughtFor(company, address)
      if (holds(reason)) throw tellsWhom()
      const remember = (id: string) => begun.remember({ company, id, address })
      const erasure = await beginErasure(ledger, company, actor, { reason, at: new Date(now()), remember })
      return { begun: erasure, done: inTurn(() => finish(actor, erasure, { company, id: erasure.id, address })) }
    },
    goOn: () => inTurn(goOn),
    erasures: (company, page) => listErasures(ledger, company, page),
    daily: (at) =>
      inTurn(async () => {
        await goOn()
        for (const { company, person, at: erasedAt } of recipients.keptOut()) {
          await forgetReturned(company, person, erasedAt)
        }
        await recipients.forgetOld(at)
        return retention.apply(at)
      }),
    async close() {
      isClosed = true
      await last
    },
  }
}

/** Why somebody is forgotten is kept for ever. */
function tellsWhom(): Error {
  return wrongField('reason', 'must not hold the address: it is kept when the person is forgotten.')
}

function stopping(): Error {
  return failure('overloaded', 'Talkmeter is stopping; ask again in a moment.')
}
