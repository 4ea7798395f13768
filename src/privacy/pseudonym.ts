import { createHmac, createSecretKey } from 'node:crypto'
import { maskRecipient } from '../events/mask.ts'

/** What is kept of an address: enough to recognise it, and who it stands for within one company. */
export type Hidden = {
  /** See `maskRecipient`. */
  masked: string
  /** The pseudonym: a UUID that only the company's key can make from the address. */
  person: string
}

/** Gives what is kept of an address that is not empty. */
export type Hide = (address: string) => Hidden

/** Hides addresses with the key of a company (32 bytes). */
export function hideWith(key: Buffer): Hide {
  // As an object of the library, the key is not prepared anew for each address.
  const secret = createSecretKey(key)
  return (address) => ({
    masked: maskRecipient(address),
    person: asUuid(createHmac('sha256', secret).update(normalAddress(address)).digest('hex')),
  })
}

/** What people and programs put between the digits of a phone number. */
export const phoneSeparators = String.raw`[\s().\-/\u2010-\u2015]`
const separators = new RegExp(phoneSeparators, 'g')

/**
 * An address in one spelling, so that one person has one pseudonym: a phone number as a plus and its digits, an e-mail
 * address in lower case, anything else as it is, without white space around it.
 */
export function normalAddress(address: string): string {
  const digits = phoneDigits(address)
  if (digits !== undefined) return `+${digits}`
  const trimmed = address.trim()
  return trimmed.includes('@') ? trimmed.toLowerCase() : trimmed
}

/** The digits of a phone number, from its country's code on; undefined for what is none. */
export function phoneDigits(address: string): string | undefined {
  const [, digits] = /^(?:\+|00)?(\d{6,20})$/.exec(address.replaceAll(separators, '')) ?? []
  return digits
}

function asUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
