import { expect, test } from 'vitest'
import { checkEvent } from '../events/envelope.ts'
import { Refused } from '../events/refusal.ts'
import { Failure } from '../failure.ts'
import { csv } from './csv.ts'
import type { GivenOptions } from './options.ts'
import type { Opened, TableDoor } from './provider.ts'

const door = csv.file as TableDoor
const hour = 3_600_000
const now = Date.UTC(2026, 10, 25)

/** The reader of a table with these columns; clocks stand two hours ahead of UTC. */
function opened(columns: readonly string[], options: Record<string, string[]> = {}): Opened<readonly string[]> {
  const given: GivenOptions = new Map(Object.entries(options))
  return door.open({ options: given, instantOf: (wall) => wall - 2 * hour }, columns)
}

type Event = { id: string; source: string; subject: string; time: string; data: Record<string, unknown> }

function eventOf(reader: Opened<readonly string[]>, row: readonly string[], line = 2): Event {
  const [{ value } = { value: undefined }] = reader.read(row, line)
  checkEvent(value, now)
  return value as Event
}

function refusalOf(reader: Opened<readonly string[]>, row: readonly string[]): string {
  try {
    reader.read(row, 2)
  } catch (error) {
    if (error instanceof Refused) return `${error.refusal.code} ${error.refusal.detail}`
    throw error
  }
  return 'not refused'
}

function faultsOf(columns: readonly string[], options: Record<string, string[]> = {}): string[] {
  try {
    opened(columns, options)
  } catch (error) {
    if (error instanceof Failure) return error.message.split('\n')
    throw error
  }
  return []
}

const basic = ['subject', 'time', 'channel', 'status']

test('columns with our names need no mapping, whatever their case and spelling', () => {
  const names = ['Message ID', 'TIME', 'created-at', 'channel', 'status', 'required', 'flow_id', 'parts', 'Price']
  const reader = opened([...names, 'currency', 'to', 'from', 'country', 'network', 'provider', 'reason', 'task'])
  const row = ['m1', '2026-11-24T10:00:00Z', '2026-11-24 11:59', 'SMS', 'Delivered', 'no', 'f', '3', '0.0125']
  expect(eventOf(reader, [...row, 'eur', '+49176', 'Shop', 'DE', 'O2', 'twilio', 'fine', 'spring'])).toEqual({
    specversion: '1.0',
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    source: 'csv',
    type: 'message.status',
    subject: 'm1',
    time: '2026-11-24T10:00:00.000Z',
    data: {
      channel: 'sms',
      status: 'delivered',
      to: '+49176',
      from: 'Shop',
      country: 'DE',
      network: 'O2',
      provider: 'twilio',
      reason: 'fine',
      task: 'spring',
      flowId: 'f',
      required: false,
      parts: 3,
      price: { amount: '0.0125', currency: 'EUR' },
      createdAt: '2026-11-24T09:59:00.000Z',
    },
  })
  expect(reader.notes).toEqual([])
})

test('other columns are mapped, words are translated, constants fill what is missing', () => {
  const reader = opened(['Nr', 'Zeit', 'Kanal', 'Stand', 'Land', 'Kunde'], {
    map: ['subject=nr', 'time=Zeit', 'channel=Kanal', 'status=Stand', 'country=Land'],
    set: ['country=DE', 'source=gateway-a', 'price=0.05', 'currency=EUR'],
    status: ['DELIVRD=delivered', 'a=b=undelivered', '=delayed', '*=error'],
    channel: ['Text=sms'],
  })
  expect(eventOf(reader, ['1', '24.11.2026 9:30', 'text', 'DELIVRD', '', ''])).toMatchObject({
    source: 'gateway-a',
    subject: '1',
    time: '2026-11-24T07:30:00.000Z',
    data: { channel: 'sms', status: 'delivered', providerStatus: 'DELIVRD', country: 'DE' },
  })
  const statusOf = (word: string) => eventOf(reader, ['1', '24.11.2026', 'viber', word, 'AT', 'x']).data['status']
  expect(['a=b', '', 'who knows', 'READ'].map(statusOf)).toEqual(['undelivered', 'delayed', 'error', 'read'])
  expect(eventOf(reader, ['1', '24.11.2026', 'sms', 'delivered', ' AT ', '']).data).toEqual({
    channel: 'sms',
    status: 'delivered',
    country: 'AT',
    price: { amount: '0.05', currency: 'EUR' },
  })
  expect(reader.notes).toEqual(['Columns that are not used: Kunde.'])
})

test('a wrong mapping is told in one go, with the columns that there are', () => {
  const columns = ['Nr', 'Kanal', 'Kanal']
  const listed = 'Columns: "Nr", "Kanal", "Kanal".'
  const wrong = {
    map: ['chanel=Nr', 'status=Stand', 'channel=Kanal', 'subject'],
    set: ['colour=red'],
    status: ['x=y'],
    dates: ['ymd'],
  }
  expect(faultsOf(columns, wrong)).toEqual([
    '--map must be written field=column, not "subject".',
    expect.stringMatching(/^--map knows no field "chanel"; fields: id, source, subject, /),
    `--map finds no column "Stand". ${listed}`,
    `--map finds 2 columns "Kanal". ${listed}`,
    expect.stringMatching(/^--set knows no field "colour"; fields: /),
    expect.stringMatching(/^--status knows no status "y"; there are: created, /),
    '--dates must be dmy or mdy, not "ymd".',
  ])
})

test.each([
  ['channel', ['subject', 'time', 'status'], '--map channel=COLUMN'],
  ['status', ['subject', 'time', 'channel'], '--set status=delivered'],
  ['time', ['subject', 'channel', 'status'], '--map time=COLUMN'],
  ['currency', [...basic, 'price'], '--set currency=EUR'],
])('without anything for %s nothing begins', (field, columns, advice) => {
  const faults = faultsOf(columns)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(new RegExp(`^${field} has no column: `))
  expect(faults[0]).toContain(advice)
  expect(faults[0]).toContain(`Columns: "${columns.join('", "')}".`)
})

test('a field with two columns of its name is not guessed', () => {
  expect(faultsOf([...basic, 'Status'])).toEqual([
    'status has 2 columns of its name; rename one. Columns: "subject", "time", "channel", "status", "Status".',
  ])
  expect(faultsOf([...basic, 'Status'], { map: ['status=Status'] })).toEqual([])
})

test('ids are the same whenever the same is told, and others when anything differs', () => {
  const reader = opened(basic)
  const row = ['m1', '2026-11-24 09:30', 'sms', 'pending']
  const { id } = eventOf(reader, row, 2)
  expect(eventOf(reader, row, 700).id).toBe(id)
  expect(eventOf(opened(['status', 'channel', 'time', 'subject']), row.toReversed()).id).toBe(id)
  const others = row.map((_, at) => row.with(at, ['m2', '2026-11-24 09:31', 'viber', 'delivered'][at]!))
  expect(new Set([id, ...others.map((other) => eventOf(reader, other).id)]).size).toBe(5)
})

test('rows without message ids are messages of their own, the same ones each time', () => {
  const reader = opened(['time', 'channel', 'status'])
  const row = ['2026-11-24 09:30', 'sms', 'pending']
  const [second, third] = [eventOf(reader, row, 2), eventOf(reader, row, 3)]
  expect(third.subject).not.toBe(second.subject)
  expect(third.id).not.toBe(second.id)
  expect(eventOf(reader, row, 2)).toEqual(second)
  expect(reader.notes[0]).toContain('each row counts as a message of its own')
})

test('an event id stands for the message, too, where there is no other', () => {
  const reader = opened(['id', 'time', 'channel', 'status'])
  expect(eventOf(reader, ['e1', '2026-11-24 09:30', 'sms', 'pending'])).toMatchObject({ id: 'e1', subject: 'e1' })
})

test('parts of an SMS are counted from its text, unless they are told', () => {
  const reader = opened([...basic, 'text', 'parts'])
  const partsOf = (channel: string, text: string, parts: string) =>
    eventOf(reader, ['m', '2026-11-24', channel, 'pending', text, parts]).data['parts']
  expect(partsOf('sms', 'ж'.repeat(71), '')).toBe(2)
  expect(partsOf('sms', 'ж'.repeat(71), '5')).toBe(5)
  expect(partsOf('email', 'ж'.repeat(71), '')).toBeUndefined()
  expect(eventOf(reader, ['m', '2026-11-24', 'sms', 'pending', 'secret', '']).data).not.toHaveProperty('text')
})

test('a time is enough, or a creation', () => {
  const reader = opened(['subject', 'createdAt', 'channel', 'status'])
  const event = eventOf(reader, ['m', '2026-11-24 09:30', 'sms', 'pending'])
  expect([event.time, event.data['createdAt']]).toEqual(['2026-11-24T07:30:00.000Z', '2026-11-24T07:30:00.000Z'])
})

test.each([
  [['m', '', 'sms', 'pending', '', '', ''], 'missing time: is empty.'],
  [['m', '2026-11-24', '', 'pending', '', '', ''], 'missing channel: is empty.'],
  [['m', '2026-11-24', 'fax', 'pending', '', '', ''], 'unknown-value channel: "fax" is not one of sms, viber, email, '],
  [['m', '2026-11-24', 'sms', 'SENT', '', '', ''], 'Say what it means: --status "SENT=created", for example.'],
  [['m', 'soon', 'sms', 'pending', '', '', ''], 'bad-format time: "soon" is not a time such as '],
  [['m', '2026-11-24', 'sms', 'pending', '0,5', '', ''], 'If the comma is the decimal mark, say --decimal-comma.'],
  [['m', '2026-11-24', 'sms', 'pending', '1.0 EUR', '', ''], 'bad-format price: "1.0 EUR" is not a decimal with a '],
  [['m', '2026-11-24', 'sms', 'pending', '', 'two', ''], 'bad-format parts: "two" is not a whole number.'],
  [['m', '2026-11-24', 'sms', 'pending', '', '', 'maybe'], 'bad-format required: "maybe" is not one of true, yes, '],
])('%j is refused in words', (row, words) => {
  const reader = opened([...basic, 'price', 'parts', 'required'], { set: ['currency=EUR'] })
  expect(refusalOf(reader, row)).toContain(words)
})
