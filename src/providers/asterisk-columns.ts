import { Refused } from '../events/refusal.ts'
import { plain } from './csv-columns.ts'
import type { FileOption } from './options.ts'

/** Where the fields of a record of Asterisk stand, in the forms in which its versions and modules write them. */

export const columnsOption: FileOption = {
  name: 'columns',
  value: 'names',
  description: 'the columns of a file without a header line, in order, such as "start,src,dst,disposition,uniqueid"',
}

/** The fields that are read, and what they are called elsewhere: in databases, in the events of the manager interface. */
const fieldNames = {
  accountcode: [],
  src: ['source'],
  dst: ['destination'],
  dcontext: ['destinationcontext'],
  clid: ['callerid'],
  channel: [],
  dstchannel: ['destinationchannel'],
  lastapp: ['lastapplication'],
  lastdata: [],
  start: ['calldate', 'starttime'],
  answer: ['answertime'],
  end: ['endtime'],
  duration: [],
  billsec: ['billableseconds'],
  disposition: [],
  amaflags: [],
  uniqueid: [],
  userfield: [],
  peeraccount: [],
  linkedid: [],
  sequence: [],
} as const
export type CdrField = keyof typeof fieldNames
const fieldByName = new Map(
  Object.entries(fieldNames).flatMap(([field, others]) => [field, ...others].map((name) => [name, field as CdrField])),
)

/** The field that a column is, by its title; undefined when it is another. */
export function fieldOf(title: string): CdrField | undefined {
  return fieldByName.get(plain(title.trim()))
}

/** The columns of a record: a field by its own name, another column by its title. */
export type Layout = ReadonlyMap<string, number>

/** The layout of a table whose columns have titles; of two that are one field the first counts. */
export function layoutOf(titles: readonly string[]): Layout {
  const layout = new Map<string, number>()
  for (const [at, title] of titles.entries()) {
    const name = fieldOf(title) ?? plain(title.trim())
    if (!layout.has(name)) layout.set(name, at)
  }
  return layout
}

/** Whether a row names columns, and is no record: the words of a record are other ones. */
export function isHeader(row: readonly string[]): boolean {
  const named = row.filter((title) => fieldOf(title) !== undefined)
  return named.length >= 3 && row.some((title) => fieldOf(title) === 'start')
}

const words = (text: string) => text.split(' ') as CdrField[]

/** cdr_csv of every version writes these; what follows depends on cdr.conf. */
const csvFields = words(
  'accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags',
)
/** loguniqueid, loguserfield, newcdrcolumns: by how many fields follow. */
const csvTails: Readonly<Record<number, { plain: CdrField[]; withUserField?: CdrField[] }>> = {
  0: { plain: [] },
  1: { plain: ['uniqueid'], withUserField: ['userfield'] },
  2: { plain: ['uniqueid', 'userfield'] },
  3: { plain: ['peeraccount', 'linkedid', 'sequence'] },
  4: {
    plain: ['uniqueid', 'peeraccount', 'linkedid', 'sequence'],
    withUserField: ['userfield', 'peeraccount', 'linkedid', 'sequence'],
  },
  5: { plain: ['uniqueid', 'userfield', 'peeraccount', 'linkedid', 'sequence'] },
}

/** What the samples of cdr_custom write, and a table of cdr_odbc, cdr_mysql or cdr_pgsql without its header line. */
const otherForms: readonly CdrField[][] = [
  words(
    'clid src dst dcontext channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags accountcode uniqueid userfield sequence',
  ),
  words(
    'start clid src dst dcontext channel dstchannel lastapp lastdata duration billsec disposition amaflags accountcode uniqueid userfield',
  ),
]
const fieldsMin = 14
const fieldsMax = csvFields.length + 5

/** An id of a channel: the seconds since 1970 at which it was made, and a count; before them perhaps the name of the system. */
export const uniqueIdForm = /^(?:.*-)?(\d{9,10})\.\d+$/

/**
 * The layouts of a file without a header line; where cdr.conf was changed while the file was written, its rows differ.
 * @returns the layout of a row
 * @throws Refused when the row has none of the forms
 */
export function layoutReader(): (row: readonly string[]) => Layout {
  const known = new Map<string, Layout>()
  return (row) => {
    const start = row.findIndex(isTime)
    const isUniqueId = uniqueIdForm.test(row[csvFields.length] ?? '')
    const key = `${start} ${row.length} ${isUniqueId}`
    const layout = known.get(key) ?? layoutBy(row.length, start, isUniqueId)
    known.set(key, layout)
    return layout
  }
}

function layoutBy(length: number, start: number, isUniqueId: boolean): Layout {
  const tail = csvTails[length - csvFields.length]
  if (start === csvFields.indexOf('start') && tail !== undefined) {
    return layoutOf([...csvFields, ...((isUniqueId ? undefined : tail.withUserField) ?? tail.plain)])
  }
  const form = otherForms.find((fields) => fields.indexOf('start') === start && length <= fields.length)
  if (form !== undefined && length >= fieldsMin) return layoutOf(form.slice(0, length))
  if (length > fieldsMax) {
    const detail = `The row has ${length} fields, more than any form of Asterisk: a field with commas in it must be in quotes.`
    throw new Refused('bad-format', '', detail)
  }
  const detail =
    `The row has ${length} fields${start < 0 ? ' and no time' : `, the first time is field ${start + 1}`}: no form of Asterisk ` +
    'that is known here. Name the columns in order with --columns, if it is whole.'
  throw new Refused('bad-format', '', detail)
}

function isTime(field: string): boolean {
  return /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/.test(field)
}
