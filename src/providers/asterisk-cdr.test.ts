import { expect, test } from 'vitest'
import { faultOf, readFile } from '../../test/read-files.ts'
import type { CallEvent } from '../../test/read-files.ts'
import { asteriskCdr } from './asterisk-cdr.ts'
import { asteriskJson } from './asterisk-json.ts'

const read = (text: string, options: Record<string, string[]> = {}) => readFile(asteriskCdr, text, options)

/** One call by a trunk to a phone, as cdr_csv writes it without anything in cdr.conf. */
const base =
  '"","+4930123456","211","from-trunk","""Ann"" <+4930123456>","PJSIP/north-00000012","PJSIP/211-00000013","Dial",' +
  '"PJSIP/211,60,tT","2026-03-10 11:34:58","2026-03-10 11:35:02","2026-03-10 11:36:08",70,66,"ANSWERED","DOCUMENTATION"'
const made = Date.UTC(2026, 2, 10, 11, 34, 58) / 1000
const told = {
  status: 'ended',
  outcome: 'answered',
  startedAt: '2026-03-10T11:34:58.000Z',
  answeredAt: '2026-03-10T11:35:02.000Z',
  endedAt: '2026-03-10T11:36:08.000Z',
  direction: 'inbound',
  trunk: 'north',
  from: '+4930123456',
  to: '211',
}

test.each([
  ['1.4 and later, nothing set', '', undefined, undefined],
  ['loguniqueid', `,"${made}.12"`, `${made}.12`, `${made}.12`],
  ['loguserfield', ',"campaign 7"', undefined, undefined],
  ['both', `,"${made}.12","campaign 7"`, `${made}.12`, `${made}.12`],
  ['both, one of them empty', ',,"campaign 7"', undefined, undefined],
  ['newcdrcolumns alone (1.8)', `,"","${made}.10",5`, `${made}.10`, expect.stringMatching(/^[0-9a-f]{32}-1$/)],
  ['newcdrcolumns with an id', `,"${made}.12","","${made}.10",5`, `${made}.10`, `${made}.12`],
  [
    'newcdrcolumns with a user field',
    `,"x","","${made}.10",5`,
    `${made}.10`,
    expect.stringMatching(/^[0-9a-f]{32}-1$/),
  ],
  ['all of it, with a systemname', `,"pbx-${made}.12","x","","pbx-${made}.10",5`, `pbx-${made}.10`, `pbx-${made}.12`],
])('cdr_csv: %s', async (_, tail, call, leg) => {
  const { events, refused } = await read(`${base}${tail}\n`)
  expect(refused).toEqual([])
  expect(events).toEqual([
    {
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{32}(?:-1)?$/),
      source: 'asterisk',
      type: 'call.status',
      subject: call ?? expect.stringMatching(/^asterisk-[0-9a-f]{32}-1$/),
      time: told.endedAt,
      data: leg === undefined ? told : { leg, ...told },
    },
  ])
})

test('the rows of one file may differ: cdr.conf was changed while it was written', async () => {
  const { events, refused } = await read(`${base}\n${base},"${made}.12"\n${base},"${made}.13","x","","${made}.10",5\n`)
  expect(refused).toEqual([])
  expect(events.map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^asterisk-/),
    `${made}.12`,
    `${made}.10`,
  ])
})

const custom =
  '"""Ann"" <+4930123456>","+4930123456","211","from-trunk","PJSIP/north-00000012","PJSIP/211-00000013","Dial","PJSIP/211,60,tT",' +
  '"2026-03-10 11:34:58","2026-03-10 11:35:02","2026-03-10 11:36:08","70","66","ANSWERED","DOCUMENTATION","",'

const seconds = (time: unknown) => String(time).slice(0, 19)

test.each([
  ['cdr_custom as its sample has it', `${custom}"${made}.12","",5\n`],
  ['cdr_custom of older samples', `${custom}"${made}.12",""\n`],
  ['cdr_custom with fine times', `${custom.replace('"70","66"', '"70.481209","66.002131"')}"${made}.12","",5\n`],
  [
    'cdr_custom with numbers of a second and of a disposition',
    `${custom
      .replace('"2026-03-10 11:34:58"', `"${made}.25"`)
      .replace('"2026-03-10 11:35:02"', `"${made + 4}.31"`)
      .replace('"2026-03-10 11:36:08"', `"${made + 70}.73"`)
      .replace('"ANSWERED"', '"8"')}"${made}.12","",5\n`,
  ],
  [
    'a header line, in another order, with a byte order mark, semicolons and CRLF',
    `\ufeffuniqueid;disposition;billsec;duration;src;dst;dcontext;channel;dstchannel;calldate;did\r\n${made}.12;ANSWERED;66;70;+4930123456;211;from-trunk;PJSIP/north-00000012;PJSIP/211-00000013;2026-03-10 11:34:58;1\r\n`,
  ],
  [
    'an export of FreePBX, which puts no quotes around the name of the caller',
    `calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,accountcode,uniqueid,userfield\n2026-03-10 11:34:58,"Ann, office" <211>,+4930123456,211,from-trunk,PJSIP/north-00000012,PJSIP/211-00000013,Dial,x,70,66,ANSWERED,3,,${made}.12,`,
  ],
  [
    'a table of a database without a header line, with tabs',
    `2026-03-10 11:34:58\t"Ann" <1>\t+4930123456\t211\tfrom-trunk\tPJSIP/north-00000012\tPJSIP/211-00000013\tDial\tx\t70\t66\tANSWERED\t3\t\t${made}.12\t\n`,
  ],
])('%s', async (name, text) => {
  const options: Record<string, string[]> = name.includes('numbers of a second') ? { columns: [columnsOfCustom] } : {}
  const { events, refused } = await read(text, options)
  expect(refused).toEqual([])
  expect(
    events.map(({ subject, data }) => [subject, data['leg'], data['outcome'], data['trunk'], data['from']]),
  ).toEqual([[`${made}.12`, `${made}.12`, 'answered', 'north', '+4930123456']])
  expect(['startedAt', 'answeredAt', 'endedAt'].map((field) => seconds(events[0]!.data[field]))).toEqual([
    '2026-03-10T11:34:58',
    expect.stringMatching(/^2026-03-10T11:35:0[2-4]$/),
    '2026-03-10T11:36:08',
  ])
})

const columnsOfCustom =
  'clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,start,answer,end,duration,billsec,disposition,amaflags,accountcode,uniqueid,userfield,sequence'

test('the forms in JSON are the same records: the manager interface, and cdr_custom with format = json', async () => {
  const manager = {
    Event: 'Cdr',
    AccountCode: '',
    Source: '+4930123456',
    Destination: '211',
    DestinationContext: 'from-trunk',
    CallerID: '"Ann" <+4930123456>',
    Channel: 'PJSIP/north-00000012',
    DestinationChannel: 'PJSIP/211-00000013',
    LastApplication: 'Dial',
    LastData: 'PJSIP/211,60,tT',
    StartTime: '2026-03-10 11:34:58',
    AnswerTime: '2026-03-10 11:35:02',
    EndTime: '2026-03-10 11:36:08',
    Duration: '70',
    BillableSeconds: '66',
    Disposition: 'ANSWERED',
    AMAFlags: 'DOCUMENTATION',
    UniqueID: `${made}.12`,
    UserField: '',
  }
  const fields =
    'accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec'
  const values = Object.values(manager).slice(1)
  const own = Object.fromEntries(
    [...fields.split(' '), 'disposition', 'amaflags', 'uniqueid'].map((name, at) => [name, values[at]]),
  )
  const text = `${JSON.stringify(manager)}\n${JSON.stringify({ ...own, duration: 70, billsec: 66 })}\n[1]\n`
  const json = await readFile(asteriskJson, text)
  const { events } = await read(`${base},"${made}.12"\n`)
  expect(json.events).toEqual([...events, ...events])
  expect(json.refused).toEqual(['line 3: wrong-type The line must be a JSON object with the fields of a record.'])
})

const quoted = (text: string) => (text === '' ? '' : `"${text}"`)

/** A record by what differs; its id says when its channel was made, unless it is another. */
type Given = Partial<
  Record<
    'src' | 'dst' | 'dcontext' | 'channel' | 'dstchannel' | 'start' | 'answer' | 'end' | 'disposition' | 'tail',
    string
  >
> & {
  duration?: number
  billsec?: number
}
function cdr(given: Given): string {
  const all = {
    src: '100',
    dst: '0491701234567',
    dcontext: 'office',
    channel: 'SIP/100-0000001a',
    dstchannel: 'SIP/north-0000001b',
    start: '2026-03-10 11:00:00',
    answer: '2026-03-10 11:00:10',
    end: '2026-03-10 11:01:00',
    duration: 60,
    billsec: 50,
    disposition: 'ANSWERED',
    tail: `,"${Date.UTC(2026, 2, 10, 11) / 1000}.7"`,
    ...given,
  }
  return `"","${all.src}","${all.dst}","${all.dcontext}","x","${all.channel}","${all.dstchannel}","Dial","x",${quoted(all.start)},${quoted(all.answer)},${quoted(all.end)},${all.duration},${all.billsec},"${all.disposition}","DOCUMENTATION"${all.tail}\n`
}

const way = ({ data }: CallEvent) => [data['direction'], data['trunk'], data['from'], data['to']]

test.each<[string, Given, unknown[][]]>([
  ['a phone by a trunk', {}, [['outbound', 'north', '100', '0491701234567']]],
  [
    'a trunk whose name has dashes',
    { dstchannel: 'PJSIP/north-east-00000021' },
    [['outbound', 'north-east', '100', '0491701234567']],
  ],
  ['two phones', { dst: '211', dstchannel: 'SIP/211-0000001b' }, [['internal', undefined, '100', '211']]],
  ['a phone that hears an announcement', { dst: '*43', dstchannel: '' }, [['internal', undefined, '100', '*43']]],
  [
    'ISDN: the number in the name of its channel is left out',
    { src: '0301234', dst: '211', channel: 'DAHDI/i1/0301234-2f', dstchannel: 'SIP/211-1b3d' },
    [['inbound', 'DAHDI/i1', '0301234', '211']],
  ],
  ['a modem', { dstchannel: 'Dongle/MTS-SUP-0100000151' }, [['outbound', 'MTS-SUP', '100', '0491701234567']]],
  [
    'a phone with a name: the context knows it',
    { dcontext: 'from-internal', channel: 'SIP/anna-0000001a' },
    [['outbound', 'north', '100', '0491701234567']],
  ],
  [
    'a trunk that is called by its number: the context knows it, and the number stays out',
    {
      dcontext: 'from-pstn',
      channel: 'SIP/4930999888-0000001a',
      dstchannel: 'SIP/211-0000001b',
      src: 'anonymous',
      dst: '4930999888',
    },
    [['inbound', undefined, undefined, '4930999888']],
  ],
  [
    'a line that may lead anywhere',
    { channel: 'DAHDI/1-1', dstchannel: '', dst: 's' },
    [[undefined, undefined, '100', undefined]],
  ],
  [
    'Asterisk calls for itself',
    { channel: 'Local/0491701234567@out-00000012;2' },
    [['outbound', 'north', '100', '0491701234567']],
  ],
  [
    'through: an attempt on each of the trunks, and what was dialled is hidden',
    { channel: 'SIP/south-0000001a', src: '0301234' },
    [
      ['inbound', 'south', '0301234', undefined],
      [undefined, 'north', undefined, '0491701234567'],
    ],
  ],
])('which way: %s', async (_, given, ways) => {
  const { events } = await read(cdr(given))
  expect(events.map(way)).toEqual(ways)
})

test('what are trunks can be said, and which way a call goes, and what else a column tells', async () => {
  const named = { channel: 'SIP/anna-0000001a', dstchannel: 'SIP/400-0000001b', tail: ',"1.7","debts"' }
  const said = {
    trunk: ['4*', 'IAX2/*'],
    map: ['bot=userfield'],
    set: ['source=pbx-7', 'trunkLimit=10'],
    prefix: ['b-'],
  }
  const { events, notes } = await read(cdr(named), said)
  expect(
    events.map(({ subject, source, data }) => [
      subject,
      source,
      data['direction'],
      data['trunk'],
      data['bot'],
      data['trunkLimit'],
    ]),
  ).toEqual([['b-1.7', 'pbx-7', 'outbound', '400', { id: 'debts' }, 10]])
  expect(notes).toEqual([])
  const robot = { channel: 'SIP/north-0000001a', dstchannel: '', src: '4930555', dst: 's' }
  expect((await read(cdr(robot), { set: ['direction=outbound'] })).events.map(way)).toEqual([
    ['outbound', 'north', '4930555', undefined],
  ])
  expect((await read(cdr({}))).notes).toEqual([expect.stringContaining('(--trunk says which are')])
})

const linked = (id: number, sequence: number) => `,"1773140400.${id}","","1773140400.7",${sequence}`

test('however many phones a call rang, it was one attempt on its trunk; each trunk that was tried is another', async () => {
  const incoming = { src: '0301234', dst: '500', channel: 'SIP/north-0000001a' }
  const [no, yes] = [{ disposition: 'NO ANSWER', answer: '', billsec: 0 }, {}]
  const rang = [
    cdr({ ...incoming, ...no, dstchannel: 'SIP/211-0000001b', tail: linked(7, 7) }),
    cdr({ ...incoming, ...no, dstchannel: 'SIP/212-0000001c', tail: linked(7, 9) }),
    cdr({ ...incoming, ...yes, dstchannel: 'SIP/213-0000001d', tail: linked(7, 11) }),
  ]
  const tried = [
    cdr({ ...no, disposition: 'CONGESTION', dstchannel: 'SIP/south-0000001e', tail: linked(8, 12) }),
    cdr({ ...yes, dstchannel: 'SIP/north-0000001f', tail: linked(8, 13) }),
  ]
  const { events } = await read([...rang, ...tried].join(''))
  expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set(['1773140400.7']))
  expect(new Set(events.map(({ id }) => id)).size).toBe(5)
  const legs = events.map(({ data }) => data['leg'])
  expect(legs.slice(0, 3)).toEqual(['1773140400.7', '1773140400.7', '1773140400.7'])
  expect(new Set(legs).size).toBe(3)
})

test('the time billed is that of the record, whatever its cut seconds say', async () => {
  const { events } = await read(
    [
      // 10.2 to 59.9: 49 seconds, though the clock shows 50 more.
      cdr({ billsec: 49, end: '2026-03-10 11:00:59', answer: '2026-03-10 11:00:10' }),
      cdr({ billsec: 49 }),
      cdr({ billsec: 7 }),
      cdr({ answer: '', billsec: 49 }),
      // What a queue answers for itself is not answered: the disposition says so.
      cdr({ disposition: 'NO ANSWER' }),
    ].join(''),
  )
  expect(events.map(({ data }) => [data['answeredAt'], data['billedSeconds'], data['outcome']])).toEqual([
    ['2026-03-10T11:00:10.000Z', undefined, 'answered'],
    ['2026-03-10T11:00:11.000Z', undefined, 'answered'],
    ['2026-03-10T11:00:10.000Z', 7, 'answered'],
    ['2026-03-10T11:00:11.000Z', undefined, 'answered'],
    [undefined, undefined, 'no-answer'],
  ])
})

test('without ids, the same file and a longer copy of it are the same calls; two that say the same are two', async () => {
  const failed = cdr({
    channel: 'OutgoingSpoolFailed',
    dstchannel: '',
    disposition: 'FAILED',
    answer: '',
    billsec: 0,
    tail: '',
  })
  const other = cdr({ tail: '' })
  const short = await read(failed + failed + other)
  const long = await read(failed + failed + other + failed + cdr({ tail: '', start: '2026-03-10 11:00:01' }))
  const ids = (file: typeof short) => file.events.map(({ id, subject }) => [id, subject])
  expect(new Set(ids(short).flat()).size).toBe(6)
  expect(ids(await read(failed + failed + other))).toEqual(ids(short))
  expect(ids(long).slice(0, 3)).toEqual(ids(short))
  expect(new Set(ids(long).map(([id]) => id)).size).toBe(5)
  // Neither the number of anybody nor a trace of it is in what is kept as it is.
  const another = await read(other.replaceAll('0491701234567', '0491707654321'))
  expect(ids(another)[0]).toEqual(ids(short)[2])
})

/** In Berlin, 2026-10-25, three o'clock comes twice: 02:30 is 00:30Z, and then 01:30Z. */
const berlin = { zone: ['Europe/Berlin'] }
const night = (start: string, end: string, duration: number, tail = ''): string =>
  cdr({
    start: `2026-10-25 ${start}`,
    end: `2026-10-25 ${end}`,
    answer: '',
    duration,
    billsec: 0,
    disposition: 'NO ANSWER',
    tail,
  })
const spans = (events: readonly CallEvent[]) =>
  events.map(({ data }) => [data['startedAt'], data['endedAt']].map((time) => String(time).slice(11, 19)))

test.each<[string, string[], [string, string][]]>([
  ['the duration tells', [night('02:50:00', '02:10:00', 1200)], [['00:50:00', '01:10:00']]],
  ['it tells also how long it was before', [night('01:50:00', '02:10:00', 4800)], [['23:50:00', '01:10:00']]],
  ['and after', [night('02:50:00', '03:10:00', 4800)], [['00:50:00', '02:10:00']]],
  ['nothing tells: the earlier', [night('02:10:00', '02:20:00', 600)], [['00:10:00', '00:20:00']]],
  [
    'the order of the records tells',
    [night('02:10:00', '02:20:00', 600), night('02:50:00', '02:59:00', 540), night('02:10:00', '02:20:00', 600)],
    [
      ['00:10:00', '00:20:00'],
      ['00:50:00', '00:59:00'],
      ['01:10:00', '01:20:00'],
    ],
  ],
  [
    'the id of the channel tells',
    [night('02:10:00', '02:20:00', 600, `,"${Date.UTC(2026, 9, 25, 1, 10) / 1000}.1"`)],
    [['01:10:00', '01:20:00']],
  ],
  [
    'in spring an hour is not there, and no call is an hour longer',
    [
      cdr({
        start: '2026-03-29 01:59:50',
        end: '2026-03-29 03:00:10',
        answer: '2026-03-29 03:00:00',
        duration: 20,
        billsec: 10,
        tail: '',
      }),
    ],
    [['00:59:50', '01:00:10']],
  ],
])('an hour that comes twice: %s', async (_, rows, expected) => {
  const { events, refused } = await read(rows.join(''), berlin)
  expect(refused).toEqual([])
  expect(spans(events)).toEqual(expected)
})

test('an answer in the hour that comes twice is that of its call', async () => {
  const tail = `,"${Date.UTC(2026, 9, 25, 1, 10) / 1000}.1"`
  const times = { start: '2026-10-25 02:10:00', answer: '2026-10-25 02:10:20', end: '2026-10-25 02:11:00' }
  const { events } = await read(cdr({ ...times, duration: 60, billsec: 40, tail }), berlin)
  expect(events[0]!.data['answeredAt']).toBe('2026-10-25T01:10:20.000Z')
})

test('a zone that cannot be right is told', async () => {
  const local = cdr({ tail: `,"${Date.UTC(2026, 2, 10, 10) / 1000}.7"` })
  expect((await read(local, berlin)).refused).toEqual([])
  expect((await read(local, { zone: ['Asia/Kolkata'] })).refused).toEqual([
    'line 1: out-of-range start: is 4 h 30 min before its channel was made, as uniqueid says: is --zone right?',
  ])
  expect((await read(local, { zone: ['UTC'] })).notes).toContain(
    'The first record starts 1 h 0 min after its channel was made, as its uniqueid says: is --zone right?',
  )
})

test('what is wrong in a record costs that record, and is told by the name of its field', async () => {
  const bad: [Given, string][] = [
    [{ disposition: 'GONE' }, 'unknown-value disposition: "GONE" is not one of'],
    [{ disposition: '' }, 'missing disposition: is empty.'],
    [{ start: '' }, 'bad-format The row has 17 fields'],
    [{ start: 'soon' }, 'bad-format The row has 17 fields'],
    [{ end: 'late' }, 'bad-format end: "late" is not a time'],
    [{ answer: '2026-13-01 00:00:00' }, 'bad-format answer: "2026-13-01 00:00:00" is not a time'],
    [{ duration: -3 }, 'bad-format duration: "-3" is not a time in seconds'],
    [{ end: '2026-03-10 10:59:59', answer: '' }, 'out-of-range data.endedAt: is before the call starts.'],
    [
      { start: '2026-12-10 11:00:00', end: '2026-12-10 11:01:00', tail: '' },
      'out-of-range time: 2026-12-10T11:01:00.000Z is before the year 2000 or more than a day ahead',
    ],
  ]
  const rows = bad.map(([given]) => cdr(given))
  const { events, refused } = await read([cdr({}), ...rows, cdr({}), '"a","b"\n'].join(''))
  expect(events.length).toBe(2)
  expect(refused).toEqual([
    ...bad.map(([, sentence], at) => expect.stringContaining(`line ${at + 2}: ${sentence}`)),
    expect.stringContaining(
      'line 12: bad-format The row has 2 fields and no time: no form of Asterisk that is known here.',
    ),
  ])
  expect((await read(cdr({}).replace('"Dial","x"', 'Dial,a,b,c,d,e,f,g'))).refused).toEqual([
    'line 1: bad-format The row has 23 fields, more than any form of Asterisk: a field with commas in it must be in quotes.',
  ])
  const words = await read([cdr({ disposition: 'GONE' }), cdr({ disposition: 'NOANSWER' })].join(''), {
    outcome: ['GONE=canceled'],
  })
  expect(words.events.map(({ data }) => data['outcome'])).toEqual(['canceled', 'no-answer'])
})

test.each([
  ['in an open quote', (text: string) => text.slice(0, -6), 'The quote that opens field 17 is not closed'],
  ['between fields', (text: string) => text.slice(0, text.indexOf('"ANSWERED"')), 'The file ends within this line'],
  [
    'before its line break, where nobody can know',
    (text: string) => text.slice(0, -1),
    'The file ends within this line',
  ],
])('a file that is cut %s: what was whole before the cut is in', async (_, cut, sentence) => {
  const whole = cdr({}) + cdr({ tail: ',"1773140400.8"' })
  const { events, refused } = await read(whole + cut(cdr({ tail: ',"1773140400.9"' })))
  expect(events.length).toBe(2)
  expect(refused).toEqual([expect.stringContaining(`line 3: bad-format ${sentence}`)])
})

test('a table with a header line may end without a line break, as exports do', async () => {
  const { events } = await read('start,duration,disposition,uniqueid\n2026-03-10 11:00:00,60,BUSY,1773140400.7')
  expect(events.map(({ subject }) => subject)).toEqual(['1773140400.7'])
})

const faults = (options: Record<string, string[]>, text = cdr({})) => faultOf(asteriskCdr, text, options)

test('options that cannot be right are told before anything is sent', async () => {
  expect(await faults({ set: ['direction=up'] })).toContain(
    '--set direction: "up" is not one of inbound, outbound, internal.',
  )
  expect(await faults({ set: ['trunkLimit=0'] })).toContain('--set trunkLimit: must be a whole number from 1')
  expect(await faults({ map: ['bot=script'] })).toContain('--map finds no column "script".')
  expect(await faults({ map: ['robot=userfield'] })).toContain('--map knows no field "robot"; fields: bot, operator,')
  expect(await faults({ columns: ['start,src,dst'] })).toContain('--columns names no "disposition".')
  expect(await faults({}, 'start,src,dst,uniqueid\n')).toContain(
    'disposition has no column. Columns: "start", "src", "dst", "uniqueid".',
  )
  expect(await faults({ outcome: ['GONE=away'] })).toContain('--outcome knows no disposition "away"')
  const { file } = asteriskCdr
  expect(() => file.shape === 'rows' && file.open({ options: new Map(), instantOf: (wall) => wall }, [])).toThrow(
    '--zone is missing. Asterisk writes local time',
  )
  expect(await faults({}, '')).toBe('The file is empty: there is no first line.')
})
