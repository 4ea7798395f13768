import { authorByWord } from '../events/chat-vocabulary.ts'
import { closed, skipBy } from './dialogue-state.ts'
import type { DialogueState, MessageOfChat } from './dialogue-state.ts'
import { numberOf, textOf } from './told.ts'
import type { Attributes } from './told.ts'

/** What of a dialogue is counted and listed. Keys are unsigned 64-bit numbers as decimal texts, `0` for none. */
export type DialogueFacts = {
  openedAt: number
  /** 0 while it is open. */
  closedAt: number
  messenger: number
  chat: string
  bot: string
  group: string
  /** Whether there are messages of the client. */
  asked: boolean
  /** The code of the author who handled it: the operator when there is a message of one, else the robot. */
  handler: number
  /** Operators who were assigned or wrote. */
  participants: readonly string[]
  wrote: readonly string[]
  /** To whom it is assigned while it is open: one or none. */
  active: readonly string[]
  skipped: readonly string[]
  place: { latitude: string; longitude: string } | undefined
  /** Seconds from the client's first message to the first message of an operator after it; undefined without one. */
  firstResponse: number | undefined
  /** For each turn of the client that an operator answered: seconds until the answer, and whose it was. */
  replies: readonly { seconds: number; operator: string }[]
  counts: { user: number; robot: number; operator: number }
  records: readonly number[]
  messages: readonly MessageFacts[]
}

/** What of a message is counted. What an event did not tell of it is taken from its dialogue. */
export type MessageFacts = {
  key: string
  writtenAt: number
  author: number
  messenger: number
  chat: string
  bot: string
  group: string
  operator: string
  participants: readonly string[]
  currency: number
  priceMillionths: number
}

const [user, robot, operator] = ['user', 'robot', 'operator'].map((word) => authorByWord.get(word)!.code) as [
  number,
  number,
  number,
]

/** Reads out of a dialogue's state what is counted: depends on the state only. */
export function factsOfDialogue(state: DialogueState): DialogueFacts {
  const { attributes, openedAt, assigned, skipped, records } = state
  const messages = Object.entries(state.messages).toSorted(inOrder)
  const wrote = sorted(messages.filter((one) => authorOf(one) === operator).map(operatorOf))
  const participants = sorted([...assigned, ...wrote])
  const isClosed = numberOf(attributes, 'standing') === closed
  const [latitude, longitude] = textOf(attributes, 'place').split(' ')
  const counts = { user: 0, robot: 0, operator: 0 }
  for (const one of messages) counts[authorOf(one) === user ? 'user' : authorOf(one) === robot ? 'robot' : 'operator']++
  const replies = repliesIn(messages)
  return {
    openedAt,
    closedAt: isClosed ? attributes['standing']![0] : 0,
    messenger: numberOf(attributes, 'messenger'),
    chat: textOf(attributes, 'chat', '0'),
    bot: textOf(attributes, 'bot', '0'),
    group: textOf(attributes, 'group', '0'),
    asked: counts.user > 0,
    handler: counts.operator > 0 ? operator : robot,
    participants,
    wrote,
    active: isClosed || isGivenBack(attributes) ? [] : sorted([textOf(attributes, 'assignee', '0')]),
    skipped: sorted(skipped),
    place: latitude === undefined || longitude === undefined ? undefined : { latitude, longitude },
    firstResponse: replies.find(({ isFirst }) => isFirst)?.seconds,
    replies,
    counts,
    records,
    messages: messages.map(([key, message]) => factsOfMessage(key, message, state, participants)),
  }
}

function factsOfMessage(
  key: string,
  { writtenAt, attributes }: MessageOfChat,
  dialogue: DialogueState,
  participants: readonly string[],
): MessageFacts {
  const author = numberOf(attributes, 'author')
  const itsOperator = textOf(attributes, 'operator', '0')
  const [currency = '0', amount = '0'] = textOf(attributes, 'price').split(' ')
  const own = (name: string) => textOf(attributes, name, textOf(dialogue.attributes, name, '0'))
  return {
    key,
    writtenAt,
    author,
    messenger: Number(own('messenger')),
    chat: own('chat'),
    bot: own('bot'),
    group: own('group'),
    operator: itsOperator,
    participants: author === operator ? sorted([itsOperator]) : participants,
    currency: Number(currency),
    priceMillionths: Number(amount),
  }
}

type Entry = [key: string, message: MessageOfChat]

function authorOf([, { attributes }]: Entry): number {
  return numberOf(attributes, 'author')
}

function operatorOf([, { attributes }]: Entry): string {
  return textOf(attributes, 'operator', '0')
}

/**
 * A turn of the client begins with their first message after the start or after an operator's; what robots say in between
 * neither ends nor answers it. The operator's next message is the reply. The first one is the first response.
 */
function repliesIn(messages: readonly Entry[]): { seconds: number; operator: string; isFirst: boolean }[] {
  const replies = []
  let askedAt: number | undefined
  for (const one of messages) {
    const [, { writtenAt }] = one
    const author = authorOf(one)
    if (author === user) askedAt ??= writtenAt
    if (author !== operator || askedAt === undefined) continue
    const seconds = Math.floor((writtenAt - askedAt) / 1000)
    replies.push({ seconds, operator: operatorOf(one), isFirst: replies.length === 0 })
    askedAt = undefined
  }
  return replies
}

/** By time; of one instant the client's first, so that an answer within the same second is one. */
function inOrder(a: Entry, b: Entry): number {
  return a[1].writtenAt - b[1].writtenAt || authorOf(a) - authorOf(b) || (a[0] < b[0] ? -1 : 1)
}

/** Keys of operators without "none", each once, in one order. */
/** Whether the operator who has a dialogue skipped it after it was assigned to them: then nobody has it. */
function isGivenBack(attributes: Attributes): boolean {
  const [assignedAt = 0, assignee = ''] = attributes['assignee'] ?? []
  const [skippedAt = -1] = attributes[skipBy(String(assignee))] ?? []
  return skippedAt >= assignedAt
}

function sorted(keys: readonly string[]): string[] {
  return [...new Set(keys)].filter((key) => key !== '0').toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
}
