import { hash } from 'node:crypto'
import type { ChatDays, ModelChatMessage, ModelDialogue } from './chat-days.ts'
import { chatNames, chatTitle } from './chat-days.ts'
import { heldIn, stretchesOf } from './presence-model.ts'
import { spellings } from './phrase-model.ts'
import { dateAt } from './wall-clock.ts'

/**
 * What the panels of chats answer, counted by hand: each dialogue and message by itself, from the definitions in
 * docs/metrics.md. Nothing of the declarations of the panels is used.
 */
export type ChatQuestion = { from: number; to: number; zone: string; filters: ChatFilters; now: number }
export type ChatFilters = Readonly<Record<string, readonly string[]>>
type Value = string | number | null
export type ChatRows = { rows: Value[][]; ids?: (string | null)[] | undefined; totals?: Record<string, Value> }

/** Every company of the tests counts money in this. */
const ownCurrency = 'EUR'
const hour = 3_600_000
const messengers =
  'web telegram whatsapp viber facebook alice yandex vkontakte skype slack wechat snapchat line unknown'.split(' ')

type Place = ModelDialogue | ModelChatMessage

/** The rows of a panel over these days. */
export function chatRows(panel: string, days: ChatDays, question: ChatQuestion): ChatRows {
  const dialogues = days.dialogues.filter((one) => isAsked(one, one.openedAt, question))
  const inChosen = dialogues.filter(tookPart(question))
  const messages = days.messages.filter((one) => isAsked(one, one.writtenAt, question)).filter(tookPart(question))
  const by = (author: string) => messages.filter((one) => one.author === author)
  const byOperator = inChosen.filter(({ wrote }) => wrote.length > 0)
  const byRobot = inChosen.filter(({ wrote }) => wrote.length === 0)
  const share = (part: readonly unknown[]) => (inChosen.length === 0 ? null : part.length / inChosen.length)
  switch (panel) {
    case 'chats.dialogues':
      return { rows: [[inChosen.length]] }
    case 'chats.dialogues-robot':
      return { rows: [[byRobot.length]] }
    case 'chats.dialogues-robot-share':
      return { rows: [[share(byRobot)]] }
    case 'chats.dialogues-operator':
      return { rows: [[byOperator.length]] }
    case 'chats.dialogues-operator-share':
      return { rows: [[share(byOperator)]] }
    case 'chats.cost-by-chat':
      return costByChat(messages)
    case 'chats.cost-by-day':
      return { rows: costByDay(messages, question) }
    case 'chats.user-messages-by-messenger':
      return { rows: byMessenger(by('user'), question) }
    case 'chats.operator-messages-by-messenger':
      return { rows: byMessenger(by('operator'), question) }
    case 'chats.user-messages-by-messenger-by-day':
      return { rows: byMessengerByDay(by('user'), question) }
    case 'chats.operator-messages-by-messenger-by-day':
      return { rows: byMessengerByDay(by('operator'), question) }
    case 'chats.user-messages-by-day':
      return { rows: byDay(by('user'), question) }
    case 'chats.robot-messages-by-day':
      return { rows: byDay(by('robot'), question) }
    case 'chats.operator-messages-by-day':
      return { rows: byDay(by('operator'), question) }
    case 'chats.first-response':
      return times('first_response', dialogues, question, (one) => one.replies.slice(0, 1))
    case 'chats.reply-time':
      return times('reply', dialogues, question, (one) => one.replies)
    case 'chats.operator-online':
      return presenceOf('online', days, question)
    case 'chats.operator-paused':
      return presenceOf('paused', days, question)
    case 'chats.popular-user-phrases':
      return popular(by('user'), days)
    case 'chats.popular-robot-phrases':
      return popular(by('robot'), days)
    case 'chats.operator-dialogues':
      return perOperator(dialogues, 'wrote', question)
    case 'chats.operator-active-dialogues':
      return perOperator(dialogues, 'active', question)
    case 'chats.operator-skipped-dialogues':
      return perOperator(dialogues, 'skipped', question)
    case 'chats.web-dialogues-map':
      return { rows: bySquare(inChosen.filter(({ messenger }) => messenger === 'web')) }
    default:
      throw new Error(`The model does not know ${panel}.`)
  }
}

function isAsked(one: Place, at: number, { from, to, filters }: ChatQuestion): boolean {
  const keeps = (name: string, value: string) => filters[name]?.includes(value) ?? true
  return (
    at >= from &&
    at < to &&
    keeps('messenger', one.messenger) &&
    keeps('chat', one.chat) &&
    keeps('bot', one.bot) &&
    keeps('group', one.group) &&
    keeps('asked', one.asked ? 'yes' : 'no')
  )
}

function tookPart({ filters: { operator } }: ChatQuestion): (one: Place) => boolean {
  return ({ participants }) => operator === undefined || participants.some((id) => operator.includes(id))
}

function perOperator(
  dialogues: readonly ModelDialogue[],
  did: 'wrote' | 'active' | 'skipped',
  { filters: { operator } }: ChatQuestion,
): ChatRows {
  const counts = Object.entries(chatNames.operator)
    .filter(([id]) => operator?.includes(id) ?? true)
    .map(([id, name]) => ({ id, name, many: dialogues.filter((one) => one[did].includes(id)).length }))
    .filter(({ many }) => many > 0)
  return { rows: counts.map(({ name, many }) => [name, many]), ids: counts.map(({ id }) => id) }
}

/** Hours are of operators and their groups: chats, messengers, bots and clients have nothing to do with them. */
function presenceOf(
  state: 'online' | 'paused',
  { presence }: ChatDays,
  { from, to, now, filters: { operator, group } }: ChatQuestion,
): ChatRows {
  const held = Object.entries(chatNames.operator)
    .filter(([id]) => operator?.includes(id) ?? true)
    .map(([id, name]) => {
      const own = stretchesOf(presence.filter((one) => one.operator === id))
      const kept = own.filter((one) => group?.includes(one.group) ?? true)
      return { id, name, seconds: heldIn(kept, state, { from, to: Math.min(to, now) }) / 1000 }
    })
    .filter(({ seconds }) => seconds > 0)
  return { rows: held.map(({ name, seconds }) => [name, seconds]), ids: held.map(({ id }) => id) }
}

/** Median, nine tenths and average of the times by day, and of all of them. */
function times(
  name: 'first_response' | 'reply',
  dialogues: readonly ModelDialogue[],
  question: ChatQuestion,
  timesOf: (one: ModelDialogue) => ModelDialogue['replies'],
): ChatRows {
  const { operator: chosen } = question.filters
  const waits = (some: readonly ModelDialogue[]) =>
    some.flatMap((one) =>
      timesOf(one)
        .filter(({ operator }) => chosen?.includes(operator) ?? true)
        .map(({ seconds }) => seconds),
    )
  const byDate = Map.groupBy(dialogues, ({ openedAt }) => dateAt(openedAt, question.zone))
  const [median, ninety, average] = spreadOf(waits(dialogues))
  const all = waits(dialogues).length
  const unanswered = dialogues.filter(({ asked, replies }) => asked && replies.length === 0).length
  return {
    rows: daysOf(question).map((day) => [day, ...spreadOf(waits(byDate.get(day) ?? []))]),
    totals: {
      [`${name}_median`]: median!,
      [`${name}_p90`]: ninety!,
      [`${name}_average`]: average!,
      ...(name === 'reply'
        ? { replies: all }
        : { first_responses: all, unanswered: chosen === undefined ? unanswered : 0 }),
    },
  }
}

/** The least number that so many of all are not above: half, nine of ten; and what each is on average. */
function spreadOf(numbers: readonly number[]): (number | null)[] {
  if (numbers.length === 0) return [null, null, null]
  const within = (tenths: number) => {
    const tried = [...new Set(numbers)].toSorted((a, b) => a - b)
    return tried.find((one) => numbers.filter((other) => other <= one).length * 10 >= numbers.length * tenths)!
  }
  return [within(5), within(9), numbers.reduce((sum, one) => sum + one, 0) / numbers.length]
}

/** What at least three clients said, in the words of most of the first five messages of all that say it. */
function popular(messages: readonly ModelChatMessage[], days: ChatDays): ChatRows {
  const found = spellings.flatMap((some, at) => {
    const own = messages.filter(({ text }) => some.includes(text))
    const people = new Set(own.map(({ client, dialogue }) => client || dialogue))
    return people.size < 3 ? [] : [{ id: phraseIds[at]!, row: [wordsOf(some, days), own.length] as Value[] }]
  })
  return { rows: found.map(({ row }) => row), ids: found.map(({ id }) => id) }
}

function wordsOf(some: readonly string[], { messages }: ChatDays): string {
  const inOrder = messages
    .filter(({ text }) => some.includes(text))
    .toSorted((a, b) => (`${a.dialogue}${a.key}` < `${b.dialogue}${b.key}` ? -1 : 1))
  const shown = inOrder
    .slice(0, 5)
    .map(({ text }) => text.replace('\u202E', '').replace(/[+\d][\d ]{6,}\d/, '‹number›'))
  const counts = [...Map.groupBy(shown, (text) => text)].map(([text, own]) => ({ text, many: own.length }))
  return counts.toSorted((a, b) => b.many - a.many || (a.text < b.text ? -1 : 1))[0]!.text
}

/** The ids of what company 1 says, by the stems of its words. */
const phraseIds = ['where is my order', 'где мо заказ', 'hello', 'my number is ‹number›', 'cmd calc', '👍'].map(
  (stems) => BigInt(`0x${hash('sha256', `1\0phrase\0${stems}`, 'hex').slice(0, 16)}`).toString(),
)

/** Squares of a tenth of a degree, told by their middles, the largest first; the southern, then the western of equals first. */
function bySquare(dialogues: readonly ModelDialogue[]): Value[][] {
  const squares = Map.groupBy(
    dialogues.filter(({ coordinates }) => coordinates !== undefined),
    ({ coordinates }) => {
      const [latitude, longitude] = [Number(coordinates!.latitude), Number(coordinates!.longitude)]
      // The North Pole belongs to the square below it; the line where the day changes to the one east of it.
      return `${middle(latitude === 90 ? 89.95 : latitude)} ${middle(longitude === 180 ? -180 : longitude)}`
    },
  )
  return [...squares]
    .map(([place, own]) => [...place.split(' ').map(Number), own.length] as [number, number, number])
    .toSorted((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1])
}

function middle(degrees: number): string {
  return (Math.floor(degrees * 10) / 10 + 0.05).toFixed(2)
}

function byMessenger(messages: readonly ModelChatMessage[], { filters }: ChatQuestion): Value[][] {
  return messengers
    .filter((messenger) => filters['messenger']?.includes(messenger) ?? true)
    .map((messenger) => [messenger, messages.filter((one) => one.messenger === messenger).length])
}

function byDay(messages: readonly ModelChatMessage[], question: ChatQuestion): Value[][] {
  return daysOf(question).map((day) => [day, messages.filter(isOn(day, question)).length])
}

function byMessengerByDay(messages: readonly ModelChatMessage[], question: ChatQuestion): Value[][] {
  const shown = byMessenger(messages, question).filter(([, many]) => messages.length === 0 || many !== 0)
  return daysOf(question).flatMap((day) =>
    shown.map(([messenger]) => [
      day,
      messenger!,
      messages.filter((one) => one.messenger === messenger).filter(isOn(day, question)).length,
    ]),
  )
}

function costByDay(messages: readonly ModelChatMessage[], question: ChatQuestion): Value[][] {
  const known = currenciesOf(messages)
  return daysOf(question).flatMap((day) =>
    (known.length === 0 ? [ownCurrency] : known).map((currency) => [
      day,
      currency,
      costOf(messages.filter(isOn(day, question)), currency),
    ]),
  )
}

function costByChat(messages: readonly ModelChatMessage[]): ChatRows {
  const found = currenciesOf(messages).flatMap((currency) =>
    ['', ...Object.keys(chatNames.chat)].flatMap((id) => {
      const own = messages.filter((one) => one.chat === id && one.price?.currency === currency)
      return own.length === 0 ? [] : [{ id, row: [chatTitle(id), currency, costOf(own, currency)] }]
    }),
  )
  return { rows: found.map(({ row }) => row), ids: found.map(({ id }) => id) }
}

function currenciesOf(messages: readonly ModelChatMessage[]): string[] {
  return [...new Set(messages.flatMap(({ price }) => (price === undefined ? [] : [price.currency])))].toSorted()
}

function costOf(messages: readonly ModelChatMessage[], currency: string): string {
  const sum = messages.reduce(
    (total, { price }) => (price?.currency === currency ? total + price.millionths : total),
    0n,
  )
  const fraction = String(sum % 1_000_000n).padStart(6, '0')
  return `${sum / 1_000_000n}.${fraction.slice(0, 2)}${fraction.slice(2).replace(/0+$/, '')}`
}

function isOn(day: string, { zone }: ChatQuestion): (one: ModelChatMessage) => boolean {
  return ({ writtenAt }) => dateAt(writtenAt, zone) === day
}

/** No day is shorter than the hours between which the calendar is looked at. */
function daysOf({ from, to, zone }: ChatQuestion): string[] {
  const days = new Set<string>()
  for (let at = from; at < to; at += hour) days.add(dateAt(at, zone))
  return [...days.add(dateAt(to - 1, zone))]
}
