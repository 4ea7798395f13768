import { callStatuses } from '../events/call-vocabulary.ts'
import { Refused } from '../events/refusal.ts'
import type { FieldFault } from '../failure.ts'
import { callOptions, directionReader, outcomeReader } from './call-options.ts'
import { findPlaces, gap, unusedColumns, valueOf } from './csv-columns.ts'
import type { FieldTable, Places } from './csv-columns.ts'
import { datesOption, decimalCommaOption, orderOf, statusOption } from './csv-options.ts'
import { faultOf, separatorOption, zoneOption } from './options.ts'
import type { Asked, Opened, Provider } from './provider.ts'
import { countAlike, hashOf } from './record-identity.ts'
import { instantsOfWall, timesOf } from './wall-times.ts'
import { wordReader } from './words.ts'
import { readDecimal, readSeconds, readWhole, timeReader, wallReader } from './written-values.ts'

/** Tables of calls that any program writes: one call, leg or status of a call a row. */
export const csvCalls: Provider = {
  id: 'csv-calls',
  title: 'CSV of calls, with a header line',
  about: 'A table of calls with a header line, one call, leg or status of a call a row.',
  file: {
    shape: 'table',
    options: [...callOptions, statusOption, zoneOption, datesOption, decimalCommaOption, separatorOption],
    open,
  },
}

/** What a row may tell of its call. */
export const callFields = {
  id: { names: ['id', 'eventId'] },
  source: { names: ['source'] },
  call: { names: ['call', 'callId', 'subject'] },
  leg: { names: ['leg', 'legId'] },
  status: { names: ['status'] },
  time: { names: ['time'] },
  startedAt: { names: ['startedAt', 'start', 'startTime'] },
  answeredAt: { names: ['answeredAt', 'answer', 'answerTime'] },
  endedAt: { names: ['endedAt', 'end', 'endTime'] },
  duration: { names: ['duration', 'durationSeconds'] },
  billedSeconds: { names: ['billedSeconds', 'billsec'] },
  outcome: { names: ['outcome'] },
  direction: { names: ['direction'] },
  trunk: { names: ['trunk'] },
  trunkLimit: { names: ['trunkLimit'] },
  from: { names: ['from'] },
  to: { names: ['to'] },
  bot: { names: ['bot', 'bot.id'] },
  botName: { names: ['botName', 'bot.name'] },
  operator: { names: ['operator', 'operator.id'] },
  operatorName: { names: ['operatorName', 'operator.name'] },
  evaluation: { names: ['evaluation'] },
  price: { names: ['price', 'price.amount'] },
  currency: { names: ['currency', 'price.currency'] },
} as const satisfies FieldTable<string>
type FieldName = keyof typeof callFields
const identifying = (Object.keys(callFields) as FieldName[]).filter((name) => name !== 'from' && name !== 'to')

function open({ options, instantOf }: Asked, columns: readonly string[]): Opened<readonly string[]> {
  const faults: FieldFault[] = []
  const places = findPlaces(callFields, options, columns, faults)
  if (faults.length === 0) refuseGaps(places, columns, faults)
  const readStatus = wordReader('status', callStatuses, options, statusOption, faults)
  const readOutcome = outcomeReader('outcome', options, faults)
  const readDirection = directionReader(options, faults)
  const order = orderOf(options, faults)
  if (faults.length > 0) throw faultOf(faults)
  const readTime = timeReader(instantOf, order)
  const readWall = wallReader(instantsOfWall(instantOf), readTime)
  const isDecimalComma = options.has(decimalCommaOption.name)
  const numberOf = countAlike()
  let endBefore = 0

  /** The times of a call that is over; 0 for what is not told. */
  function times(value: (name: FieldName) => string): { startedAt: number; answeredAt: number; endedAt: number } {
    const at = (name: FieldName) => (value(name) === '' ? [0] : readWall(value(name), name))
    const duration = value('duration') === '' ? -1 : readSeconds(value('duration'), 'duration') * 1000
    const starts = at('startedAt')
    const reckoned = value('endedAt') === '' && duration >= 0 && starts[0] !== 0
    const ends = reckoned ? starts.map((start) => start + duration) : at('endedAt')
    const { start, end } = timesOf({ starts, ends, duration, madeAt: 0, endBefore })
    endBefore = Math.max(endBefore, end)
    const answers = at('answeredAt')
    return { startedAt: start, answeredAt: answers.find((answer) => answer >= start) ?? answers[0]!, endedAt: end }
  }

  function read(row: readonly string[]) {
    const value = (name: FieldName) => valueOf(places[name], row)
    const known = times(value)
    const time =
      value('time') === '' ? known.endedAt || known.answeredAt || known.startedAt : readTime(value('time'), 'time')
    if (time === 0) throw new Refused('missing', 'time', 'is empty, and so are startedAt and endedAt.')
    const data: Record<string, unknown> = { status: value('status') === '' ? 'ended' : readStatus(value('status')) }
    if (value('outcome') !== '') data['outcome'] = readOutcome(value('outcome'))
    if (value('direction') !== '') data['direction'] = readDirection(value('direction'))
    for (const [name, instant] of Object.entries(known)) if (instant !== 0) data[name] = isoTime(instant)
    for (const name of ['leg', 'trunk', 'from', 'to', 'evaluation'] as const)
      if (value(name) !== '') data[name] = value(name)
    for (const name of ['bot', 'operator'] as const) {
      const title = value(`${name}Name`)
      if (value(name) !== '') data[name] = { id: value(name), ...(title === '' ? {} : { name: title }) }
    }
    if (value('trunkLimit') !== '') data['trunkLimit'] = readWhole(value('trunkLimit'), 'trunkLimit')
    if (value('billedSeconds') !== '') data['billedSeconds'] = readSeconds(value('billedSeconds'), 'billedSeconds')
    if (value('price') !== '') {
      const amount = readDecimal(value('price'), 'price', isDecimalComma)
      data['price'] = { amount, currency: value('currency').toUpperCase() }
    }
    const source = value('source') || 'csv'
    const call = value('call') || value('id')
    // No number of anybody goes into what is made of a row: that could be tried out.
    const said = hashOf([source, ...identifying.map(value)])
    const own = call === '' ? `${said}-${numberOf(said)}` : said
    const event = {
      specversion: '1.0',
      id: value('id') || own,
      source,
      type: 'call.status',
      subject: call || `call-${own}`,
      time: isoTime(time),
      data,
    }
    return [{ value: event }]
  }

  return { read, notes: notesOf(places, columns) }
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString()
}

/** What must be there, or the numbers would mean nothing. */
function refuseGaps(places: Places<FieldName>, columns: readonly string[], faults: FieldFault[]): void {
  const times = ['time', 'startedAt', 'answeredAt', 'endedAt'] as const
  if (times.every((name) => places[name] === undefined)) {
    faults.push(gap('startedAt', '2026-11-24T09:30:00Z', columns))
  }
  if (places.price !== undefined && places.currency === undefined) faults.push(gap('currency', 'EUR', columns))
}

function notesOf(places: Places<FieldName>, columns: readonly string[]): string[] {
  const notes: string[] = []
  const unused = unusedColumns(places, columns).filter((column) => column.trim() !== '')
  if (unused.length > 0) notes.push(`Columns that are not used: ${unused.join(', ')}.`)
  if (places.call === undefined && places.id === undefined) {
    notes.push(
      'No column has ids of calls, so each row counts as a call of its own (--map call=COLUMN, if there is one).',
    )
  }
  if (places.outcome === undefined && places.status === undefined) {
    notes.push(
      'No column says how a call ended: what has no time of an answer counts as not answered (--map outcome=COLUMN).',
    )
  }
  return notes
}
