import { ask, wordReader } from '../measures/ask.ts'
import type { Cell } from '../measures/ask.ts'
import { decimalOf } from '../measures/decimal.ts'
import { dimensions } from '../measures/dimensions.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import type { FactName, KeyName } from '../measures/facts/fact.ts'
import { facts } from '../measures/facts/facts.ts'
import { moneyOf } from '../measures/measures.ts'
import { stepsOf } from '../measures/period.ts'
import type { Step } from '../measures/period.ts'
import { readNames } from '../panels/names.ts'
import type { ReportCell } from './file.ts'
import { keptCodes } from './kept-codes.ts'
import { allAtOnce, isMoney } from './report-type.ts'
import type { ReadReport, ReportAsked, ReportSource, TypeColumn } from './report-type.ts'
import { wordTeller } from './told-words.ts'

/** A column of sums: what is told of the cells of a row. */
export type NumberColumn = TypeColumn & { number: (cells: readonly Cell[]) => ReportCell }
/** A column whose values part the rows where it is chosen. */
export type PartingColumn = TypeColumn & { by: DimensionName }

/**
 * Reads a report whose rows are sums, parted by the columns that are chosen of those that part. Days without anything are there with
 * zero. Of money in several currencies the first stands in the row, and each other one in a row that has nothing but it.
 * @param always the keys that its numbers look at
 */
export function cellRows(name: FactName, always: readonly KeyName[]): ReadReport {
  const fact = facts[name]
  return async (source, asked) => {
    const { query, reading, company, prices } = source
    const parting = asked.columns.filter(isParting)
    const hasMoney = asked.columns.some(isMoney)
    const needed = new Set<KeyName | undefined>([
      ...always,
      ...parting.map(({ by }) => dimensions[by].key),
      ...(hasMoney ? (['currency'] as const) : []),
    ])
    const steps = stepsOf(asked.period, parting.some(({ by }) => by === 'day') ? 'day' : 'whole')
    const cells = await reading(() =>
      (prices?.ask ?? ask)(query, {
        fact,
        company: company.number,
        steps,
        keys: (Object.keys(fact.keys) as KeyName[]).filter((key) => needed.has(key)),
        filters: keptCodes(asked, company.number),
      }),
    )
    const groups = await groupsOf(source, { parting, steps, cells })
    const rows = groups.flatMap((group) => rowsOf(asked, group, company.currency))
    return { all: rows.length, batches: allAtOnce(rows) }
  }
}

function isParting(column: TypeColumn | PartingColumn): column is PartingColumn {
  return 'by' in column
}

/** The cells of a row, and the values by which it is parted, by column. */
type Group = { values: ReadonlyMap<string, ReportCell>; cells: readonly Cell[] }

type Parted = { parting: readonly PartingColumn[]; steps: readonly Step[]; cells: readonly Cell[] }

/** The rows in the order of days, closed lists and names, by the columns from left to right. */
async function groupsOf(source: ReportSource, { parting, steps, cells }: Parted): Promise<Group[]> {
  const nameOf = await namesIn(source, parting, cells)
  let groups: Group[] = [{ values: new Map(), cells }]
  for (const { name, by } of parting) {
    const valueOf = (cell: Cell) => nameOf(by, wordReader(by)(cell))
    // Those of closed lists and names that occur anywhere are in every row beside them.
    const values = by === 'day' ? [...new Set(steps.map(({ day }) => day))] : occurring(by, cells.map(valueOf))
    groups = groups.flatMap((group) => {
      const own = Map.groupBy(group.cells, valueOf)
      return values.map((value) => ({
        values: new Map([...group.values, [name, value]]),
        cells: own.get(value) ?? [],
      }))
    })
  }
  return groups
}

function occurring(by: DimensionName, values: readonly string[]): string[] {
  const present = new Set(values)
  const listed = dimensions[by].values?.map(({ value }) => value)
  if (present.size === 0) return ['']
  return listed === undefined
    ? [...present].toSorted((a, b) => a.localeCompare(b, 'en'))
    : listed.filter((value) => present.has(value))
}

async function namesIn({ query, company }: ReportSource, parting: readonly PartingColumn[], cells: readonly Cell[]) {
  const named = parting.flatMap(({ by }) => (dimensions[by].kind === undefined ? [] : [by]))
  const keys = named.flatMap((by) => cells.map(wordReader(by)))
  const nameOf = await readNames(query, company.number, keys)
  return (by: DimensionName, word: string): string => {
    const { kind } = dimensions[by]
    return kind === undefined ? word : nameOf(kind, word).name
  }
}

function rowsOf(asked: ReportAsked, { values, cells }: Group, ownCurrency: string): ReportCell[][] {
  const sums = asked.columns.some(isMoney) ? moneyOf(cells) : new Map<string, bigint>()
  const currencies = [...sums.keys()].toSorted((a, b) => Number(b === ownCurrency) - Number(a === ownCurrency))
  const row = (currency: string, isFirst: boolean) =>
    asked.columns.map((column): ReportCell => {
      if (isMoney(column)) return decimalOf(sums.get(currency) ?? 0n)
      if (column.name === 'currency') return currency
      const value = values.get(column.name)
      if (value !== undefined) return wordTeller(column, asked.language)(value)
      return isFirst ? (column as NumberColumn).number(cells) : null
    })
  const [first = ownCurrency, ...others] = currencies
  return [row(first, true), ...others.map((currency) => row(currency, false))]
}
