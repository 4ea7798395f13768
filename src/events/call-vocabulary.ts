/**
 * The word lists of calls. A word's `code` is what the stores keep; codes are never reused or renumbered. The order is the
 * order on the screen.
 */

/** What happens to a call, or to a leg of it. */
export const callStatuses = ['started', 'ringing', 'answered', 'ended'] as const
export type CallStatusWord = (typeof callStatuses)[number]

/** How a call ended. The first is never sent: a call is in progress as long as nobody said that it ended. */
export const callOutcomes = [
  { word: 'in-progress', code: 8 },
  { word: 'answered', code: 1 },
  { word: 'machine', code: 2 },
  { word: 'busy', code: 3 },
  { word: 'no-answer', code: 4 },
  { word: 'congestion', code: 5 },
  { word: 'canceled', code: 6 },
  { word: 'failed', code: 7 },
] as const
export type CallOutcome = (typeof callOutcomes)[number]['word']

/** The outcomes that an event may tell. */
export const toldOutcomes = callOutcomes.filter(({ word }) => word !== 'in-progress')

export const directions = [
  { word: 'inbound', code: 1 },
  { word: 'outbound', code: 2 },
  { word: 'internal', code: 3 },
] as const
export type Direction = (typeof directions)[number]['word']

/** Who spoke with the client: people as soon as one of them did, else the bot; nobody in a call that was not answered. */
export const handlers = [
  { word: 'bot', code: 1 },
  { word: 'people', code: 2 },
  { word: 'nobody', code: 3 },
] as const
export type Handler = (typeof handlers)[number]['word']

/** The condition on the columns of a call that it is one of a bot's work: only a bot spoke, or that was evaluated. */
export const isBotCall = `(handler = ${handlers[0].code} OR evaluation != 0)`

/** The condition on the columns of a call that it has ended and was answered, be it by a machine alone. */
export const isAnsweredCall = `outcome IN (${callOutcomes
  .filter(({ word }) => word === 'answered' || word === 'machine')
  .map(({ code }) => code)
  .join(', ')})`

/**
 * How long the parties of a call were connected, from so many seconds on to where the next class begins. A call that was not
 * answered has a class of its own, and so has one that goes on.
 */
export const durationClasses = [
  { word: '0-10s', code: 1, from: 0 },
  { word: '10-30s', code: 2, from: 10 },
  { word: '30-60s', code: 3, from: 30 },
  { word: '1-3min', code: 4, from: 60 },
  { word: '3-10min', code: 5, from: 180 },
  { word: 'over-10min', code: 6, from: 600 },
  { word: 'not-answered', code: 7, from: Infinity },
  { word: 'in-progress', code: 8, from: Infinity },
] as const
export type DurationClass = (typeof durationClasses)[number]['word']

/** A call is a conversation when somebody answered it and was connected for so many seconds. */
export const conversationSeconds = 10

/** The word for a bot's work that came to what it was for. */
export const goalReached = 'goal-reached'

/** The words for what came of a bot's work that everybody knows; a company may have others of its own beside them. */
export const knownEvaluations = [goalReached, 'refused', 'transferred', 'not-understood', 'hung-up', 'machine'] as const
