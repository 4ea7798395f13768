/**
 * The closed word lists of chats. A word's `code` is what the stores keep; codes are never reused or renumbered. The order
 * is the order on the screen.
 */
export const messengers = [
  { word: 'web', code: 1 },
  { word: 'telegram', code: 2 },
  { word: 'whatsapp', code: 3 },
  { word: 'viber', code: 4 },
  { word: 'facebook', code: 5 },
  { word: 'alice', code: 6 },
  { word: 'yandex', code: 7 },
  { word: 'vkontakte', code: 8 },
  { word: 'skype', code: 9 },
  { word: 'slack', code: 10 },
  { word: 'wechat', code: 11 },
  { word: 'snapchat', code: 12 },
  { word: 'line', code: 13 },
] as const

export type Messenger = (typeof messengers)[number]['word']

/** Who wrote a message of a chat. */
export const authors = [
  { word: 'user', code: 1 },
  { word: 'robot', code: 2 },
  { word: 'operator', code: 3 },
] as const

export type Author = (typeof authors)[number]['word']

/** What happens to a dialogue. */
export const dialogueChanges = ['opened', 'assigned', 'skipped', 'closed'] as const
export type DialogueChange = (typeof dialogueChanges)[number]

/** What an operator is. Of two that were told for one instant, the greater code stands. */
export const presenceStates = [
  { word: 'online', code: 1 },
  { word: 'paused', code: 2 },
  { word: 'offline', code: 3 },
] as const

/**
 * A state that nothing follows holds for so long after it was told, and no longer: an operator whose computer died is not online
 * for ever.
 */
export const presenceHoldsHoursMax = 24

/** What has names of its own beside ids, by the code of its kind. A trunk or an evaluation of a call is called what its id is. */
export const namedKinds = { chat: 1, bot: 2, operator: 3, group: 4, trunk: 5, evaluation: 6 } as const
export type NamedKind = keyof typeof namedKinds
export type ChatKind = Exclude<NamedKind, 'trunk' | 'evaluation'>

export const messengerByWord: ReadonlyMap<string, (typeof messengers)[number]> = new Map(
  messengers.map((one) => [one.word, one]),
)
export const authorByWord: ReadonlyMap<string, (typeof authors)[number]> = new Map(
  authors.map((one) => [one.word, one]),
)
export const stateByWord: ReadonlyMap<string, (typeof presenceStates)[number]> = new Map(
  presenceStates.map((one) => [one.word, one]),
)
