import { decodeCurrency, encodeCurrency } from '../events/currency.ts'
import { channels, shortStatuses, statuses } from '../events/vocabulary.ts'
import type { Channel, ShortStatus, Status } from '../events/vocabulary.ts'
import type { KeyName } from './facts/fact.ts'
import type { Code } from './filters.ts'
import type { Text } from './text.ts'

/** What numbers are grouped and filtered by. A dimension's values are a closed list, or come from the data. */
export type DimensionName = 'day' | 'time' | 'channel' | 'status' | 'short_status' | 'currency'
export type Dimension = {
  name: DimensionName
  title: Text
  type: 'date' | 'time' | 'text'
  /** What is stored of it; days and times are the steps of a question. */
  key?: KeyName
  values?: readonly Value[]
}
/** A word of a closed list, and the stored codes that it stands for. */
export type Value = { value: string; title: Text; codes: readonly number[] }

/** The words of the closed lists that declarations may name. */
export type Words = { channel: Channel; status: Status }

const channelTitles: Readonly<Record<Channel, Text>> = {
  sms: { en: 'SMS', ru: 'SMS' },
  viber: { en: 'Viber', ru: 'Viber' },
  email: { en: 'Email', ru: 'Email' },
  whatsapp: { en: 'WhatsApp', ru: 'WhatsApp' },
  push: { en: 'Push', ru: 'Push' },
}

const statusTitles: Readonly<Record<Status, Text>> = {
  created: { en: 'Created', ru: 'Создано' },
  'created-optional': { en: 'Created, optional', ru: 'Создано, необязательное' },
  delayed: { en: 'Delayed', ru: 'Отложено' },
  pending: { en: 'Pending', ru: 'В ожидании' },
  delivered: { en: 'Delivered', ru: 'Доставлено' },
  undelivered: { en: 'Undelivered', ru: 'Не доставлено' },
  error: { en: 'Error', ru: 'Ошибка' },
  canceled: { en: 'Canceled', ru: 'Отменено' },
  'omitted-optional': { en: 'Omitted, optional', ru: 'Пропущено, необязательное' },
}

const shortStatusTitles: Readonly<Record<ShortStatus, Text>> = {
  waiting: { en: 'Waiting', ru: 'Ожидают' },
  delivered: { en: 'Delivered', ru: 'Доставлены' },
  'not-delivered': { en: 'Not delivered', ru: 'Не доставлены' },
  'not-sent': { en: 'Not sent', ru: 'Не отправлены' },
}

/** The values of a list of words, each with the one code that is stored for it. */
function valuesOf<Word extends string>(
  words: readonly { word: Word; code: number }[],
  titles: Readonly<Record<Word, Text>>,
): Value[] {
  return words.map(({ word, code }) => ({ value: word, title: titles[word], codes: [code] }))
}

export const dimensions: Readonly<Record<DimensionName, Dimension>> = {
  day: { name: 'day', title: { en: 'Day', ru: 'День' }, type: 'date' },
  time: { name: 'time', title: { en: 'Time', ru: 'Время' }, type: 'time' },
  channel: {
    name: 'channel',
    title: { en: 'Channel', ru: 'Канал' },
    type: 'text',
    key: 'channel',
    values: valuesOf(channels, channelTitles),
  },
  status: {
    name: 'status',
    title: { en: 'Status', ru: 'Статус' },
    type: 'text',
    key: 'status',
    values: valuesOf(statuses, statusTitles),
  },
  short_status: {
    name: 'short_status',
    title: { en: 'Short status', ru: 'Краткий статус' },
    type: 'text',
    key: 'status',
    values: shortStatuses.map((word) => ({
      value: word,
      title: shortStatusTitles[word],
      codes: statuses.filter(({ short }) => short === word).map(({ code }) => code),
    })),
  },
  currency: { name: 'currency', title: { en: 'Currency', ru: 'Валюта' }, type: 'text', key: 'currency' },
}

const wordsByCode = new Map(
  Object.values(dimensions).map(({ name, values = [] }) => [
    name,
    new Map(values.flatMap(({ value, codes }) => codes.map((code) => [code, value] as const))),
  ]),
)

/** The word of a dimension for a code of its key. */
export function wordOf(name: DimensionName, code: number | string): string {
  if (name === 'currency') return decodeCurrency(Number(code))
  return wordsByCode.get(name)!.get(Number(code))!
}

/** The codes that a word of a dimension stands for. */
export function codesOf(name: DimensionName, word: string): readonly Code[] {
  if (name === 'currency') return [encodeCurrency(word)!]
  return dimensions[name].values!.find(({ value }) => value === word)!.codes
}
