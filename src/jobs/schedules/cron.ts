/** When something happens, in the five fields of cron: minutes, hours, days of the month, months, days of the week (0 and 7: Sunday). */
export type Cron = {
  minutes: ReadonlySet<number>
  hours: ReadonlySet<number>
  days: ReadonlySet<number>
  months: ReadonlySet<number>
  weekdays: ReadonlySet<number>
  /** Where both days of the month and of the week are told, one of them is enough, as in every cron. */
  isEitherDay: boolean
}

type Field = { name: string; least: number; most: number; words?: readonly string[] }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const fields: readonly Field[] = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  { name: 'days', least: 1, most: 31 },
  { name: 'months', least: 1, most: 12, words: ['', ...months] },
  { name: 'days of the week', least: 0, most: 7, words: weekdays },
]

const lengthMax = 100

/** @throws Error with the rest of the sentence "FIELD …" */
export function readCron(text: string): Cron {
  const parts = text.trim().split(/\s+/)
  if (parts.length !== fields.length || text.length > lengthMax) {
    throw new Error('must have five fields, such as "30 6 * * 1-5": minutes, hours, days, months, days of the week.')
  }
  const [minutes, hours, days, monthsTold, told] = fields.map((field, at) => readField(field, parts[at]!)) as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ]
  return {
    minutes,
    hours,
    days,
    months: monthsTold,
    weekdays: new Set([...told].map((day) => day % 7)),
    isEitherDay: !parts[2]!.startsWith('*') && !parts[4]!.startsWith('*'),
  }
}

function readField(field: Field, text: string): Set<number> {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(part) ?? []
    const [from, to] = rangeOf(field, range, step !== undefined)
    const by = step === undefined ? 1 : Number(step)
    if (by < 1 || from > to) throw wrong(field, part)
    for (let value = from; value <= to; value += by) values.add(value)
  }
  return values
}

function rangeOf(field: Field, range: string, isStepped: boolean): [from: number, to: number] {
  if (range === '*') return [field.least, field.most]
  const [from = '', to, ...more] = range.split('-')
  const first = numberOf(field, from)
  const last = to === undefined ? (isStepped ? field.most : first) : numberOf(field, to)
  if (first === undefined || last === undefined || more.length > 0) throw wrong(field, range)
  return [first, last]
}

function numberOf({ least, most, words = [] }: Field, text: string): number | undefined {
  const word = text === '' ? -1 : words.indexOf(text.toLowerCase())
  const value = word >= 0 ? word : /^\d{1,2}$/.test(text) ? Number(text) : undefined
  return value === undefined || value < least || value > most ? undefined : value
}

function wrong({ name, least, most }: Field, text: string): Error {
  return new Error(`has "${text.slice(0, 20)}" for its ${name}, which go from ${least} to ${most}.`)
}
