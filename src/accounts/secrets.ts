import { createHash, randomBytes, randomInt } from 'node:crypto'

/** A new API token: 256 random bits behind a prefix that secret scanners and people recognise. */
export function newToken(): string {
  return `tm_${randomBytes(32).toString('base64url')}`
}

/** What a list of tokens shows of a token: enough to tell it from others, too little to guess the rest. */
export function shownPartOf(token: string): string {
  return token.slice(0, Math.min(8, Math.floor(token.length / 3)))
}

/** A new value for the cookie of a session. */
export function newSessionKey(): string {
  return randomBytes(32).toString('base64url')
}

/** The secret part of a link that is handed on, such as an invitation. */
export function newLinkSecret(): string {
  return randomBytes(24).toString('base64url')
}

/** The secret of a link that shows graphs without an account: 256 random bits behind a prefix that tells it from a token. */
export function newShareSecret(): string {
  return `tms_${randomBytes(32).toString('base64url')}`
}

/** Letters and digits that nobody mistakes for one another when reading them aloud. */
const readable = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password to be typed from a console: 20 characters in groups of five, 99 bits. */
export function newPassword(): string {
  return inFives(20)
}

/** A code to be typed from the terminal into the setup page: 50 bits. */
export function newSetupCode(): string {
  return inFives(10)
}

/** A code for signing in without the second factor, once: 123 bits, so that its plain digest cannot be turned back. */
export function newRecoveryCode(): string {
  return inFives(25)
}

function inFives(length: number): string {
  const characters = Array.from({ length }, () => readable.charAt(randomInt(readable.length))).join('')
  return characters.replaceAll(/(.{5})(?!$)/g, '$1-')
}

/**
 * How tokens and session keys are kept. They are long and random, so a plain digest cannot be turned back, and looking a
 * digest up tells an attacker who measures time nothing about the secret.
 */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
