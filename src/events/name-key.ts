import { hash } from 'node:crypto'
import type { NamedKind } from './chat-vocabulary.ts'

const known = new Map<string, string>()
const knownMax = 100_000

/**
 * Who a chat, bot, operator or group of a company is: the first 64 bits of SHA-256 over company, kind and id, as an unsigned
 * decimal text. `0` stands for none, which an empty id gives.
 */
export function nameKey(company: number, kind: NamedKind, id: string): string {
  if (id === '') return '0'
  const said = `${company}\u0000${kind}\u0000${id}`
  const before = known.get(said)
  if (before !== undefined) return before
  // There are few of them, and each comes with many events.
  if (known.size >= knownMax) known.clear()
  const key = String(BigInt(`0x${hash('sha256', said, 'hex').slice(0, 16)}`))
  known.set(said, key)
  return key
}
