import fc from 'fast-check'
import { chatEvent, start } from './dialogue-model.ts'
import type { SentChatEvent } from './dialogue-model.ts'

/** What people write, each in several spellings that are plainly the same; see `phrases/`. */
export const spellings: readonly (readonly string[])[] = [
  ['Where is my order?', 'where is my orders', 'WHERE IS MY ORDER!'],
  ['Где мой заказ?', 'где мои заказы'],
  ['hello', 'Hello!', '\u202Ehello'],
  ['my number is ‹number›', 'my number is 12345678', 'My number is +49 170 1234567'],
  ['=cmd|calc', '=CMD|calc'],
  ['👍'],
]

export type PhraseQuestion = { from: number; to: number; messengers?: readonly string[] }
export type PhraseCount = { spelling: number; messages: number }

type Told = { at: number; dialogue: string; data: Record<string, unknown> }

/** How often each is said by an author, as far as three different clients say it: counted event by event. */
export function modelPhrases(
  events: readonly SentChatEvent[],
  author: 'user' | 'robot',
  { from, to, messengers }: PhraseQuestion,
): PhraseCount[] {
  const told: Told[] = events
    .map(({ time, subject, data }) => ({ at: Date.parse(time), dialogue: subject, data }))
    .toSorted((a, b) => a.at - b.at)
  const last = (some: readonly Told[], name: string) =>
    some.findLast(({ data }) => data[name] !== undefined)?.data[name]
  const said = [...Map.groupBy(told, ({ dialogue }) => dialogue)].flatMap(([dialogue, own]) => {
    const client = last(own, 'client')
    return [...Map.groupBy(own, ({ data }) => data['messageId'])].map(([, message]) => ({
      person: client === undefined ? `in ${dialogue}` : `is ${client as string}`,
      at: message[0]!.at,
      author: last(message, 'author'),
      messenger: String(last(message, 'messenger') ?? last(own, 'messenger')),
      spelling: spellings.findIndex((some) => some.includes(String(last(message, 'text')))),
    }))
  })
  const asked = said.filter(
    (one) => one.author === author && one.at >= from && one.at < to && (messengers?.includes(one.messenger) ?? true),
  )
  return [...Map.groupBy(asked, ({ spelling }) => spelling)]
    .filter(([spelling, own]) => spelling >= 0 && new Set(own.map(({ person }) => person)).size >= 3)
    .map(([spelling, own]) => ({ spelling, messages: own.length }))
    .toSorted((a, b) => b.messages - a.messages || a.spelling - b.spelling)
}

const dialogues = ['a', 'b', 'c', 'd', 'e', 'f']
const clients = ['ann@example.com', 'bob@example.com', 'cid@example.com', 'dee@example.com']

/** Histories of a few dialogues in which a few things are said, said otherwise later, and clients turn out to be the same. */
export const sayings: fc.Arbitrary<SentChatEvent[]> = fc
  .array(
    fc.record({
      dialogue: fc.constantFrom(...dialogues),
      minute: fc.integer({ min: 0, max: 120 }),
      messageId: fc.constantFrom('1', '2', '3'),
      author: fc.constantFrom('user', 'user', 'user', 'robot'),
      text: fc.option(fc.constantFrom(...spellings.slice(0, 3).flat(), ...spellings.at(-1)!), { nil: undefined }),
      client: fc.option(fc.constantFrom(...clients), { nil: undefined, freq: 2 }),
      messenger: fc.constantFrom('web', 'telegram'),
    }),
    { minLength: 10, maxLength: 40 },
  )
  .map((told) =>
    told.map(({ dialogue, minute, ...data }, at) =>
      // No two at one instant: which of those stands is a rule of its own.
      chatEvent(`${at}`, dialogue, minute + at / 1000, data),
    ),
  )

export const sayingsFrom = start
