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

/** A column of sums: what is told of the cells of a row; `fact` says of which, where they are others than the report's. */
export type NumberColumn = TypeColumn & { number: (cells: readonly Cell[]) => ReportCell; fact?: FactName }
/** A column whose values part the rows where it is chosen. */
export type PartingColumn = TypeColumn & { by: DimensionName }

/**
 * Reads a report whose rows are sums, parted by the columns that are chosen of those that part. Days without anything are there with
 * zero. Of money in several currencies the first stands in the row, and each other one in a row that has nothing but it.
 * @param always the keys that its numbers look at; those of other facts look at none
 */
export function cellRows(name: FactName, always: readonly KeyName[]): ReadReport {
  return async (source, asked) => {
    const { query, reading, company, prices } = source
    const parting = asked.columns.filter(isParting)
    const steps = stepsOf(asked.period, parting.some(({ by }) => by === 'day') ? 'day' : 'whole')
    const parted = parting.map(({ by }) => dimensions[by].key)
    const own = [...parted, ...always, ...(asked.columns.some(isMoney) ? (['currency'] as const) : [])]
    const names = new Set([name, ...asked.columns.flatMap(({ fact }: Partial<NumberColumn>) => fact ?? [])])

    async function cellsOf(asking: FactName): Promise<[FactName, readonly Cell[]]> {
      const fact = facts[asking]
      const needed = new Set<KeyName | undefined>(asking === name ? own : parted)
      const cells = await (prices?.ask ?? ask)(query, {
        fact,
        company: company.number,
        steps,
        keys: (Object.keys(fact.keys) as KeyName[]).filter((key) => needed.has(key)),
        filters: keptCodes(asked, company.number),
      })
      return [asking, cells]
    }

    const cells = new Map(await reading(() => Promise.all(Array.from(names, cellsOf))))
    const groups = await groupsOf(source, { parting, steps, cells })
    const rows = groups.flatMap(({ values, cells: all }) =>
      rowsOf(asked, { values, of: (fact = name) => all.get(fact) ?? [] }, company.currency),
    )
    return { all: rows.length, batches: allAtOnce(rows) }
  }
}

function isParting(column: TypeColumn | PartingColumn): column is PartingColumn {
  return 'by' in column
}

type Cells = ReadonlyMap<FactName, readonly Cell[]>

/** The cells of a row, and the values by which it is parted, by column. */
type Group = { values: ReadonlyMap<string, ReportCell>; cells: Cells }

type Parted = { parting: readonly PartingColumn[]; steps: readonly Step[]; cells: Cells }

type NameOf = (by: DimensionName, word: string) => string

/**
 * The rows in the order of days, closed lists and names, by the columns from left to right. Two of one name have rows of their own:
 * percentiles of the one and the other do not add up.
 */
async function groupsOf(source: ReportSource, { parting, steps, cells }: Parted): Promise<Group[]> {
  const all = [...cells.values()].flat()
  const nameOf = await namesIn(source, parting, all)
  let groups: Group[] = [{ values: new Map(), cells }]
  for (const { name, by } of parting) {
    const wordOf = wordReader(by)
    // Those of closed lists and names that occur anywhere are in every row beside them.
    const words = by === 'day' ? [...new Set(steps.map(({ day }) => day))] : occurring(by, all.map(wordOf), nameOf)
    groups = groups.flatMap((group) => {
      const own = Array.from(group.cells, ([fact, list]) => [fact, Map.groupBy(list, wordOf)] as const)
      return words.map((word) => ({
        values: new Map([...group.values, [name, nameOf(by, word)]]),
        cells: new Map(own.map(([fact, lists]) => [fact, lists.get(word) ?? []])),
      }))
    })
  }
  return groups
}

function occurring(by: DimensionName, words: readonly string[], nameOf: NameOf): string[] {
  const present = new Set(words)
  const listed = dimensions[by].values?.map(({ value }) => value)
  if (present.size === 0) return ['']
  if (listed !== undefined) return listed.filter((value) => present.has(value))
  return [...present].toSorted((a, b) => nameOf(by, a).localeCompare(nameOf(by, b), 'en') || (a < b ? -1 : 1))
}

async function namesIn(
  { query, company }: ReportSource,
  parting: readonly PartingColumn[],
  cells: readonly Cell[],
): Promise<NameOf> {
  const named = parting.flatMap(({ by }) => (dimensions[by].kind === undefined ? [] : [by]))
  const keys = named.flatMap((by) => cells.map(wordReader(by)))
  const nameOf = await readNames(query, company.number, keys)
  return (by, word) => {
    const { kind } = dimensions[by]
    return kind === undefined ? word : nameOf(kind, word).name
  }
}

/** What a row says: its values, and its cells of some facts, or of the report's. */
type Row = { values: Group['values']; of: (fact?: FactName) => readonly Cell[] }

function rowsOf(asked: ReportAsked, { values, of }: Row, ownCurrency: string): ReportCell[][] {
  const sums = asked.columns.some(isMoney) ? moneyOf(of()) : new Map<string, bigint>()
  const currencies = [...sums.keys()].toSorted((a, b) => Number(b === ownCurrency) - Number(a === ownCurrency))
  const row = (currency: string, isFirst: boolean) =>
    asked.columns.map((column): ReportCell => {
      if (isMoney(column)) return decimalOf(sums.get(currency) ?? 0n)
      if (column.name === 'currency') return currency
      const value = values.get(column.name)
      if (value !== undefined) return wordTeller(column, asked.language)(value)
      const { number, fact } = column as NumberColumn
      return isFirst ? number(of(fact)) : null
    })
  const [first = ownCurrency, ...others] = currencies
  return [row(first, true), ...others.map((currency) => row(currency, false))]
}
