import type { Author, Messenger } from '../events/chat-vocabulary.ts'
import type { Money } from './destinations.ts'
import type { Named } from './simulated-event.ts'

/** How clients use a messenger when they write to the company. */
export type MessengerHabits = {
  messenger: Messenger
  /** Its share of the dialogues. */
  weight: number
  /** The share of its clients who write in Russian; the others write in English. */
  russianShare: number
  /** The share of dialogues that a robot greets. */
  robotShare: number
  /** The share of those that go on to an operator. */
  handOffShare: number
  /** The share that is opened without a word of the client. */
  silentShare: number
}

export const messengerHabits: readonly MessengerHabits[] = [
  habits('web', 33, { russianShare: 0.3, silentShare: 0.11 }),
  habits('whatsapp', 18, { russianShare: 0.25 }),
  habits('telegram', 16, { russianShare: 0.6 }),
  habits('viber', 9, { russianShare: 0.35 }),
  habits('facebook', 7, { russianShare: 0.04, robotShare: 0.7 }),
  habits('vkontakte', 5, { russianShare: 0.97 }),
  habits('alice', 4, { russianShare: 1, robotShare: 1, handOffShare: 0.02, silentShare: 0.04 }),
  habits('yandex', 3, { russianShare: 0.98 }),
  habits('slack', 1.4, { russianShare: 0.05, robotShare: 0.2 }),
  habits('wechat', 1.2, { russianShare: 0 }),
  habits('line', 1, { russianShare: 0 }),
  habits('skype', 0.8, { russianShare: 0.4, robotShare: 0.5 }),
  habits('snapchat', 0.6, { russianShare: 0 }),
]

function habits(
  messenger: Messenger,
  weight: number,
  others: Partial<Omit<MessengerHabits, 'messenger' | 'weight'>> & { russianShare: number },
): MessengerHabits {
  return { messenger, weight, robotShare: 0.88, handOffShare: 0.42, silentShare: 0.015, ...others }
}

/** A place where clients write: a site, an app, a brand. */
export type Chat = Named & { weight: number; messengers: readonly Messenger[] | 'all'; bots: readonly string[] }

export const chats: readonly Chat[] = [
  { id: 'shop', name: 'Feldmark Shop', weight: 46, messengers: 'all', bots: ['faq', 'orders'] },
  { id: 'delivery', name: 'Feldmark Delivery', weight: 24, messengers: 'all', bots: ['orders', 'faq'] },
  { id: 'app', name: 'Feldmark App', weight: 13, messengers: ['web', 'telegram', 'whatsapp', 'line'], bots: ['faq'] },
  {
    id: 'business',
    name: 'Feldmark Business',
    weight: 7,
    messengers: ['web', 'slack', 'skype', 'whatsapp'],
    bots: ['leads'],
  },
  {
    id: 'vela',
    name: 'Vela Outlet',
    weight: 10,
    messengers: ['web', 'facebook', 'vkontakte', 'viber', 'snapchat'],
    bots: ['vela'],
  },
]

/** The scripts of robots. */
export const bots: Readonly<Record<string, Named>> = {
  faq: { id: 'faq', name: 'Questions and answers' },
  orders: { id: 'orders', name: 'Order tracking' },
  leads: { id: 'leads', name: 'First contact, business' },
  vela: { id: 'vela', name: 'Vela assistant' },
  alice: { id: 'alice-skill', name: 'Навык Алисы' },
}

/** What a message costs, by who wrote it; those of Alice have prices of their own. */
export function priceOfMessage(messenger: Messenger, author: Author): Money {
  return { millionths: (messenger === 'alice' ? alicePrices : prices)[author], currency: 'EUR' }
}

const prices: Readonly<Record<Author, number>> = { user: 1500, robot: 4000, operator: 26_000 }
const alicePrices: Readonly<Record<Author, number>> = { user: 2500, robot: 9000, operator: 31_000 }
