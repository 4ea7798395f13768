import type { FieldFault } from '../failure.ts'
import { pairsOf } from './options.ts'
import type { FileOption, GivenOptions } from './options.ts'

/** What a row may tell of its message, and the names of columns that are understood without a mapping. */
const fields = {
  id: { names: ['id', 'eventId'] },
  source: { names: ['source'] },
  subject: { names: ['subject', 'message', 'messageId'] },
  time: { names: ['time'] },
  createdAt: { names: ['createdAt'] },
  channel: { names: ['channel'] },
  status: { names: ['status'] },
  required: { names: ['required'] },
  flowId: { names: ['flowId'] },
  parts: { names: ['parts'] },
  text: { names: ['text'] },
  price: { names: ['price', 'price.amount'] },
  currency: { names: ['currency', 'price.currency'] },
  to: { names: ['to'] },
  from: { names: ['from'] },
  country: { names: ['country'] },
  network: { names: ['network'] },
  provider: { names: ['provider'] },
  providerStatus: { names: ['providerStatus'] },
  reason: { names: ['reason'] },
  task: { names: ['task'] },
  template: { names: ['template'] },
} as const

export type FieldName = keyof typeof fields
export const fieldNames = Object.keys(fields) as FieldName[]

/** Where the value of a field comes from: the place of its column, or -1; and what stands where that is empty. */
export type Place = { column: number; constant: string }
export type Places = Partial<Record<FieldName, Place>>

export const mapOption: FileOption = {
  name: 'map',
  value: 'field=column',
  description: 'take this field from the column of this name (repeat it); not needed where the names are equal',
}
export const setOption: FileOption = {
  name: 'set',
  value: 'field=value',
  description: 'the value of this field in every row, or in those where its column is empty (repeat it)',
}

/**
 * Finds the column of each field: by `--map`, else by its name; and its constant by `--set`.
 * @param faults gets what is wrong with the mapping, naming the columns that there are
 */
export function findPlaces(options: GivenOptions, columns: readonly string[], faults: FieldFault[]): Places {
  const places: Places = {}
  for (const [field, title] of pairsOf(options, mapOption, 'first', faults)) {
    const name = fieldNamed(field, mapOption, faults)
    const column = columnNamed(title, columns, faults)
    if (name !== undefined && column !== undefined) places[name] = { column, constant: '' }
  }
  for (const name of fieldNames.filter((field) => places[field] === undefined)) {
    const column = columnOf(name, columns, faults)
    if (column !== undefined) places[name] = { column, constant: '' }
  }
  for (const [field, constant] of pairsOf(options, setOption, 'first', faults)) {
    const name = fieldNamed(field, setOption, faults)
    if (name !== undefined) places[name] = { column: places[name]?.column ?? -1, constant }
  }
  if (faults.length === 0) refuseGaps(places, columns, faults)
  return places
}

/** The columns from which nothing is taken. */
export function unusedColumns(places: Places, columns: readonly string[]): string[] {
  const used = new Set(Object.values(places).map(({ column }) => column))
  return columns.filter((_, at) => !used.has(at))
}

/** What must be there, or the numbers would mean nothing. */
function refuseGaps(places: Places, columns: readonly string[], faults: FieldFault[]): void {
  const missing = (['channel', 'status'] as const).filter((name) => places[name] === undefined)
  for (const name of missing) faults.push(gap(name, columns))
  if (places.time === undefined && places.createdAt === undefined) faults.push(gap('time', columns))
  if (places.price !== undefined && places.currency === undefined) faults.push(gap('currency', columns))
}

const examples = { channel: 'sms', status: 'delivered', currency: 'EUR', time: '2026-11-24T09:30:00Z' } as const

function gap(name: keyof typeof examples, columns: readonly string[]): FieldFault {
  const ways = `map its column (--map ${name}=COLUMN) or give one value for all rows (--set ${name}=${examples[name]})`
  return { field: name, detail: `has no column: ${ways}. ${listed(columns)}` }
}

function fieldNamed(field: string, option: FileOption, faults: FieldFault[]): FieldName | undefined {
  const name = fieldNames.find((known) => fields[known].names.some((word) => plain(word) === plain(field)))
  if (name === undefined) {
    faults.push({ field: `--${option.name}`, detail: `knows no field "${field}"; fields: ${fieldNames.join(', ')}.` })
  }
  return name
}

/** The column that has the field's own name. */
function columnOf(name: FieldName, columns: readonly string[], faults: FieldFault[]): number | undefined {
  const found = fields[name].names.map((word) => placesOf(word, columns, plain)).find((same) => same.length > 0) ?? []
  if (found.length > 1) {
    faults.push({ field: name, detail: `has ${found.length} columns of its name; rename one. ${listed(columns)}` })
  }
  return found[0]
}

function columnNamed(title: string, columns: readonly string[], faults: FieldFault[]): number | undefined {
  const exact = placesOf(title, columns, (column) => column.trim())
  const found = exact.length > 0 ? exact : placesOf(title, columns, plain)
  if (found.length === 1) return found[0]
  const detail = found.length === 0 ? `finds no column "${title}".` : `finds ${found.length} columns "${title}".`
  faults.push({ field: '--map', detail: `${detail} ${listed(columns)}` })
  return undefined
}

function placesOf(title: string, columns: readonly string[], form: (text: string) => string): number[] {
  return columns.flatMap((column, at) => (form(column) === form(title) ? [at] : []))
}

function listed(columns: readonly string[]): string {
  return `Columns: ${columns.map((column) => `"${column}"`).join(', ')}.`
}

/** A name without what people write differently: case, spaces, dots, dashes, underscores. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s._-]/g, '')
}
