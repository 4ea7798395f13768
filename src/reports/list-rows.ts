import { ask } from '../measures/ask.ts'
import type { Question } from '../measures/compile.ts'
import type { FactName, SumName } from '../measures/facts/fact.ts'
import { facts } from '../measures/facts/facts.ts'
import { stepsOf } from '../measures/period.ts'
import { everyRow } from '../panels/every-row.ts'
import type { Listing } from '../panels/listing.ts'
import { pricedList } from '../panels/priced-list.ts'
import type { ReportCell } from './file.ts'
import { keptCodes } from './kept-codes.ts'
import { isMoney } from './report-type.ts'
import type { ReadReport, ReportAsked, ReportSource } from './report-type.ts'
import { wordTeller } from './told-words.ts'

/** Reads a report that has a row for each row of facts: those of the list behind the numbers of pages, all of them. */
export function listRows(name: FactName, listing: Listing): ReadReport {
  const fact = facts[name]
  return async (source, asked) => {
    const { query, reading, company } = source
    const filters = keptCodes(asked, company.number)
    const steps = stepsOf(asked.period, 'whole')
    const question: Question = { fact, company: company.number, steps, keys: [], filters }
    const [each] = Object.keys(fact.sums) as [SumName]
    const cells = await reading(() => ask(query, question))
    return {
      all: cells.reduce((sum, cell) => sum + cell.sums[each]!, 0),
      batches: batchesOf(source, asked, listing, question),
    }
  }
}

async function* batchesOf(source: ReportSource, asked: ReportAsked, listing: Listing, question: Question) {
  const { query, reading, company } = source
  const prices = asked.columns.some(isMoney) ? source.prices : undefined
  const columns = asked.columns.map((column) => ({
    at: listing.columns.findIndex(({ name }) => name === column.name),
    told: wordTeller(column, asked.language),
  }))
  for await (const rows of everyRow(query, { listing, question, rowsAtOnce: asked.rowsAtOnce, reading })) {
    // Times stay instants: what writes the file writes them in the zone.
    const shown = await listing.show(query, company.number, rows, (instant) => instant)
    yield pricedList(listing, rows, shown, prices).map((row): ReportCell[] =>
      columns.map(({ at, told }) => told(row[at]!)),
    )
  }
}
