import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { failure } from '../failure.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { Actor } from './actor.ts'
import { noteAct } from './audit.ts'
import { digestOf, newRecoveryCode } from './secrets.ts'

/**
 * The second factor: time-based one-time passwords (RFC 6238: SHA-1, 30 seconds, six digits, as every authenticator app
 * understands them), and recovery codes for who lost their device. A code works once.
 */
export type Enrolment = {
  /** Base32, to be typed in. */
  secret: string
  /** `otpauth://…`, to be shown as a QR code. */
  url: string
}

const stepSeconds = 30
const digits = 6
/** Clocks differ: the step before and the one after are good, too. */
const stepsAround = 1
const recoveryCodes = 10

/** Begins to set a second factor up: a new secret that counts for nothing until a code of it was typed. */
export async function beginSecondFactor(
  ledger: Ledger,
  user: string,
  email: string,
  issuer: string,
): Promise<Enrolment> {
  const secret = randomBytes(20)
  await ledger.asPlatform(async (db) => {
    const row = await db
      .selectFrom('users')
      .select('totp_confirmed_at')
      .where('id', '=', user)
      .executeTakeFirstOrThrow()
    if (row.totp_confirmed_at !== null) throw failure('conflict', 'There is a second factor already; remove it first.')
    await db.updateTable('users').set({ totp_secret: secret }).where('id', '=', user).execute()
  })
  const text = base32(secret)
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`
  return { secret: text, url: `otpauth://totp/${label}?secret=${text}&issuer=${encodeURIComponent(issuer)}` }
}

/** Ends the set-up with a first code; gives the recovery codes, which are shown once. */
export async function confirmSecondFactor(
  ledger: Ledger,
  actor: Actor,
  user: string,
  code: string,
  now: number,
): Promise<string[]> {
  return ledger.asPlatform(async (db) => {
    const row = await db
      .selectFrom('users')
      .select(['totp_secret', 'totp_confirmed_at'])
      .where('id', '=', user)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (row.totp_confirmed_at !== null) throw failure('conflict', 'There is a second factor already.')
    const step = row.totp_secret === null ? undefined : stepOf(row.totp_secret, code, now)
    if (step === undefined) {
      throw failure('unprocessable', 'code: The code is wrong. Is the clock of your device right?', [
        { field: 'code', detail: 'is wrong. Is the clock of your device right?' },
      ])
    }
    await db
      .updateTable('users')
      .set({ totp_confirmed_at: new Date(now), totp_last_step: String(step) })
      .where('id', '=', user)
      .execute()
    const codes = await newRecoveryCodes(db, user)
    await noteAct(db, actor, { company: null, action: 'second-factor.added', subject: `user:${user}` }, new Date(now))
    return codes
  })
}

/** Takes the second factor away; the caller has checked the password. */
export async function removeSecondFactor(ledger: Ledger, actor: Actor, user: string, now: number): Promise<void> {
  await ledger.asPlatform(async (db) => {
    await db.updateTable('users').set({ totp_secret: null, totp_confirmed_at: null }).where('id', '=', user).execute()
    await db.deleteFrom('recovery_codes').where('user_id', '=', user).execute()
    await noteAct(db, actor, { company: null, action: 'second-factor.removed', subject: `user:${user}` }, new Date(now))
  })
}

/** Gives new recovery codes, shown once, in place of those there are; the caller has checked the password. */
export async function renewRecoveryCodes(ledger: Ledger, actor: Actor, user: string, now: number): Promise<string[]> {
  return ledger.asPlatform(async (db) => {
    const row = await db
      .selectFrom('users')
      .select('totp_confirmed_at')
      .where('id', '=', user)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (row.totp_confirmed_at === null) throw failure('conflict', 'There is no second factor; set one up first.')
    const codes = await newRecoveryCodes(db, user)
    const act = { company: null, action: 'second-factor.codes-renewed', subject: `user:${user}` } as const
    await noteAct(db, actor, act, new Date(now))
    return codes
  })
}

/** What a code is, one of the authenticator or an unused recovery code; it is used up by that. Undefined for a wrong one. */
export async function checkSecondFactor(
  db: LedgerTransaction,
  user: string,
  code: string,
  now: number,
): Promise<'authenticator' | 'recovery code' | undefined> {
  const row = await db
    .selectFrom('users')
    .select(['totp_secret', 'totp_last_step'])
    .where('id', '=', user)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const typed = code.trim().toLowerCase()
  const step = row.totp_secret === null ? undefined : stepOf(row.totp_secret, typed, now)
  if (step !== undefined) {
    if (step <= Number(row.totp_last_step)) return undefined
    await db
      .updateTable('users')
      .set({ totp_last_step: String(step) })
      .where('id', '=', user)
      .execute()
    return 'authenticator'
  }
  const used = await db
    .updateTable('recovery_codes')
    .set({ used_at: new Date(now) })
    .where('user_id', '=', user)
    .where('hash', '=', digestOf(typed.replaceAll(/[^a-z\d]/g, '')))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n ? 'recovery code' : undefined
}

async function newRecoveryCodes(db: LedgerTransaction, user: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode)
  await db.deleteFrom('recovery_codes').where('user_id', '=', user).execute()
  await db
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ user_id: user, hash: digestOf(code.replaceAll('-', '')), used_at: null })))
    .execute()
  return codes
}

/** The step whose code this is, among those that are good now. */
function stepOf(secret: Buffer, code: string, now: number): number | undefined {
  const typed = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(typed)) return undefined
  const current = Math.floor(now / 1000 / stepSeconds)
  let found: number | undefined
  for (let step = current - stepsAround; step <= current + stepsAround; step++) {
    // All are compared, whichever fits, so that the time taken tells nothing.
    if (timingSafeEqual(Buffer.from(totp(secret, step)), Buffer.from(typed))) found = step
  }
  return found
}

/** The code of a step (RFC 4226, 5.3). */
export function totp(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const offset = hash.at(-1)! & 0xf
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0')
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648, 6, without padding. */
function base32(bytes: Buffer): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}
