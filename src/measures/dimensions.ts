import type { CallOutcome, Handler as CallHandler } from '../events/call-vocabulary.ts'
import type { Author, NamedKind } from '../events/chat-vocabulary.ts'
import { decodeCurrency, encodeCurrency } from '../events/currency.ts'
import { nameKey } from '../events/name-key.ts'
import type { Channel, Status } from '../events/vocabulary.ts'
import { cellAt, middleOf } from '../events/cell.ts'
import type { Middle } from '../events/cell.ts'
import {
  askedValues,
  authorValues,
  handlerValues,
  messengerValues,
  placedValues,
  roleValues,
  stateValues,
} from './chat-values.ts'
import type { OperatorRole } from '../events/operator-roles.ts'
import type { Handler } from './chat-values.ts'
import {
  answeredByValues,
  directionValues,
  durationClassValues,
  evaluationTitles,
  outcomeValues,
} from './call-values.ts'
import type { KeyName } from './facts/fact.ts'
import type { Code } from './filters.ts'
import { channelValues, shortStatusValues, statusValues } from './message-values.ts'
import type { Text } from './text.ts'
import type { Value } from './values.ts'

/** What numbers are grouped and filtered by. */
export type Dimension = {
  title: Text
  type: 'date' | 'time' | 'text' | 'place'
  /** What is stored of it; days and times are the steps of a question. */
  key?: KeyName
  /** Its words, where they are a closed list. */
  values?: readonly Value[]
  /** Whose ids and names its values are, where they come from the data. */
  kind?: NamedKind
  /** Titles of ids that everybody knows, where its values come from the data. */
  known?: readonly { value: string; title: Text }[]
  /** So many of its values are told by themselves, the largest; the others are one. */
  largestMax?: number
}

const table = {
  day: { title: { en: 'Day', ru: 'День' }, type: 'date' },
  time: { title: { en: 'Time', ru: 'Время' }, type: 'time' },
  channel: { title: { en: 'Channel', ru: 'Канал' }, type: 'text', key: 'channel', values: channelValues },
  status: { title: { en: 'Status', ru: 'Статус' }, type: 'text', key: 'status', values: statusValues },
  short_status: {
    title: { en: 'Short status', ru: 'Краткий статус' },
    type: 'text',
    key: 'status',
    values: shortStatusValues,
  },
  currency: { title: { en: 'Currency', ru: 'Валюта' }, type: 'text', key: 'currency' },
  messenger: { title: { en: 'Messenger', ru: 'Мессенджер' }, type: 'text', key: 'messenger', values: messengerValues },
  author: { title: { en: 'Author', ru: 'Автор' }, type: 'text', key: 'author', values: authorValues },
  handler: { title: { en: 'Handled by', ru: 'Кто обработал' }, type: 'text', key: 'handler', values: handlerValues },
  asked: {
    title: { en: 'There are customer messages', ru: 'Есть сообщения клиента' },
    type: 'text',
    key: 'asked',
    values: askedValues,
  },
  placed: { title: { en: 'Coordinates', ru: 'Координаты' }, type: 'text', key: 'placed', values: placedValues },
  // A square of a tenth of a degree, by its middle.
  cell: { title: { en: 'Place', ru: 'Место' }, type: 'place', key: 'cell', largestMax: 2000 },
  // A phrase by its key; the words are those of some of its messages.
  phrase: { title: { en: 'Phrase', ru: 'Фраза' }, type: 'text', key: 'phrase', largestMax: 200 },
  chat: { title: { en: 'Chat', ru: 'Чат' }, type: 'text', key: 'chat', kind: 'chat' },
  bot: { title: { en: 'Bot script', ru: 'Сценарий бота' }, type: 'text', key: 'bot', kind: 'bot' },
  group: { title: { en: 'Operator group', ru: 'Группа операторов' }, type: 'text', key: 'group', kind: 'group' },
  operator: { title: { en: 'Operator', ru: 'Оператор' }, type: 'text', key: 'participants', kind: 'operator' },
  role: {
    title: { en: 'What the operator did', ru: 'Что сделал оператор' },
    type: 'text',
    key: 'role',
    values: roleValues,
  },
  // It is no key: how long each lasted is told by sums of its own.
  state: { title: { en: 'State', ru: 'Состояние' }, type: 'text', values: stateValues },
  direction: { title: { en: 'Direction', ru: 'Направление' }, type: 'text', key: 'direction', values: directionValues },
  trunk: { title: { en: 'Trunk', ru: 'Транк' }, type: 'text', key: 'trunk', kind: 'trunk' },
  outcome: { title: { en: 'Status', ru: 'Статус' }, type: 'text', key: 'outcome', values: outcomeValues },
  // Who spoke with the client.
  answered_by: {
    title: { en: 'Answered by', ru: 'Кто ответил' },
    type: 'text',
    key: 'handler',
    values: answeredByValues,
  },
  duration_class: {
    title: { en: 'Duration', ru: 'Длительность' },
    type: 'text',
    key: 'duration_class',
    values: durationClassValues,
  },
  evaluation: {
    title: { en: 'Evaluation', ru: 'Оценка' },
    type: 'text',
    key: 'evaluation',
    kind: 'evaluation',
    known: evaluationTitles,
  },
} as const satisfies Readonly<Record<string, Dimension>>

export type DimensionName = keyof typeof table

export const dimensions: Readonly<Record<DimensionName, Dimension>> = table

/** The words of the closed lists that declarations may name. */
export type Words = {
  channel: Channel
  status: Status
  author: Author
  handler: Handler
  placed: 'yes' | 'no'
  role: OperatorRole
  outcome: CallOutcome
  answered_by: CallHandler
}

const wordsByCode = new Map(
  Object.entries(dimensions).map(([name, { values = [] }]) => [
    name,
    // Codes are small: an answer of a year looks them up by the ten thousand.
    listByCode(values),
  ]),
)

/** How the codes of a dimension's key are read. Of ids and names the word is the key itself. */
export function wordsOf(name: DimensionName): (code: number | string) => string {
  if (name === 'currency') return (code) => decodeCurrency(Number(code))
  if (dimensions[name].kind !== undefined) return String
  if (name === 'phrase') return String
  if (name === 'cell') return (code) => placeWord(middleOf(Number(code)))
  const words = wordsByCode.get(name)!
  return (code) => words[code as number]!
}

function listByCode(values: readonly { value: string; codes: readonly Code[] }[]): string[] {
  const words: string[] = []
  for (const { value, codes } of values) for (const code of codes) words[Number(code)] = value
  return words
}

function isPhrase(word: string): boolean {
  return /^[1-9]\d{0,19}$/.test(word) && BigInt(word) < 2n ** 64n
}

/** A place as a word: its latitude and longitude; empty for none. */
function placeWord(middle: Middle | undefined): string {
  return middle === undefined ? '' : `${middle.latitude},${middle.longitude}`
}

function placeCodes(word: string): readonly Code[] {
  const [latitude, longitude] = word.split(',').map(Number)
  const cell = cellAt({ latitude: latitude!, longitude: longitude! })
  return cell === undefined ? [] : [cell]
}

/**
 * The codes that a word of a dimension stands for.
 * @param word a word of its list; an id of the company's where it has none
 */
export function codesOf(name: DimensionName, word: string, company: number): readonly Code[] {
  const { values, kind } = dimensions[name]
  if (kind !== undefined) return [BigInt(nameKey(company, kind, word))]
  if (name === 'cell') return placeCodes(word)
  if (name === 'phrase') return isPhrase(word) ? [BigInt(word)] : []
  return values === undefined ? [encodeCurrency(word)!] : values.find(({ value }) => value === word)!.codes
}
