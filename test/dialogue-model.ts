import fc from 'fast-check'
import { hash } from 'node:crypto'

/** An event of a chat as a sender writes it: a CloudEvent. */
export type SentChatEvent = {
  specversion: '1.0'
  id: string
  source: string
  type: 'chat.dialogue' | 'chat.message'
  subject: string
  time: string
  data: Record<string, unknown>
}

type Named = { id: string; name?: string }

/** Builds an event of a dialogue; `minute` counts from the start of the histories. */
export function chatEvent(
  id: string,
  dialogue: string,
  minute: number,
  data: Record<string, unknown> & ({ change: string } | { messageId: string }),
): SentChatEvent {
  const time = new Date(start + Math.round(minute * 60_000)).toISOString()
  const type = 'change' in data ? 'chat.dialogue' : 'chat.message'
  return { specversion: '1.0', id, source: 'chats', type, subject: dialogue, time, data }
}

/** Shortly before the clocks of Europe go back, so that nothing can hang on local time. */
export const start = Date.UTC(2026, 9, 24, 22)

const messengers = ['web', 'telegram', 'alice'] as const
const operators: Named[] = [{ id: '1', name: 'Ann' }, { id: '2', name: 'Борис' }, { id: '3' }]
const chats: Named[] = [
  { id: 'shop', name: 'Shop' },
  { id: 'bank', name: 'Bank' },
]

/** Two of them lie in one square. */
const places = [
  { latitude: 55.7558, longitude: 37.6173 },
  { latitude: 55.7999, longitude: 37.6 },
  { latitude: -0.01, longitude: 0 },
]

/** Histories of a few dialogues, in no order. */
export const chatHistories = fc
  .array(
    fc.record({
      dialogue: fc.constantFrom('a', 'b', 'c'),
      minute: fc.double({ min: 0, max: 400, noNaN: true }),
      kind: fc.constantFrom('opened', 'assigned', 'skipped', 'closed', 'message', 'message', 'message'),
      author: fc.constantFrom('user', 'robot', 'operator'),
      messageId: fc.constantFrom('1', '2', '3', '4', '5'),
      operator: fc.constantFrom(...operators),
      messenger: fc.option(fc.constantFrom(...messengers), { nil: undefined }),
      chat: fc.option(fc.constantFrom(...chats), { nil: undefined }),
      price: fc.option(fc.constantFrom('0.01', '1.5'), { nil: undefined }),
      coordinates: fc.option(fc.constantFrom(...places), { nil: undefined }),
      isTold: fc.boolean(),
    }),
    { minLength: 1, maxLength: 16 },
  )
  .map((told) =>
    told.map(
      (
        { dialogue, minute: about, kind, author, messageId, operator, messenger, chat, price, coordinates, isTold },
        at,
      ) => {
        // No two at one instant: which of those stands is a rule of its own.
        const minute = about + at / 1000
        const context = { messenger, chat, ...(isTold ? { group: { id: 'g', name: 'Group' } } : {}) }
        if (kind !== 'message') {
          const who = kind === 'opened' || kind === 'closed' ? {} : { operator }
          return chatEvent(`${at}`, dialogue, minute, { change: kind, ...context, ...who, coordinates })
        }
        const paid = price === undefined ? {} : { price: { amount: price, currency: 'EUR' } }
        const whose = author === 'operator' ? { operator } : {}
        return chatEvent(`${at}`, dialogue, minute, { messageId, author, ...context, ...whose, ...paid })
      },
    ),
  )

/** A dialogue as it should be counted, worked out from the whole list of its events at once. */
export type ModelDialogue = {
  dialogue: string
  openedAt: number
  isOpen: boolean
  messenger: string
  chat: string
  group: string
  asked: boolean
  handler: 'robot' | 'operator'
  participants: string[]
  wrote: string[]
  skipped: string[]
  active: string[]
  firstResponse: number | null
  replies: number[]
  /** Whose they were. */
  repliers: string[]
  /** The square that its coordinates lie in, as the stores number it; 0 without coordinates. */
  cell: number
  messages: ModelMessage[]
}
export type ModelMessage = {
  writtenAt: number
  author: string
  messenger: string
  chat: string
  group: string
  participants: string[]
  /** In millionths, 0 without one. */
  price: number
}

type Data = Record<string, { id: string } & string & { amount: string }>
type Timed = { at: number; data: Data }

/** All dialogues of a company; ids stand where the stores have keys. */
export function modelDialogues(events: readonly SentChatEvent[]): ModelDialogue[] {
  return [...Map.groupBy(events, ({ subject }) => subject)].map(([dialogue, own]) => modelDialogue(dialogue, own))
}

/** Whether the last to whom a dialogue was assigned skipped it after that. */
function isGivenBack(changes: readonly Timed[]): boolean {
  const last = changes.findLast(({ data }) => data['change'] === 'assigned')
  return changes.some(
    ({ at, data }) =>
      data['change'] === 'skipped' && data['operator']?.id === last?.data['operator']?.id && at >= last!.at,
  )
}

function modelDialogue(dialogue: string, own: readonly SentChatEvent[]): ModelDialogue {
  const timed: Timed[] = own
    .map(({ time, data }) => ({ at: Date.parse(time), data: data as Data }))
    .toSorted((a, b) => a.at - b.at)
  const whole = contextIn(timed)
  const changes = timed.filter(({ data }) => data['change'] !== undefined)
  const standing = changes.findLast(({ data }) => ['opened', 'closed'].includes(data['change']!))
  const isOpen = standing?.data['change'] !== 'closed'
  const who = (change: string) =>
    changes.filter(({ data }) => data['change'] === change).map(({ data }) => data['operator']!.id)
  const messages = [
    ...Map.groupBy(
      timed.filter(({ data }) => data['change'] === undefined),
      ({ data }) => String(data['messageId']),
    ).values(),
  ].map((told) => {
    const { messenger, chat, group } = contextIn(told)
    const author = String(told.at(-1)!.data['author'])
    const price = told.findLast(({ data }) => data['price'] !== undefined)?.data['price']
    return {
      writtenAt: told[0]!.at,
      author,
      operator: told.findLast(({ data }) => data['operator'] !== undefined)?.data['operator']?.id ?? '',
      messenger: messenger || whole.messenger,
      chat: chat || whole.chat,
      group: group || whole.group,
      price: price === undefined ? 0 : Math.round(Number(price.amount) * 1e6),
    }
  })
  const ofOperators = messages.filter(({ author, operator }) => author === 'operator' && operator !== '')
  const wrote = unique(ofOperators.map(({ operator }) => operator))
  const participants = unique([...who('assigned'), ...wrote])
  const replies: number[] = []
  const repliers: string[] = []
  let askedAt: number | undefined
  const order = ['user', 'robot', 'operator']
  for (const { author, operator, writtenAt } of messages.toSorted(
    (a, b) => a.writtenAt - b.writtenAt || order.indexOf(a.author) - order.indexOf(b.author),
  )) {
    if (author === 'user' && askedAt === undefined) askedAt = writtenAt
    if (author === 'operator' && askedAt !== undefined) {
      replies.push(Math.floor((writtenAt - askedAt) / 1000))
      repliers.push(operator)
      askedAt = undefined
    }
  }
  return {
    dialogue,
    openedAt: timed[0]!.at,
    isOpen,
    ...whole,
    asked: messages.some(({ author }) => author === 'user'),
    handler: messages.some(({ author }) => author === 'operator') ? 'operator' : 'robot',
    participants,
    wrote,
    skipped: unique(who('skipped')),
    active: isOpen && !isGivenBack(changes) ? who('assigned').slice(-1) : [],
    firstResponse: replies[0] ?? null,
    replies,
    repliers,
    cell: squareOf(changes.findLast(({ data }) => data['coordinates'] !== undefined)?.data['coordinates']),
    messages: messages.map(({ operator, author, ...message }) => ({
      ...message,
      author,
      participants: author === 'operator' ? [operator].filter((id) => id !== '') : participants,
    })),
  }
}

/** Counted from the South Pole and 180° west, in tenths of a degree. */
function squareOf(told: object | undefined): number {
  if (told === undefined) return 0
  const { latitude, longitude } = told as (typeof places)[number]
  return Math.floor(latitude * 10 + 900) * 3600 + Math.floor(longitude * 10 + 1800) + 1
}

/** What was told last. */
function contextIn(timed: readonly Timed[]) {
  const last = (name: string) => timed.findLast(({ data }) => data[name] !== undefined)?.data[name]
  return { messenger: String(last('messenger') ?? ''), chat: last('chat')?.id ?? '', group: last('group')?.id ?? '' }
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].toSorted()
}

/** The key that the stores have for an id; `0` for none. */
export function storedKey(company: number, kind: string, id: string): string {
  if (id === '') return '0'
  return BigInt(`0x${hash('sha256', `${company}\0${kind}\0${id}`, 'hex').slice(0, 16)}`).toString()
}
