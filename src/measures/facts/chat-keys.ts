import type { Key, KeyName } from './fact.ts'

/** What a dialogue and its messages are told apart by, both in roll-ups and in rows. */
export const placeKeys = {
  messenger: sameIn('messenger', 'v'),
  chat: sameIn('chat', 'h'),
  bot: sameIn('bot', 'b'),
  group: sameIn('operator_group', 'o'),
  asked: sameIn('asked', 'q'),
} as const satisfies Partial<Record<KeyName, Key>>

export const placeNames = ['messenger', 'chat', 'bot', 'group', 'asked'] as const

/** A key that roll-ups and rows have in a column of one name. */
export function sameIn(column: string, as: string): Key {
  return { as, rollUp: column, row: column }
}

/** A list of operators. */
export function listIn(column: 'participants', as: string): Key {
  return { ...sameIn(column, as), isList: true }
}
