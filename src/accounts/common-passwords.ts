import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Passwords from breaches, most frequent first: some 30,000 (the list of zxcvbn). Read when first asked. */
let known: ReadonlySet<string> | undefined

/** Whether a password, or what is left of it without the digits and signs at its end, is on the list. */
export function isCommonPassword(password: string): boolean {
  known ??= readList()
  const lower = password.toLowerCase()
  const bare = lower.replace(/[\d\W_]+$/, '')
  return known.has(lower) || (bare.length >= 4 && known.has(bare) && lower.length - bare.length <= 6)
}

function readList(): ReadonlySet<string> {
  const address = import.meta.resolve('@zxcvbn-ts/language-common/src/passwords.json')
  return new Set<string>(JSON.parse(readFileSync(fileURLToPath(address), 'utf8')))
}
