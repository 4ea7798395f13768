import { channels, shortStatuses, statuses } from '../events/vocabulary.ts'
import type { Channel, ShortStatus, Status } from '../events/vocabulary.ts'
import type { Text } from './measures.ts'

/** What numbers are grouped and filtered by. A dimension's values are a closed list, or come from the data. */
export type DimensionName = 'day' | 'time' | 'channel' | 'status' | 'short_status' | 'currency'
export type Dimension = { name: DimensionName; title: Text; type: 'date' | 'time' | 'text'; values?: readonly Value[] }
type Value = { value: string; title: Text }

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

export const dimensions: Readonly<Record<DimensionName, Dimension>> = {
  day: { name: 'day', title: { en: 'Day', ru: 'День' }, type: 'date' },
  time: { name: 'time', title: { en: 'Time', ru: 'Время' }, type: 'time' },
  channel: {
    name: 'channel',
    title: { en: 'Channel', ru: 'Канал' },
    type: 'text',
    values: channels.map(({ word }) => ({ value: word, title: channelTitles[word] })),
  },
  status: {
    name: 'status',
    title: { en: 'Status', ru: 'Статус' },
    type: 'text',
    values: statuses.map(({ word }) => ({ value: word, title: statusTitles[word] })),
  },
  short_status: {
    name: 'short_status',
    title: { en: 'Short status', ru: 'Краткий статус' },
    type: 'text',
    values: shortStatuses.map((word) => ({ value: word, title: shortStatusTitles[word] })),
  },
  currency: { name: 'currency', title: { en: 'Currency', ru: 'Валюта' }, type: 'text' },
}
