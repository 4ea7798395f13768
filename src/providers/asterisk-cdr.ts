import { columnsOption, fieldOf, isHeader, layoutOf, layoutReader } from './asterisk-columns.ts'
import type { Layout } from './asterisk-columns.ts'
import { asteriskOptions, cdrReader } from './asterisk-record.ts'
import type { Cdr } from './asterisk-record.ts'
import { plain } from './csv-columns.ts'
import { faultOf, oneOf, separatorOption } from './options.ts'
import type { FieldFault } from '../failure.ts'
import type { Asked, OpenedRows, Provider } from './provider.ts'
import { Refused } from '../events/refusal.ts'

/** Call detail records that Asterisk writes: Master.csv of cdr_csv and cdr_custom, and tables of its databases. */
export const asteriskCdr: Provider = {
  id: 'asterisk-cdr',
  title: 'Asterisk CDR',
  about:
    'Call detail records of Asterisk: Master.csv as cdr_csv or cdr_custom write it, or a table with a header line.',
  file: { shape: 'rows', options: [...asteriskOptions, separatorOption, columnsOption], open },
}

function open(asked: Asked, first: readonly string[]): OpenedRows {
  const faults: FieldFault[] = []
  const said = oneOf(asked.options, columnsOption)?.split(',')
  const titles = said ?? (isHeader(first) ? first : undefined)
  const fixed = titles === undefined ? undefined : layoutOf(titles)
  if (fixed !== undefined) refuseGaps(fixed, titles!, said === undefined ? '' : `--${columnsOption.name}`, faults)
  const nameIn = (column: string) => {
    const name = fieldOf(column) ?? plain(column)
    return fixed === undefined ? fieldOf(column) : fixed.has(name) ? name : undefined
  }
  const { read, notes } = cdrReader(asked, nameIn, faults)
  if (faults.length > 0) throw faultOf(faults)
  const isFirstRecord = said !== undefined || fixed === undefined
  const layoutOfRow = fixed === undefined ? layoutReader() : sameFor(fixed, titles!.length)
  const recordOf = (row: readonly string[]): Cdr => {
    const layout = layoutOfRow(row)
    return (name) => row[layout.get(name) ?? -1] ?? ''
  }
  return {
    read: (row) => read(recordOf(row)),
    notes: notes(isFirstRecord ? orNone(recordOf, first) : undefined),
    isFirstRecord,
  }
}

/** The layout of a table whose columns are named; a row of it has them all. */
function sameFor(layout: Layout, columns: number): (row: readonly string[]) => Layout {
  return (row) => {
    const surplus = row.slice(columns).some((field) => field !== '')
    if (row.length >= columns && !surplus) return layout
    throw new Refused('bad-format', '', `The row has ${row.length} fields, there are ${columns} columns.`)
  }
}

function orNone(recordOf: (row: readonly string[]) => Cdr, row: readonly string[]): Cdr | undefined {
  try {
    return recordOf(row)
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

/** Without these a record says nothing that could be counted. */
function refuseGaps(layout: Layout, titles: readonly string[], option: string, faults: FieldFault[]): void {
  for (const name of ['start', 'disposition'].filter((field) => !layout.has(field))) {
    const columns = titles.map((title) => `"${title.trim()}"`).join(', ')
    faults.push({
      field: option || name,
      detail: option === '' ? `has no column. Columns: ${columns}.` : `names no "${name}".`,
    })
  }
  if (!layout.has('end') && !layout.has('duration')) {
    faults.push({ field: option || 'end', detail: 'has no column, and duration has none: one of them tells the end.' })
  }
}
