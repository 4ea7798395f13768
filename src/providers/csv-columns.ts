import type { FieldFault } from '../failure.ts'
import { pairsOf } from './options.ts'
import type { FileOption, GivenOptions } from './options.ts'

/** What a row may tell, and the names of columns that are understood without a mapping. */
export type FieldTable<Name extends string> = Readonly<Record<Name, { names: readonly string[] }>>

/** Where the value of a field comes from: the place of its column, or -1; and what stands where that is empty. */
export type Place = { column: number; constant: string }
export type Places<Name extends string> = Partial<Record<Name, Place>>

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
export function findPlaces<Name extends string>(
  fields: FieldTable<Name>,
  options: GivenOptions,
  columns: readonly string[],
  faults: FieldFault[],
): Places<Name> {
  const names = Object.keys(fields) as Name[]
  const places: Places<Name> = {}
  for (const [field, title] of pairsOf(options, mapOption, 'first', faults)) {
    const name = fieldNamed(fields, field, mapOption, faults)
    const column = columnNamed(title, columns, faults)
    if (name !== undefined && column !== undefined) places[name] = { column, constant: '' }
  }
  for (const name of names.filter((field) => places[field] === undefined)) {
    const column = columnOf(name, fields[name].names, columns, faults)
    if (column !== undefined) places[name] = { column, constant: '' }
  }
  for (const [field, constant] of pairsOf(options, setOption, 'first', faults)) {
    const name = fieldNamed(fields, field, setOption, faults)
    if (name !== undefined) places[name] = { column: places[name]?.column ?? -1, constant }
  }
  return places
}

/** What a row says of a field, as it stands there. */
export function cellOf(place: Place | undefined, row: readonly string[]): string {
  return place === undefined || place.column < 0 ? '' : row[place.column]!
}

/** What a row says of a field without white space around it, else the constant. */
export function valueOf(place: Place | undefined, row: readonly string[]): string {
  return cellOf(place, row).trim() || (place?.constant ?? '')
}

/** The columns from which nothing is taken. */
export function unusedColumns(places: Places<string>, columns: readonly string[]): string[] {
  const used = new Set(Object.values(places).map((place) => place?.column))
  return columns.filter((_, at) => !used.has(at))
}

/** For a field that must be told by a column or a constant, such as the example. */
export function gap(name: string, example: string, columns: readonly string[]): FieldFault {
  const ways = `map its column (--map ${name}=COLUMN) or give one value for all rows (--set ${name}=${example})`
  return { field: name, detail: `has no column: ${ways}. ${listed(columns)}` }
}

function fieldNamed<Name extends string>(
  fields: FieldTable<Name>,
  field: string,
  option: FileOption,
  faults: FieldFault[],
): Name | undefined {
  const all = Object.keys(fields) as Name[]
  const name = all.find((known) => fields[known].names.some((word) => plain(word) === plain(field)))
  if (name === undefined) {
    faults.push({ field: `--${option.name}`, detail: `knows no field "${field}"; fields: ${all.join(', ')}.` })
  }
  return name
}

/** The column that has the field's own name. */
function columnOf(
  name: string,
  names: readonly string[],
  columns: readonly string[],
  faults: FieldFault[],
): number | undefined {
  const found = names.map((word) => placesOf(word, columns, plain)).find((same) => same.length > 0) ?? []
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
export function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s._-]/g, '')
}
