import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { failure } from '../failure.ts'
import { isGuessable } from './common-passwords.ts'

export const passwordLengthMin = 10
export const passwordLengthMax = 1000

/**
 * What is wrong with a new password, as the rest of "password …"; undefined when it will do. No rules about kinds of
 * characters: length, and not one that everybody tries first (NIST SP 800-63B, OWASP ASVS 5, 6.2).
 * @param own what anybody knows of its owner: their name, address and company
 */
export function checkNewPassword(password: unknown, own: readonly string[] = []): string | undefined {
  if (typeof password !== 'string') return 'must be a text.'
  if (Array.from(password).length < passwordLengthMin) return `must have at least ${passwordLengthMin} characters.`
  if (password.length > passwordLengthMax) return `must have at most ${passwordLengthMax} characters.`
  const lower = password.toLowerCase()
  if (new Set(password).size < 4) return 'repeats the same few characters.'
  if (own.some((word) => lower === word.toLowerCase())) return 'must not be your name or address.'
  if (isGuessable(password, own))
    return 'is one that attackers try first: a known one, or words of your name, address or company with little beside them. Choose another.'
  return undefined
}

/** scrypt as OWASP advises it for 32 MiB: N = 2^15, r = 8, p = 3; about 0.15 s of one thread that is not ours. */
const cost = { logN: 15, r: 8, p: 3 }
const keyBytes = 32

/** The PHC string of a password: `$scrypt$ln=15,r=8,p=3$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${text(salt)}$${text(key)}`
}

/** Whether the password is the one of the PHC string; takes the same time for right and wrong ones. */
export async function isPasswordOf(password: string, phc: string): Promise<boolean> {
  const [, logN, r, p, salt, key] = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc) ?? []
  if (salt === undefined || key === undefined) return false
  const expected = Buffer.from(key, 'base64')
  const given = await derive(password, Buffer.from(salt, 'base64'), { logN: Number(logN), r: Number(r), p: Number(p) })
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** Each takes 32 MiB and a thread of the pool that file reads need as well: so many at a time, the others wait. */
const atOnceMax = 2
/** Who comes after so many would wait for longer than anybody does. */
const waitingMax = 100
let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, salt: Buffer, { logN, r, p }: typeof cost): Promise<Buffer> {
  if (waiting.length >= waitingMax) throw failure('overloaded', 'Too many passwords are being checked at the moment.')
  if (running >= atOnceMax) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const options = { N: 2 ** logN, r, p, maxmem: 2 ** logN * r * 128 + 2 ** 20 * p }
      // The same characters typed on another keyboard may come as other code points; NFKC makes them one.
      scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) =>
        error ? reject(error) : resolve(key),
      )
    })
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

function text(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
