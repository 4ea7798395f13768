import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import { nobody } from './message-rows.ts'

const askedAtOnce = 20_000
/** So many rows are one block of the engine, which is there whole or not at all. */
const writtenAtOnce = 100_000

/**
 * The numbers of some clients of a company, by pseudonym: what is counted of clients are numbers, from 1 and without large gaps.
 * Who has none yet is given the next, and the table says so before anybody counts by it: a step that is repeated finds them. Asked
 * by one at a time. Nothing is remembered here, so whoever was forgotten in the table is.
 */
export async function clientNumbers(
  facts: Facts,
  company: number,
  persons: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const numbers = await knownOf(facts, company, [...persons])
  const strangers = [...persons].filter((person) => !numbers.has(person))
  if (strangers.length === 0) return numbers
  const [row] = await facts.query(
    `SELECT max(number) FROM client_numbers WHERE company = ${company} AND person = toUUID('${nobody}')`,
    { session: 'folding' },
  )
  let last = Number(row![0])
  for (let at = 0; at < strangers.length; at += writtenAtOnce) {
    const some = strangers.slice(at, at + writtenAtOnce)
    const rows = createRows()
    rows.add(`${company}\t${nobody}\t${last + some.length}\n`)
    for (const person of some) {
      numbers.set(person, ++last)
      rows.add(`${company}\t${person}\t${last}\n`)
    }
    await facts.insert('client_numbers', ['company', 'person', 'number'], rows.bytes())
  }
  return numbers
}

async function knownOf(facts: Facts, company: number, persons: readonly string[]): Promise<Map<string, number>> {
  const numbers = new Map<string, number>()
  const ordered = persons.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
  for (let at = 0; at < ordered.length; at += askedAtOnce) {
    const rows = await facts.query(
      `SELECT toString(person), max(number) FROM client_numbers WHERE company = ${company} AND person IN ` +
        `(SELECT toUUID(arrayJoin(splitByChar(',', '${ordered.slice(at, at + askedAtOnce).join(',')}')))) GROUP BY person`,
      { session: 'folding' },
    )
    for (const [person, number] of rows) numbers.set(String(person), Number(number))
  }
  return numbers
}

/** The engine has UUIDs in the order of their second halves: those asked for together should lie together. */
function placeOf(person: string): string {
  return person.slice(19) + person.slice(0, 18)
}
