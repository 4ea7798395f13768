import { randomBytes } from 'node:crypto'
import type { Ledger } from '../stores/ledger/open.ts'
import { hideWith } from './pseudonym.ts'
import type { Hide } from './pseudonym.ts'

/** Those whom companies write to, as far as it is known who they are: each company has a key that makes pseudonyms of addresses. */
export type Recipients = {
  /** Makes the company's key when it has none yet. */
  of: (company: number) => Promise<CompanyRecipients>
  /** From now on, what arrives about this person and speaks of a message from before `at` comes without them. */
  keepOut: (company: number, person: string, at: number) => Promise<void>
  /** Every message that was created before then is known to the facts: until this is said, anything may be such a message. */
  settled: (company: number, person: string, at: number) => void
  /** Forgets whom to keep out where that was long ago. */
  forgetOld: (now: number) => Promise<void>
  /** Whom to keep out at the moment. */
  keptOut: () => { company: number; person: string; at: number }[]
}

export type CompanyRecipients = {
  hide: Hide
  /** Messages from before this instant come without the person; undefined for whom nobody erased. */
  erasedAt: (person: string) => number | undefined
}

/** A callback that comes later than this is none that a provider still sends. */
const keptOutMilliseconds = 30 * 86_400_000

/** Opens the keys of the ledger; each is read once. */
export async function openRecipients(ledger: Ledger, now: number): Promise<Recipients> {
  const companies = new Map<number, Promise<CompanyRecipients>>()
  const erased = new Map<number, Map<string, number>>()
  const rows = await ledger.asPlatform((db) =>
    db.selectFrom('erased_recipients').selectAll().where('forget_at', '>', new Date(now)).execute(),
  )
  for (const { company, person, erased_at: at } of rows) erasedOf(company).set(person, at.getTime())

  function erasedOf(company: number): Map<string, number> {
    const known = erased.get(company) ?? new Map<string, number>()
    erased.set(company, known)
    return known
  }

  async function open(company: number): Promise<CompanyRecipients> {
    const hide = hideWith(await keyOf(ledger, company))
    const known = erasedOf(company)
    return { hide, erasedAt: (person) => known.get(person) }
  }

  return {
    of(company) {
      const known = companies.get(company)
      if (known !== undefined) return known
      const opening = open(company)
      companies.set(company, opening)
      // What failed is tried again by whoever asks next.
      opening.catch(() => companies.delete(company))
      return opening
    },
    async keepOut(company, person, at) {
      const times = { erased_at: new Date(at), forget_at: new Date(at + keptOutMilliseconds) }
      await ledger.asPlatform((db) =>
        db
          .insertInto('erased_recipients')
          .values({ company, person, ...times })
          .onConflict((conflict) => conflict.columns(['company', 'person']).doUpdateSet(times))
          .execute(),
      )
      erasedOf(company).set(person, Infinity)
    },
    settled: (company, person, at) => void erasedOf(company).set(person, at),
    async forgetOld(at) {
      await ledger.asPlatform((db) =>
        db.deleteFrom('erased_recipients').where('forget_at', '<=', new Date(at)).execute(),
      )
      for (const known of erased.values()) {
        for (const [person, erasedAt] of known) if (erasedAt + keptOutMilliseconds <= at) known.delete(person)
      }
    },
    keptOut: () =>
      [...erased].flatMap(([company, known]) => Array.from(known, ([person, at]) => ({ company, person, at }))),
  }
}

async function keyOf(ledger: Ledger, company: number): Promise<Buffer> {
  return ledger.asPlatform(async (db) => {
    const asked = () => db.selectFrom('recipient_keys').select('key').where('company', '=', company).executeTakeFirst()
    const known = await asked()
    if (known !== undefined) return known.key
    await db
      .insertInto('recipient_keys')
      .values({ company, key: randomBytes(32) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return (await asked())!.key
  })
}
