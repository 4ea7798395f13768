import { authors, messengers, presenceStates } from '../events/chat-vocabulary.ts'
import type { Author, Messenger } from '../events/chat-vocabulary.ts'
import { operatorRoles } from '../events/operator-roles.ts'
import type { OperatorRole } from '../events/operator-roles.ts'
import type { Text } from './text.ts'
import { valuesOf } from './values.ts'
import type { Value } from './values.ts'

const messengerTitles: Readonly<Record<Messenger, Text>> = {
  web: { en: 'Web widget', ru: 'Виджет на сайте' },
  telegram: { en: 'Telegram', ru: 'Telegram' },
  whatsapp: { en: 'WhatsApp', ru: 'WhatsApp' },
  viber: { en: 'Viber', ru: 'Viber' },
  facebook: { en: 'Facebook', ru: 'Facebook' },
  alice: { en: 'Alice', ru: 'Алиса' },
  yandex: { en: 'Yandex', ru: 'Яндекс' },
  vkontakte: { en: 'VKontakte', ru: 'ВКонтакте' },
  skype: { en: 'Skype', ru: 'Skype' },
  slack: { en: 'Slack', ru: 'Slack' },
  wechat: { en: 'WeChat', ru: 'WeChat' },
  snapchat: { en: 'Snapchat', ru: 'Snapchat' },
  line: { en: 'LINE', ru: 'LINE' },
}

const authorTitles: Readonly<Record<Author, Text>> = {
  user: { en: 'Client', ru: 'Клиент' },
  robot: { en: 'Robot', ru: 'Робот' },
  operator: { en: 'Operator', ru: 'Оператор' },
}

/** Who handled a dialogue, as the stores keep it: an operator, when one wrote at least once. */
const handlers = [
  { word: 'robot', code: 2 },
  { word: 'operator', code: 3 },
] as const
export type Handler = (typeof handlers)[number]['word']

const handlerTitles: Readonly<Record<Handler, Text>> = { robot: authorTitles.robot, operator: authorTitles.operator }

const roleTitles: Readonly<Record<OperatorRole, Text>> = {
  wrote: { en: 'Wrote', ru: 'Писал' },
  active: { en: 'Has it now', ru: 'Ведёт сейчас' },
  skipped: { en: 'Skipped', ru: 'Пропустил' },
}

export const roleValues: readonly Value[] = valuesOf(operatorRoles, roleTitles)

/** A feed need not say which messenger it speaks of. */
export const messengerValues: readonly Value[] = [
  ...valuesOf(messengers, messengerTitles),
  { value: 'unknown', title: { en: 'Not known', ru: 'Не известно' }, codes: [0] },
]

export const authorValues: readonly Value[] = valuesOf(authors, authorTitles)

export const handlerValues: readonly Value[] = valuesOf(handlers, handlerTitles)

export const askedValues: readonly Value[] = [
  { value: 'yes', title: { en: 'There are customer messages', ru: 'Есть сообщения клиента' }, codes: [1] },
  { value: 'no', title: { en: 'Without customer messages', ru: 'Без сообщений клиента' }, codes: [0] },
]

export const placedValues: readonly Value[] = [
  { value: 'yes', title: { en: 'With coordinates', ru: 'С координатами' }, codes: [1] },
  { value: 'no', title: { en: 'Without coordinates', ru: 'Без координат' }, codes: [0] },
]

const stateTitles: Readonly<Record<(typeof presenceStates)[number]['word'], Text>> = {
  online: { en: 'Online', ru: 'В сети' },
  paused: { en: 'Paused', ru: 'На паузе' },
  offline: { en: 'Offline', ru: 'Не в сети' },
}

/** What an operator is. */
export const stateValues: readonly Value[] = valuesOf(presenceStates, stateTitles)
