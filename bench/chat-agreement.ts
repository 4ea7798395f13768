import { authors, messengers } from '../src/events/chat-vocabulary.ts'
import { decodeCurrency } from '../src/events/currency.ts'
import { decimalOf } from '../src/measures/decimal.ts'
import { idOf, numbersOf } from './chat-facts.ts'
import type { ChatCells, ChatQuestion } from './chat-peers/peer.ts'

type Row = readonly (string | number | null)[]
type Panel = { rows: Row[]; ids?: (string | null)[]; totals: Record<string, unknown> }
export type ChatPageAnswer = { panels: Record<string, Panel> }

/** Counts the panels of the page from a peer's cells, plainly, and throws where the page says anything else. */
export function mustAgree(page: ChatPageAnswer, cells: ChatCells, peer: string, { company }: ChatQuestion): void {
  const idOfKey = (kind: 'chat' | 'operator', key: string) =>
    idOf(kind, numbersOf(company, kind).get(key) ?? Number(key))
  const messages = cells.messages.map(([day, author, messenger, chat, currency, count, price]) => ({
    day: dateOf(day),
    author: authors.find(({ code }) => code === Number(author))!.word,
    messenger: messengers.find(({ code }) => code === Number(messenger))!.word,
    chat: idOfKey('chat', String(chat)),
    currency: decodeCurrency(Number(currency)),
    count: Number(count),
    price: BigInt(String(price)),
  }))
  type Message = (typeof messages)[number]
  const by = (author: string, ...keys: ('day' | 'messenger')[]) =>
    sums(
      messages.filter((one) => one.author === author),
      (one) => keys.map((key) => one[key]),
      ({ count }) => BigInt(count),
    )
  const cost = (...keys: ('day' | 'chat' | 'currency')[]) =>
    sums(
      messages,
      (one: Message) => keys.map((key) => one[key]),
      ({ price }) => price,
    )
  const handled = (handlers: readonly number[]) =>
    cells.dialogues
      .filter(([handler]) => handlers.includes(Number(handler)))
      .reduce((sum, row) => sum + BigInt(String(row[1])), 0n)
  const perOperator = (list: string) =>
    sums(
      cells.operators.filter(([name]) => name === list),
      ([, key]) => [idOfKey('operator', String(key))],
      ([, , count]) => BigInt(String(count)),
    )
  const held = (column: 1 | 2) =>
    new Map(
      cells.presence.map((row) => [idOfKey('operator', String(row[0])), String(Number(row[column]) / 1000)] as const),
    )
  const expected: Record<string, Map<string, string>> = {
    dialogues: whole(new Map([['', handled([2, 3])]])),
    'dialogues-robot': whole(new Map([['', handled([2])]])),
    'dialogues-operator': whole(new Map([['', handled([3])]])),
    'cost-by-day': money(cost('day', 'currency')),
    'cost-by-chat': money(cost('chat', 'currency')),
    'user-messages-by-messenger': whole(by('user', 'messenger')),
    'operator-messages-by-messenger': whole(by('operator', 'messenger')),
    'user-messages-by-messenger-by-day': whole(by('user', 'day', 'messenger')),
    'operator-messages-by-messenger-by-day': whole(by('operator', 'day', 'messenger')),
    'user-messages-by-day': whole(by('user', 'day')),
    'robot-messages-by-day': whole(by('robot', 'day')),
    'operator-messages-by-day': whole(by('operator', 'day')),
    'operator-dialogues': whole(perOperator('wrote')),
    'operator-active-dialogues': whole(perOperator('active')),
    'operator-skipped-dialogues': whole(perOperator('skipped')),
    'first-response': spread(cells.firstResponses),
    'reply-time': spread(cells.replies),
    'operator-online': held(1),
    'operator-paused': held(2),
    'web-dialogues-map': whole(sums(cells.places.filter(isPlaced), placeOf, ([, , count]) => BigInt(String(count)))),
  }
  for (const [id, rows] of Object.entries(expected)) {
    const panel = page.panels[`chats.${id}`]!
    mustBe(shownIn(id, panel), rows, `chats.${id}`, peer)
  }
  const unplaced = cells.places.filter((row) => !isPlaced(row)).reduce((sum, row) => sum + Number(row[2]), 0)
  if (page.panels['chats.web-dialogues-map']!.totals['unlocated_dialogues'] !== unplaced) {
    throw new Error(`The dialogues without a place and ${peer} do not agree.`)
  }
  for (const { word, code } of authors.filter((one) => one.word !== 'operator')) {
    const shown = page.panels[`chats.popular-${word}-phrases`]!.rows.map((row) => Number(row.at(-1)))
    const counted = cells.phrases.filter(([author]) => Number(author) === code).map(([, , count]) => Number(count))
    const same = shown.slice(0, counted.length)
    if (same.join() !== counted.toSorted((a, b) => b - a).join() || (counted.length === 0 && shown.length > 0)) {
      throw new Error(`The phrases of ${word}s and ${peer} do not agree: ${same.join(' ')}, not ${counted.join(' ')}.`)
    }
  }
  for (const [id, rows] of [
    ['first-response', cells.firstResponses],
    ['reply-time', cells.replies],
  ] as const) {
    const name = id === 'reply-time' ? 'reply' : 'first_response'
    const { totals } = page.panels[`chats.${id}`]!
    const [, median, p90] = rows.find(([day]) => isNoDay(day))!
    if (Number(totals[`${name}_median`]) !== Number(median) || Number(totals[`${name}_p90`]) !== Number(p90)) {
      throw new Error(`The totals of chats.${id} and ${peer} do not agree.`)
    }
  }
}

/** What a panel shows, by the words of its row; zeros are left out, and of times the average is in whole milliseconds. */
function shownIn(id: string, { rows, ids }: Panel): Map<string, string> {
  const isSpread = id === 'first-response' || id === 'reply-time'
  const keyed = rows.map((row, at): [string, string] => {
    const name = ids?.[at]
    const words = name === undefined || name === null ? row : [name, ...row.slice(1)]
    return isSpread
      ? [String(row[0]), row[1] === null ? '0' : `${row[1]} ${row[2]} ${Math.round(Number(row[3]) * 1000)}`]
      : [words.slice(0, -1).join(' '), String(words.at(-1))]
  })
  return new Map(keyed.filter(([, value]) => !/^0(\.0+)?$/.test(value)))
}

function spread(rows: ChatCells['replies']): Map<string, string> {
  return new Map(
    rows
      .filter(([day]) => !isNoDay(day))
      .map(([day, median, p90, count, seconds]) => [
        dateOf(day),
        `${Number(median)} ${Number(p90)} ${Math.round((Number(seconds) / Number(count)) * 1000)}`,
      ]),
  )
}

function isPlaced([north]: readonly unknown[]): boolean {
  return north !== null
}

/** The middle of a square of a tenth of a degree. */
function placeOf([north, east]: readonly unknown[]): string[] {
  return [north, east].map((tenths) => String((Number(tenths) * 10 + 5) / 100))
}

function isNoDay(day: unknown): boolean {
  return day === null || day === ''
}

function dateOf(day: unknown): string {
  return String(day).slice(0, 10)
}

function sums<Item>(items: readonly Item[], keyOf: (item: Item) => string[], amountOf: (item: Item) => bigint) {
  const found = new Map<string, bigint>()
  for (const item of items) {
    const key = keyOf(item).join(' ')
    found.set(key, (found.get(key) ?? 0n) + amountOf(item))
  }
  return found
}

function whole(counts: ReadonlyMap<string, bigint>): Map<string, string> {
  return new Map([...counts].filter(([, count]) => count > 0n).map(([key, count]) => [key, String(count)]))
}

function money(amounts: ReadonlyMap<string, bigint>): Map<string, string> {
  return new Map([...amounts].filter(([, amount]) => amount > 0n).map(([key, amount]) => [key, decimalOf(amount)]))
}

function mustBe(
  shown: ReadonlyMap<string, string>,
  counted: ReadonlyMap<string, string>,
  id: string,
  peer: string,
): void {
  const wrong = [...counted].find(([key, value]) => shown.get(key) !== value)
  if (wrong === undefined && shown.size === counted.size) return
  const example = wrong === undefined ? '' : ` (${wrong[0]}: ${shown.get(wrong[0])}, not ${wrong[1]})`
  throw new Error(`${id} and ${peer} do not agree${example}: ${shown.size} rows and ${counted.size}.`)
}
