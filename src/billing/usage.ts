import { statusByWord } from '../events/vocabulary.ts'
import { ask } from '../measures/ask.ts'
import type { Cell, Query } from '../measures/ask.ts'
import { wordsOf } from '../measures/dimensions.ts'
import type { FactName, KeyName } from '../measures/facts/fact.ts'
import { facts } from '../measures/facts/facts.ts'
import type { Step } from '../measures/period.ts'
import { talkOf } from '../measures/talk.ts'
import type { Told } from '../measures/talk.ts'
import type { Use } from './pricing.ts'
import { serviceByWord } from './service.ts'
import type { ServiceWord } from './service.ts'

/** What a company used in a step. */
export type StepUse = { company: number; step: Step; use: Use }

/** How the cells of facts are uses of services, and what they must be parted by. */
export type Read = {
  fact: FactName
  keys: readonly KeyName[]
  useOf: (cell: Pick<Cell, 'codes' | 'sums' | 'price'>) => Use
}

const [channelOf, statusOf, currencyOf, authorOf, messengerOf] = (
  ['channel', 'status', 'currency', 'author', 'messenger'] as const
).map(wordsOf) as [Word, Word, Word, Word, Word]
type Word = ReturnType<typeof wordsOf>

export const messageUse: Read = {
  fact: 'message_uses',
  keys: ['channel', 'status', 'currency', 'country', 'network'],
  useOf({ codes, sums, price }) {
    const service = channelOf(codes.channel!) as ServiceWord
    const { sent, word } = statusByWord.get(statusOf(codes.status!))!
    return {
      service,
      of: { country: String(codes.country), network: String(codes.network) },
      reached: word === 'delivered' ? 'delivered' : sent ? 'submitted' : 'nothing',
      events: sums.messages!,
      units: serviceByWord.get(service)!.unit === 'part' ? sums.billed_parts! : sums.messages!,
      ...toldIn(currencyOf(codes.currency!), price),
    }
  },
}

export const chatMessageUse: Read = {
  fact: 'chat_messages',
  keys: ['author', 'messenger', 'currency'],
  useOf: ({ codes, sums, price }) => ({
    service: 'chat',
    of: { author: authorOf(codes.author!), messenger: messengerOf(codes.messenger!) },
    reached: 'delivered',
    events: sums.messages!,
    units: sums.messages!,
    ...toldIn(currencyOf(codes.currency!), price),
  }),
}

export const dialogueUse: Read = {
  fact: 'dialogues',
  keys: ['messenger'],
  useOf: ({ codes, sums }) => ({
    service: 'dialogue',
    of: { messenger: messengerOf(codes.messenger!) },
    reached: 'delivered',
    events: sums.dialogues!,
    units: sums.dialogues!,
  }),
}

const reads = [messageUse, chatMessageUse, dialogueUse]

/**
 * Everything that some companies used, from the measures that the charts are made of.
 * @param steps in order and without gaps
 */
export async function usesOf(query: Query, companies: readonly number[], steps: readonly Step[]): Promise<StepUse[]> {
  const [talk, ...cells] = await Promise.all([
    talkOf(query, companies, steps),
    ...reads.map(async ({ fact, keys, useOf }) => {
      const filters = new Map([['company', companies] as const])
      const parted = keysIn(fact, ['company', ...keys])
      const own = await ask(query, { fact: facts[fact], company: 'several', steps, keys: parted, filters })
      return own.map((cell) => ({ company: Number(cell.codes.company), step: cell.step, use: useOf(cell) }))
    }),
  ])
  return [...cells.flat(), ...talk.map((one) => ({ company: one.company, step: one.step, use: useOfTalk(one) }))]
}

/** In the order of the fact, which is the order of the answer. */
export function keysIn(fact: FactName, keys: readonly KeyName[]): KeyName[] {
  return (Object.keys(facts[fact].keys) as KeyName[]).filter((key) => keys.includes(key))
}

/** Calls that are alike as a use. */
export function useOfTalk({ direction, trunk, prefix, isAnswered, seconds, calls, currency, told }: Told): Use {
  return {
    service: 'call',
    of: { direction, trunk, prefix },
    reached: isAnswered ? 'delivered' : 'nothing',
    events: calls,
    units: seconds,
    ...toldIn(currency, told),
  }
}

function toldIn(currency: string, amount: bigint): Pick<Use, 'told'> {
  return currency === '' ? {} : { told: { currency, amount } }
}
