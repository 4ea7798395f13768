/**
 * The closed word lists of messages. A word's `code` is what the stores keep; codes are never reused or renumbered.
 * The order is the order on the screen.
 */
export const channels = [
  { word: 'sms', code: 1 },
  { word: 'viber', code: 2 },
  { word: 'email', code: 3 },
  { word: 'whatsapp', code: 4 },
  { word: 'push', code: 5 },
] as const

export type Channel = (typeof channels)[number]['word']

/** The four short statuses: what a status amounts to for the person who sent the message. */
export const shortStatuses = ['waiting', 'delivered', 'not-delivered', 'not-sent'] as const
export type ShortStatus = (typeof shortStatuses)[number]

/**
 * The nine statuses of a message. `rank` decides which of two known statuses stands (the greater one, whatever arrived
 * last): a callback that comes late never takes a delivery back. `sent` says whether the message left for the client:
 * created, delayed and created-optional have not left yet; canceled, error and omitted-optional never did. `final` says
 * that nothing more is expected.
 */
export const statuses = [
  { word: 'created', code: 1, rank: 0, short: 'waiting', sent: false, final: false },
  { word: 'created-optional', code: 2, rank: 0, short: 'waiting', sent: false, final: false },
  { word: 'delayed', code: 3, rank: 1, short: 'waiting', sent: false, final: false },
  { word: 'pending', code: 4, rank: 2, short: 'waiting', sent: true, final: false },
  { word: 'delivered', code: 9, rank: 4, short: 'delivered', sent: true, final: true },
  { word: 'undelivered', code: 5, rank: 3, short: 'not-delivered', sent: true, final: true },
  { word: 'error', code: 6, rank: 3, short: 'not-delivered', sent: false, final: true },
  { word: 'canceled', code: 7, rank: 3, short: 'not-sent', sent: false, final: true },
  { word: 'omitted-optional', code: 8, rank: 3, short: 'not-sent', sent: false, final: true },
] as const

export type Status = (typeof statuses)[number]['word']

/** Words that a feed may send as a status but which are times of a delivered message, not statuses of their own. */
export const receipts = ['read', 'seen', 'opened', 'clicked'] as const
export type Receipt = (typeof receipts)[number]

export const channelByWord: ReadonlyMap<string, (typeof channels)[number]> = new Map(channels.map((c) => [c.word, c]))
export const statusByWord: ReadonlyMap<string, (typeof statuses)[number]> = new Map(statuses.map((s) => [s.word, s]))
export const channelByCode: ReadonlyMap<number, Channel> = new Map(channels.map((c) => [c.code, c.word]))
export const statusByCode: ReadonlyMap<number, Status> = new Map(statuses.map((s) => [s.code, s.word]))
