import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refused } from '../events/refusal.ts'
import type { FileOption } from './options.ts'
import type { FileDoor, ReadEvent } from './provider.ts'
import { providers } from './providers.ts'

/** What every provider must hold to; the cases of each are in its own test. */

const asked = { options: new Map([['zone', ['UTC']]]), instantOf: (wall: number) => wall }
const columns = ['subject', 'time', 'channel', 'status', 'price', 'currency', 'parts', 'required', 'text', 'outcome']

/** A reader that takes a text for a record: a line as it is, a row with a tab between its fields. */
function readerOf(door: FileDoor): (text: string) => ReadEvent[] {
  if (door.shape === 'rows') {
    const { read } = door.open(asked, [])
    return (text) => read(text.split('\t'), 7)
  }
  if (door.shape !== 'table') {
    const { read } = door.open(asked)
    return (text) => read(text, 7)
  }
  const { read } = door.open(asked, columns)
  return (text) => read([...text.split('\t'), ...columns.map(() => '')].slice(0, columns.length), 7)
}

function outcome(read: (text: string) => ReadEvent[], text: string): string {
  try {
    return JSON.stringify(read(text))
  } catch (error) {
    if (error instanceof Refused) return JSON.stringify(error.refusal)
    throw error
  }
}

const record = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.constantFrom('{"__proto__":{"id":1}}', '{"id":1,"time":null}', '\u0000', '['.repeat(5000), '{"id":1e400}'),
  fc
    .array(fc.oneof(fc.string(), fc.constantFrom('m1', '2026-11-24', 'sms', 'delivered', '0.05', 'EUR', '1')))
    .map((fields) => fields.join('\t')),
)

test.each(providers.map((provider) => [provider.id, provider] as const))(
  '%s: any record gives events or is refused with a reason, and the same each time',
  (_, { file }) => {
    fc.assert(
      fc.property(record, (text) => {
        const first = outcome(readerOf(file), text)
        expect(outcome(readerOf(file), text)).toBe(first)
      }),
      { numRuns: 500 },
    )
  },
)

test('providers and their options can be told apart', () => {
  expect(new Set(providers.map(({ id }) => id)).size).toBe(providers.length)
  expect(providers.filter(({ id }) => !/^[a-z][a-z0-9-]+$/.test(id))).toEqual([])
  const options = new Set<FileOption>(providers.flatMap(({ file }) => file.options))
  expect(new Set([...options].map(({ name }) => name)).size).toBe(options.size)
})
