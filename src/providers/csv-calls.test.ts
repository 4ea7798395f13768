import { expect, test } from 'vitest'
import { faultOf, readFile } from '../../test/read-files.ts'
import { csvCalls } from './csv-calls.ts'

const read = (text: string, options: Record<string, string[]> = {}) => readFile(csvCalls, text, options)

test('columns with our names need no mapping, whatever their case and spelling', async () => {
  const { events, refused, notes } = await read(
    'Call ID,leg,start,answer_time,ended-at,outcome,direction,trunk,trunk limit,from,to,bot,bot.name,operator,operator name,evaluation,price,currency,billsec\n' +
      'c1,1,2026-11-24 10:00:00,2026-11-24 10:00:09,2026-11-24 10:00:51,Answered,OUTBOUND,north,10,4930,49170,debts,"Debts, first",ann,Ann,goal-reached,0.042,eur,0:00:42\n',
  )
  expect([refused, notes]).toEqual([[], []])
  expect(events).toEqual([
    {
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      source: 'csv',
      type: 'call.status',
      subject: 'c1',
      time: '2026-11-24T10:00:51.000Z',
      data: {
        status: 'ended',
        outcome: 'answered',
        direction: 'outbound',
        leg: '1',
        trunk: 'north',
        trunkLimit: 10,
        from: '4930',
        to: '49170',
        bot: { id: 'debts', name: 'Debts, first' },
        operator: { id: 'ann', name: 'Ann' },
        evaluation: 'goal-reached',
        startedAt: '2026-11-24T10:00:00.000Z',
        answeredAt: '2026-11-24T10:00:09.000Z',
        endedAt: '2026-11-24T10:00:51.000Z',
        billedSeconds: 42,
        price: { amount: '0.042', currency: 'EUR' },
      },
    },
  ])
})

test('other columns are mapped, words are translated, durations tell the end', async () => {
  const text =
    'Beginn;Dauer;Ergebnis;Richtung;Preis;Nummer\n24.11.2026 10:00;1:05;Erreicht;raus;0,05;7\n24.11.2026 10:01;00:00:20;AB;rein;;8\n24.11.2026 10:02;30;??;rein;;9\n'
  const map = [
    'startedAt=Beginn',
    'duration=Dauer',
    'outcome=Ergebnis',
    'direction=Richtung',
    'price=Preis',
    'call=Nummer',
  ]
  const words = { outcome: ['Erreicht=answered', 'AB=machine'], direction: ['raus=outbound', 'rein=inbound'] }
  const options = { map, set: ['currency=EUR', 'trunk=north'], ...words, 'decimal-comma': [], zone: ['Europe/Berlin'] }
  const { events, refused } = await read(text, options)
  expect(
    events.map(({ subject, time, data }) => [subject, time, data['outcome'], data['direction'], data['trunk']]),
  ).toEqual([
    ['7', '2026-11-24T09:01:05.000Z', 'answered', 'outbound', 'north'],
    ['8', '2026-11-24T09:01:20.000Z', 'machine', 'inbound', 'north'],
  ])
  expect(refused).toEqual([
    expect.stringContaining('line 4: unknown-value outcome: "??" is not one of answered, machine'),
  ])
  expect(refused[0]).toContain('--outcome "??=answered"')
})

test('a row may be one status of a call', async () => {
  const { events } = await read(
    'call,time,status,outcome\nc1,2026-11-24T10:00:00Z,started,\nc1,2026-11-24T10:00:09+01:00,ringing,\nc1,1795514400,ended,busy\n',
    { set: ['source=dialler'] },
  )
  expect(events.map(({ source, subject, time, data }) => [source, subject, time, data])).toEqual([
    ['dialler', 'c1', '2026-11-24T10:00:00.000Z', { status: 'started' }],
    ['dialler', 'c1', '2026-11-24T09:00:09.000Z', { status: 'ringing' }],
    ['dialler', 'c1', '2026-11-24T10:00:00.000Z', { status: 'ended', outcome: 'busy' }],
  ])
})

test('without ids, rows that say the same are calls of their own, and no number of anybody is in an id', async () => {
  const text =
    'startedAt,endedAt,to\n2026-11-24 10:00:00,2026-11-24 10:00:20,49170\n2026-11-24 10:00:00,2026-11-24 10:00:20,49170\n'
  const { events, notes } = await read(text)
  expect(new Set(events.map(({ subject }) => subject)).size).toBe(2)
  expect(notes).toEqual([
    expect.stringContaining('No column has ids of calls'),
    expect.stringContaining('not answered'),
  ])
  expect((await read(text.replaceAll('49170', '49171'))).events.map(({ id }) => id)).toEqual(events.map(({ id }) => id))
})

test('the hour that comes twice is told apart by the duration, and by the order of the rows', async () => {
  const text =
    'call,startedAt,answeredAt,endedAt,duration\n' +
    'a,2026-10-25 02:50:00,2026-10-25 02:05:00,2026-10-25 02:10:00,20:00\n' +
    'b,2026-10-25 02:15:00,,2026-10-25 02:15:20,20\n'
  const { events } = await read(text, { zone: ['Europe/Berlin'] })
  const names = ['startedAt', 'answeredAt', 'endedAt']
  expect(events.map(({ data }) => names.map((name) => (data[name] as string | undefined)?.slice(11, 16)))).toEqual([
    ['00:50', '01:05', '01:10'],
    ['01:15', undefined, '01:15'],
  ])
})

test('a wrong mapping is told before anything is sent, a wrong row costs itself', async () => {
  expect(await faultOf(csvCalls, 'call,outcome\n1,busy\n')).toContain(
    'startedAt has no column: map its column (--map startedAt=COLUMN) or give one value for all rows',
  )
  expect(await faultOf(csvCalls, 'startedAt,price\n1,1\n')).toContain('currency has no column')
  expect(await faultOf(csvCalls, 'startedAt\n', { outcome: ['x=gone'] })).toContain('--outcome knows no outcome "gone"')
  const rows: [string, string][] = [
    ['2026-11-24 10:00:00,2026-11-24 09:00:00,', 'out-of-range data.endedAt: is before the call starts.'],
    ['soon,,', 'bad-format startedAt: "soon" is not a time'],
    ['2026-11-24 10:00:00,,1:75', 'bad-format duration: "1:75" is not a time in seconds'],
    [
      '2026-12-24 10:00:00,,20',
      'out-of-range time: 2026-12-24T10:00:20.000Z is before the year 2000 or more than a day ahead',
    ],
    ['2026-11-24 10:00:00', 'bad-format The row has 1 fields, the header line has 3.'],
  ]
  const { events, refused } = await read(
    ['startedAt,endedAt,duration', ...rows.map(([row]) => row), ',,', '2026-11-24 10:00:00,,20', ''].join('\n'),
  )
  expect(events.length).toBe(1)
  expect(refused).toEqual(rows.map(([, sentence], at) => expect.stringContaining(`line ${at + 2}: ${sentence}`)))
})
