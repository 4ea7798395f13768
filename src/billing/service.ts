import type { Text } from '../measures/text.ts'

/** What a rate tells uses of a service apart by, besides the service. */
export type RateKey = 'network' | 'country' | 'messenger' | 'author' | 'trunk' | 'prefix' | 'direction'

/** When a use is charged: when the message left for the client, or when it was delivered. */
export const moments = ['submitted', 'delivered'] as const
export type Moment = (typeof moments)[number]

/** What a company pays for. The order is the order on the screen; a word is never used again for something else. */
export type Service = {
  word: ServiceWord
  title: Text
  /** What is counted, and what a price is for: of calls the price is for a minute, and seconds are counted. */
  unit: 'part' | 'message' | 'dialogue' | 'second'
  /** The sets of keys that a rate may name, the most specific first: the first of them that has a rate decides. */
  keys: readonly (readonly RateKey[])[]
  /** When its uses are charged, where a rate does not say; of those without, always. */
  moment?: Moment
  /** Without a rate it costs nothing: it is no use without a price. */
  isExtra?: true
}

export type ServiceWord = 'sms' | 'viber' | 'email' | 'whatsapp' | 'push' | 'chat' | 'dialogue' | 'call'

const byNetworks = [['network'], ['country'], []] as const
// A trunk may have any name: it stands last in that of a rate, so that nothing in it can be taken for another key.
const byLines = [
  ['direction', 'prefix', 'trunk'],
  ['prefix', 'direction'],
  ['trunk', 'prefix'],
  ['prefix'],
  ['trunk', 'direction'],
  ['trunk'],
  ['direction'],
  [],
] as const

/**
 * Charge moments: text messages when they are submitted, those of messengers when they are delivered; see
 * https://developer.vonage.com/en/messages/concepts/messages-status-callbacks
 */
export const services: readonly Service[] = [
  { word: 'sms', title: { en: 'SMS', ru: 'SMS' }, unit: 'part', keys: byNetworks, moment: 'submitted' },
  { word: 'viber', title: { en: 'Viber', ru: 'Viber' }, unit: 'message', keys: byNetworks, moment: 'delivered' },
  { word: 'email', title: { en: 'Email', ru: 'Email' }, unit: 'message', keys: byNetworks, moment: 'submitted' },
  {
    word: 'whatsapp',
    title: { en: 'WhatsApp', ru: 'WhatsApp' },
    unit: 'message',
    keys: byNetworks,
    moment: 'delivered',
  },
  { word: 'push', title: { en: 'Push', ru: 'Push' }, unit: 'message', keys: byNetworks, moment: 'submitted' },
  {
    word: 'chat',
    title: { en: 'Chat messages', ru: 'Сообщения чатов' },
    unit: 'message',
    keys: [['messenger', 'author'], ['messenger'], ['author'], []],
  },
  {
    word: 'dialogue',
    title: { en: 'Chat dialogues', ru: 'Диалоги чатов' },
    unit: 'dialogue',
    keys: [['messenger'], []],
    isExtra: true,
  },
  { word: 'call', title: { en: 'Calls', ru: 'Звонки' }, unit: 'second', keys: byLines },
]

export const serviceByWord: ReadonlyMap<string, Service> = new Map(services.map((service) => [service.word, service]))

/** The keys that rates of a service may name, in the order of the screen. */
export function keysOf(service: Service): RateKey[] {
  return [...new Set(service.keys.flat())]
}
