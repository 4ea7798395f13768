import { encodeCurrency } from '../events/currency.ts'
import { ask } from '../measures/ask.ts'
import type { Ask, Cell } from '../measures/ask.ts'
import type { FactName } from '../measures/facts/fact.ts'
import { facts } from '../measures/facts/facts.ts'
import type { Step } from '../measures/period.ts'
import { priceOf } from './pricing.ts'
import { segmentsOf } from './tariff.ts'
import type { InForce, Tariffs } from './tariff.ts'
import { chatMessageUse, keysIn, messageUse } from './usage.ts'

type Read = typeof messageUse

/** Of facts that have prices: what tells their uses apart. */
const priced: Readonly<Partial<Record<FactName, Read>>> = { messages: messageUse, chat_messages: chatMessageUse }

/**
 * Asks as `ask` does, with the prices that tariffs give: what a cell costs is what the charges of its events come to, before packages and
 * volume steps. A cell whose events have no price is in no currency.
 * @param currency that of the tariffs
 */
export function pricedAsk(tariffs: Tariffs, currency: string): Ask {
  return async (query, question) => {
    const read = priced[question.fact.name]
    if (read === undefined || !question.keys.includes('currency')) return ask(query, question)
    const { pieces, pricesOf, wholeOf } = piecesOf(question.steps, tariffs)
    // What something costs is known when it is priced: only then can a currency be chosen.
    const filters = new Map([...question.filters].filter(([key]) => key !== 'currency'))
    const kept = question.filters.get('currency')?.map(Number)
    const keys = keysIn(read.fact, [...question.keys, ...read.keys])
    const cells = await ask(query, { ...question, fact: facts[read.fact], keys, steps: pieces, filters })
    return cells.flatMap((cell): Cell[] => {
      const one = priceOf(read.useOf(cell), pricesOf.get(cell.step)!, currency)
      const code = one === undefined || one.currency === '' ? 0 : encodeCurrency(one.currency)!
      if (kept !== undefined && !kept.includes(code)) return []
      const codes = { ...cell.codes, currency: code }
      return [{ ...cell, step: wholeOf.get(cell.step)!, codes, price: one?.amount ?? 0n }]
    })
  }
}

/** Steps, cut where prices change; what each piece is of, and the prices that stand in it. */
function piecesOf(steps: readonly Step[], tariffs: Tariffs) {
  const pricesOf = new Map<Step, InForce>()
  const wholeOf = new Map<Step, Step>()
  const segments = segmentsOf(tariffs, steps[0]!.from, steps.at(-1)!.to)
  let at = 0
  for (const step of steps) {
    while (segments[at]!.to <= step.from) at++
    for (let next = at; next < segments.length && segments[next]!.from < step.to; next++) {
      const { from, to, prices } = segments[next]!
      const piece = { ...step, from: Math.max(from, step.from), to: Math.min(to, step.to) }
      pricesOf.set(piece, prices)
      wholeOf.set(piece, step)
    }
  }
  return { pieces: [...pricesOf.keys()], pricesOf, wholeOf }
}
