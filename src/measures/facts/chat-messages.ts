import { listIn, placeKeys, placeNames, sameIn } from './chat-keys.ts'
import type { Fact, KeyName } from './fact.ts'

const slim: readonly KeyName[] = ['author', ...placeNames, 'currency']

/** What clients, robots and operators wrote in dialogues. */
export const chatMessages: Fact = {
  name: 'chat_messages',
  timeBasis: {
    en: 'Counted at the time when the message was written.',
    ru: 'Считается по времени, когда сообщение было написано.',
  },
  rows: { table: 'chat_messages', time: 'written_at', standing: 'gone = 0' },
  rollUps: [
    { name: 'chat_messages_by_messengers', keys: ['author', 'messenger', 'currency'] },
    { name: 'chat_messages_by_chats', keys: ['messenger', 'chat', 'currency'] },
    { name: 'chat_messages', keys: slim },
    { name: 'chat_messages_by_operators', keys: [...slim, 'participants'] },
  ],
  keys: {
    company: sameIn('company', 'y'),
    author: sameIn('author', 'f'),
    ...placeKeys,
    participants: listIn('participants', 'n'),
    currency: sameIn('currency', 'u'),
  },
  partedBy: [],
  sums: { messages: { as: 'm', rollUp: 'sum(messages)', row: 'count()' } },
  money: { as: 'a', rollUp: 'sum(price)', row: 'toDecimal128(sum(toUInt128(price)), 6) / 1000000' },
}
