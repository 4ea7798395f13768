import { channels, shortStatuses, statuses } from '../events/vocabulary.ts'
import type { Channel, ShortStatus, Status } from '../events/vocabulary.ts'
import type { Text } from './text.ts'
import { valuesOf } from './values.ts'
import type { Value } from './values.ts'

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

export const channelValues: readonly Value[] = valuesOf(channels, channelTitles)

export const statusValues: readonly Value[] = valuesOf(statuses, statusTitles)

/** A short status stands for several statuses. */
export const shortStatusValues: readonly Value[] = shortStatuses.map((word) => ({
  value: word,
  title: shortStatusTitles[word],
  codes: statuses.filter(({ short }) => short === word).map(({ code }) => code),
}))
