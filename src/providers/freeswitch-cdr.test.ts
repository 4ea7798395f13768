import { expect, test } from 'vitest'
import { faultOf, readFile } from '../../test/read-files.ts'
import { freeswitchCdr } from './freeswitch-cdr.ts'
import { outcomeOfCause } from './hangup-causes.ts'

const read = (text: string, options: Record<string, string[]> = {}) => readFile(freeswitchCdr, text, options)

type Variables = Record<string, string>
/** A document as mod_json_cdr writes it: the values of variables URL-encoded, the profile as it is. */
function document(variables: Variables, profile: Variables = {}, more: object = {}) {
  const encoded = Object.entries(variables).map(([name, value]) => [name, encodeURIComponent(value)])
  return {
    'core-uuid': '60e127b7-2c12-49ca-aacf-00bba4eea101',
    switchname: 'pbx',
    channel_data: { state: 'CS_REPORTING', direction: variables['direction'], state_number: '11', flags: '0=1;2=1' },
    callStats: { audio: { inbound: { raw_bytes: 0, jitter_loss_rate: 0.25, mos: 4.5 } } },
    variables: Object.fromEntries(encoded),
    app_log: { applications: [{ app_name: 'set', app_data: 'ringback=%(2000,4000,440,480) {[' }] },
    callflow: [
      { dialplan: 'XML', profile_index: '1', caller_profile: profile, times: { created_time: '1762923102707743' } },
    ],
    ...more,
  }
}

const [a, b] = ['51156b0b-f91b-4fd3-9c8f-15226f6098be', 'ab0aa08a-ead3-42c6-a365-99553a001fba']
const times = (start: number, answer: number, end: number, billsec = answer === 0 ? 0 : end - answer): Variables => ({
  start_epoch: String(start),
  start_uepoch: `${start}707743`,
  answer_epoch: String(answer),
  answer_uepoch: answer === 0 ? '0' : `${answer}247748`,
  end_epoch: String(end),
  end_uepoch: `${end}655895`,
  duration: String(end - start),
  billsec: String(billsec),
  start_stamp: '2025-11-12 10:21:42',
})
const from = 1762923102
const phone = document(
  {
    uuid: a,
    direction: 'inbound',
    call_uuid: a,
    channel_name: 'sofia/internal/1001@10.30.40.77',
    user_name: '1001',
    sip_from_display: 'Ann % Öl',
    hangup_cause: 'NORMAL_CLEARING',
    ...times(from, from + 9, from + 60),
  },
  { uuid: a, caller_id_number: '1001', destination_number: '0491701234567' },
)
const out = document(
  {
    uuid: b,
    direction: 'outbound',
    call_uuid: a,
    originating_leg_uuid: a,
    channel_name: 'sofia/external/0491701234567',
    sip_gateway_name: 'north provider',
    hangup_cause: 'NORMAL_CLEARING',
    ...times(from + 1, from + 9, from + 60),
  },
  { uuid: b, caller_id_number: '4930123456', destination_number: '0491701234567' },
)

const written: [string, string][] = [
  ['one after the other', `${JSON.stringify(phone)}${JSON.stringify(out)}`],
  ['one a line', `${JSON.stringify(phone)}\n${JSON.stringify(out)}\n`],
  [
    'one after the other, for people',
    `\ufeff${JSON.stringify(phone, null, 2)}\r\n${JSON.stringify(out, null, '\t')}\n`,
  ],
  ['in an array', JSON.stringify([phone, out])],
  ['in an array, for people', `${JSON.stringify([phone, out], null, 2)}\n`],
]
test.each(written)('both legs are one call: %s', async (_, text) => {
  const { events, refused } = await read(text)
  expect(refused).toEqual([])
  const known = {
    startedAt: '2025-11-12T04:51:42.000Z',
    answeredAt: '2025-11-12T04:51:51.000Z',
    endedAt: '2025-11-12T04:52:42.000Z',
  }
  const envelope = { specversion: '1.0', source: 'freeswitch', type: 'call.status', subject: a, time: known.endedAt }
  expect(events).toEqual([
    {
      ...envelope,
      id: a,
      data: { status: 'ended', outcome: 'answered', leg: a, ...known, from: '1001', to: '0491701234567' },
    },
    {
      ...envelope,
      id: b,
      data: {
        status: 'ended',
        outcome: 'answered',
        leg: b,
        ...known,
        startedAt: '2025-11-12T04:51:43.000Z',
        direction: 'outbound',
        trunk: 'north provider',
        from: '4930123456',
        to: '0491701234567',
      },
    },
  ])
})

const leg = (variables: Variables, profile: Variables = {}, more: object = {}) =>
  JSON.stringify(
    document(
      { uuid: b, direction: 'outbound', hangup_cause: 'NO_ANSWER', ...times(from, 0, from + 5), ...variables },
      profile,
      more,
    ),
  )

test.each<[string, Variables, string]>([
  ['both say the same id', { call_uuid: a }, a],
  ['the leg that originated it', { originating_leg_uuid: a }, a],
  ['as older versions say it', { originator: a }, a],
  ['one that is alone', {}, b],
  ['the first leg, bridged', { direction: 'inbound', bridge_uuid: a }, b],
  ['dialled by a program, then connected', { bridge_uuid: a }, a],
  ['and the other of these two', { uuid: a, bridge_uuid: b }, a],
])('whose leg it is: %s', async (_, variables, call) => {
  expect((await read(leg(variables))).events.map(({ subject }) => subject)).toEqual([call])
})

const numbers = { caller_id_number: '0301234', destination_number: '4930999' }
test.each<[string, Variables, Variables, (string | undefined)[]]>([
  ['by a gateway', { sip_gateway_name: 'north' }, numbers, ['outbound', 'north', '0301234', '4930999']],
  ['to a phone', { dialed_user: '1003' }, numbers, [undefined, undefined, undefined, undefined]],
  ['from outside', { direction: 'inbound' }, numbers, ['inbound', undefined, '0301234', '4930999']],
  [
    'from a gateway',
    { direction: 'inbound', sip_gateway: 'north' },
    numbers,
    ['inbound', 'north', '0301234', '4930999'],
  ],
  ['from a phone', { direction: 'inbound', user_name: '1001' }, numbers, [undefined, undefined, '0301234', '4930999']],
  [
    'within, as FusionPBX says',
    { direction: 'inbound', user_name: '1001', call_direction: 'local' },
    numbers,
    ['internal', undefined, '0301234', '4930999'],
  ],
  [
    'a loop',
    { direction: 'inbound', channel_name: 'loopback/1001-b' },
    numbers,
    [undefined, undefined, undefined, undefined],
  ],
  [
    'dialled by a program, which bears the number dialled',
    { sip_gateway_name: 'north', origination_caller_id_number: '4930555' },
    { caller_id_number: '0301234', ani: '4930555', destination_number: '0301234' },
    ['outbound', 'north', '4930555', '0301234'],
  ],
  [
    'dialled by a program, without a number of its own',
    { sip_gateway_name: 'north' },
    { caller_id_number: '0301234', ani: '4930555', destination_number: '0301234' },
    ['outbound', 'north', '4930555', '0301234'],
  ],
])('which way: %s', async (_, variables, profile, expected) => {
  const [event] = (await read(leg(variables, profile))).events
  expect(['direction', 'trunk', 'from', 'to'].map((name) => event!.data[name])).toEqual(expected)
})

test('of a call that was transferred, the first profile tells who called whom; older versions have one alone', async () => {
  const profiles = [{ caller_profile: { destination_number: '1003' } }, { caller_profile: numbers }]
  const inbound = { direction: 'inbound' }
  const forms = [{ callflow: profiles }, { callflow: profiles[1] }]
  const { events } = await read(forms.map((more) => leg(inbound, {}, more)).join('\n'))
  expect(events.map(({ data }) => [data['from'], data['to']])).toEqual([
    ['0301234', '4930999'],
    ['0301234', '4930999'],
  ])
})

test.each([
  ['USER_BUSY', 'busy'],
  ['NO_ANSWER', 'no-answer'],
  ['NO_USER_RESPONSE', 'no-answer'],
  ['NORMAL_TEMPORARY_FAILURE', 'congestion'],
  ['NORMAL_CIRCUIT_CONGESTION', 'congestion'],
  ['ORIGINATOR_CANCEL', 'canceled'],
  ['LOSE_RACE', 'canceled'],
  ['UNALLOCATED_NUMBER', 'failed'],
  ['CALL_REJECTED', 'failed'],
  ['NORMAL_CLEARING', 'no-answer'],
  ['user_busy', 'busy'],
])('what was not answered, by its cause: %s is %s', async (cause, outcome) => {
  const [event] = (await read(leg({ hangup_cause: cause }))).events
  expect(event!.data['outcome']).toBe(outcome)
})

test.each([
  ['486', 'busy'],
  ['480', 'no-answer'],
  ['487', 'canceled'],
  ['503', 'congestion'],
  ['404', 'failed'],
])('without a cause, by the status of SIP: %s is %s', async (status, outcome) => {
  const [event] = (await read(leg({ hangup_cause: '', sip_term_status: status }))).events
  expect(event!.data['outcome']).toBe(outcome)
})

test('every cause has an outcome, and what was answered is answered whatever its cause', async () => {
  const causes = Object.keys(outcomeOfCause)
  expect(causes.length).toBeGreaterThan(70)
  const legs = causes.flatMap((cause) => [
    leg({ hangup_cause: cause }),
    leg({ hangup_cause: cause, ...times(from, from + 1, from + 8, 6) }),
  ])
  const { events, refused } = await read(legs.join('\n'))
  expect(refused).toEqual([])
  const answered = events.filter(({ data }) => data['outcome'] === 'answered')
  expect(answered.length).toBe(causes.length)
  // Another time was billed than passed: it is told.
  expect(new Set(answered.map(({ data }) => data['billedSeconds']))).toEqual(new Set([6]))
})

test('what is wrong costs its leg only, and is told by the name of its field', async () => {
  const good = leg({})
  const bad = [
    [leg({ hangup_cause: 'VANISHED' }), 'unknown-value hangup_cause: "VANISHED" is not one of'],
    [leg({ hangup_cause: '' }), 'missing hangup_cause: is empty.'],
    [leg({ uuid: '' }), 'missing variables.uuid: is missing.'],
    [leg({ start_epoch: '0' }), 'missing variables.start_epoch: is missing.'],
    [leg({ end_epoch: '0' }), 'missing variables.end_epoch: is missing: the leg goes on.'],
    [leg({ answer_epoch: 'soon' }), 'bad-format variables.answer_epoch: "soon" is not a time since 1970.'],
    [leg({ start_epoch: '99999999999999' }), 'bad-format variables.start_epoch: "99999999999999" is not'],
    [leg({ billsec: 'x', answer_epoch: String(from) }), 'bad-format variables.billsec: "x" is not a time in seconds'],
    ['{"variables":[]}', 'missing variables: is missing: a record of mod_json_cdr has its variables there.'],
    ['{"variables":{"uuid":{"a":1}}}', 'missing variables.uuid: is missing.'],
  ]
  const { events, refused } = await read([good, ...bad.map(([text]) => text), good].join('\n'))
  expect(events.length).toBe(2)
  expect(refused).toEqual(bad.map(([, sentence], at) => expect.stringContaining(`line ${at + 2}: ${sentence}`)))
  const said = await read(bad[0]![0]!, {
    outcome: ['VANISHED=failed'],
    map: ['bot=sip_h_X-campaign'],
    set: ['bot=none'],
  })
  expect(said.events.map(({ data }) => [data['outcome'], data['bot']])).toEqual([['failed', { id: 'none' }]])
  expect(
    (await read(leg({ 'sip_h_X-campaign': 'debts 7' }), { map: ['bot=sip_h_X-campaign'] })).events[0]!.data['bot'],
  ).toEqual({
    id: 'debts 7',
  })
})

test('a file of something else is told at once', async () => {
  expect(await faultOf(freeswitchCdr, '"","+4930"\n')).toContain(
    'The file is no JSON: it begins neither with "{" nor with "[", but with "","+4',
  )
  expect(await faultOf(freeswitchCdr, ' \n')).toBe('The file is empty: there is no JSON in it.')
})

test('values that were not encoded are read as they are', async () => {
  const plain = document({})
  plain.variables = {
    uuid: b,
    direction: 'outbound',
    sip_gateway_name: '100% north',
    hangup_cause: 'USER_BUSY',
    ...times(from, 0, from + 5),
  }
  const [event] = (await read(JSON.stringify(plain))).events
  expect(event!.data['trunk']).toBe('100% north')
})

const cut = (text: string) => text.slice(0, text.length - 40)

test.each([
  ['one a line', (one: string) => one],
  ['for people', (one: string) => JSON.stringify(JSON.parse(one), null, 2)],
])('a file that is cut in its middle and at its end, %s: each cut costs its leg', async (_, form) => {
  const all = Array.from({ length: 5 }, (_one, at) => form(leg({ uuid: `leg-${at}` })))
  const { events, refused } = await read([all[0], cut(all[1]!), all[2], all[3], cut(all[4]!)].join('\n'))
  expect(events.map(({ id }) => id)).toEqual(['leg-0', 'leg-2', 'leg-3'])
  expect(refused.map((text) => text.replace(/^line \d+: /, ''))).toEqual([
    expect.stringMatching(/^not-json /),
    expect.stringMatching(/^not-json The element is not closed: the file ends inside it\.$/),
  ])
})
