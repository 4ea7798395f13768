import { encodeCurrency } from '../events/currency.ts'
import { ask } from '../measures/ask.ts'
import type { Ask, Cell, Query } from '../measures/ask.ts'
import type { Question } from '../measures/compile.ts'
import type { FactName, KeyName } from '../measures/facts/fact.ts'
import { facts } from '../measures/facts/facts.ts'
import type { Step } from '../measures/period.ts'
import { priceOf } from './pricing.ts'
import { segmentsOf } from './tariff.ts'
import type { InForce, Tariffs } from './tariff.ts'
import { chatMessageUse, dialogueUse, keysIn, messageUse } from './usage.ts'

/** Of facts that have prices: what tells their uses apart, and what is paid for besides them. */
const priced: Readonly<Partial<Record<FactName, readonly (typeof messageUse)[]>>> = {
  messages: [messageUse],
  chat_messages: [chatMessageUse, dialogueUse],
}

/**
 * Asks as `ask` does, with the prices that tariffs give: what a cell costs is what the charges of its events come to, before packages and
 * volume steps. A cell whose events have no price is in no currency.
 * @param currency that of the tariffs
 */
export function pricedAsk(tariffs: Tariffs, currency: string): Ask {
  return async (query, question) => {
    const reads = priced[question.fact.name]
    if (reads === undefined || !question.keys.includes('currency')) return ask(query, question)
    const { pieces, pricesOf, wholeOf } = piecesOf(question.steps, tariffs)
    const kept = question.filters.get('currency')
    const asked = { ...question, steps: pieces, filters: without(question.filters, 'currency') }
    const cells = await Promise.all(
      reads
        .filter(({ fact }) => fact !== 'dialogues' || [...pricesOf.values()].some(hasDialogues))
        .map((read) => askUses(query, asked, read, question.fact.name)),
    )
    return cells.flat().flatMap(({ cell, use }) => {
      const one = priceOf(use, pricesOf.get(cell.step)!, currency)
      const code = one === undefined || one.currency === '' ? 0 : encodeCurrency(one.currency)!
      const whole = { ...cell, step: wholeOf.get(cell.step)!, codes: { ...cell.codes, currency: code } }
      if (kept !== undefined && !kept.map(Number).includes(code)) return []
      return [{ ...whole, price: one?.amount ?? 0n }]
    })
  }
}

type Read = typeof messageUse
type Used = { cell: Cell; use: ReturnType<Read['useOf']> }

async function askUses(
  query: Query,
  question: Question,
  { fact, keys, useOf }: Read,
  asked: FactName,
): Promise<Used[]> {
  const used = facts[fact]
  const filters = new Map([...question.filters].filter(([key]) => used.keys[key] !== undefined))
  // What a fact does not tell apart cannot be filtered by: what it counts is not in the answer then.
  if (filters.size < question.filters.size) return []
  const wanted = keysIn(fact, [...question.keys, ...keys])
  const cells = await ask(query, { ...question, fact: used, keys: wanted, filters })
  const isBeside = fact === 'dialogues' && asked !== fact
  return cells.map((cell) => ({
    use: useOf(cell),
    // What is paid for besides is not counted once more.
    cell: isBeside ? { ...cell, codes: { ...zeros(question.keys), ...cell.codes }, sums: nothing(question) } : cell,
  }))
}

function zeros(keys: readonly KeyName[]): Cell['codes'] {
  return Object.fromEntries(keys.map((key) => [key, 0]))
}

function nothing({ fact: { sums } }: Question): Cell['sums'] {
  return Object.fromEntries(Object.keys(sums).map((name) => [name, 0]))
}

function hasDialogues({ rates }: InForce): boolean {
  return [...rates.values()].some(({ service }) => service === 'dialogue')
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

function without(filters: Question['filters'], key: KeyName): Question['filters'] {
  return new Map([...filters].filter(([name]) => name !== key))
}
