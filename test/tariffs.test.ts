import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { rescueUser } from '../src/accounts/administration.ts'
import { createCompany } from '../src/accounts/companies.ts'
import { excel, excelType } from '../src/renderers/excel.ts'
import { somewhere } from './accounts-scene.ts'
import { answered, startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'
import { cloudEvent } from './model.ts'

let server: ApiServer
let judge: Judge
/** A session of platform staff, and tokens: of a reseller, of a company that buys from it, and of one of the platform's. */
let staff: Record<string, string>
let reseller: { company: number; token: string }
let bought: { company: number; token: string }
let other: { company: number; token: string }

const from = '2026-03-01T00:00:00.000Z'

beforeAll(async () => {
  server = await startApiServer()
  judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  const { ledger, tokens, sessions } = server.accounts
  reseller = await server.newCompany()
  other = await server.newCompany()
  const asked = {
    name: 'Bought from the reseller',
    zone: 'UTC',
    language: 'en',
    currency: 'EUR',
    parent: reseller.company,
  }
  const company = await ledger.asPlatform((db) => createCompany(db, commandLine, asked, new Date()))
  const scopes = ['read', 'billing', 'ingest'] as const
  bought = { company, token: (await tokens.create(company, commandLine, { name: 't', scopes, expiresAt: null })).token }
  await rescueUser(ledger, { email: 'staff@example.com', staff: true }, new Date())
  const { id } = await ledger.asPlatform((db) =>
    db.selectFrom('users').select('id').where('email', '=', 'staff@example.com').executeTakeFirstOrThrow(),
  )
  const { key } = await sessions.open(id, somewhere, 'test', other.company)
  staff = { cookie: `talkmeter_session=${key}` }
})

afterAll(() => server.close())

type Who = Record<string, string> | { token: string }

/** Asks, and expects an answer as it is described. */
async function ask(
  method: string,
  path: string,
  who: Who,
  body?: unknown,
  type = 'application/json',
): Promise<Answered> {
  const headers: Record<string, string> = 'token' in who ? { authorization: `Bearer ${who.token}` } : who
  const isForm = type === 'application/json'
  const response = await fetch(`${server.url}/api/v1/${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body: isForm ? JSON.stringify(body) : (body as string) }),
  })
  const answer = await answered(response)
  const kind = response.headers.get('content-type') ?? ''
  expect(judge.faults(method, `/api/v1/${path.split('?')[0]}`, answer.status, kind, answer.body), path).toEqual([])
  return answer
}

async function made(key: string, who: Who, rates: object[], more: object = {}): Promise<{ id: number }> {
  const answer = await ask('POST', `tariffs/${key}/versions`, who, { validFrom: from, rates, ...more })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body as { id: number }
}

async function keysFor(who: Who): Promise<string[]> {
  const { tariffs } = (await ask('GET', 'tariffs', who)).body as { tariffs: { tariff: string; relation: string }[] }
  return tariffs.map(({ tariff, relation }) => `${relation} ${tariff}`)
}

const sms = (price: string, more: object = {}) => ({ service: 'sms', price, ...more })

test('who sells by a tariff changes it, who pays by it reads it, and nobody else learns that it is there', async () => {
  const [r, b, o] = [reseller.company, bought.company, other.company]
  const usual = await made('0-0-EUR', staff, [sms('0.05'), sms('0.07', { network: '262-01' })])
  await made(`0-${o}-EUR`, staff, [sms('0.04')], { note: 'Agreed by canary' })
  await made(`0-${r}-EUR`, staff, [sms('0.03')])
  const sold = await made(`${r}-${b}-EUR`, reseller, [sms('0.09')], { note: 'For you' })
  expect(await keysFor(other)).toEqual([`pays 0-${o}-EUR`, 'pays 0-0-EUR'])
  expect(await keysFor(bought)).toEqual([`pays ${r}-${b}-EUR`, `pays ${r}-0-EUR`])
  expect(await keysFor(reseller)).toEqual([
    `pays 0-${r}-EUR`,
    'pays 0-0-EUR',
    `sells ${r}-0-EUR`,
    `sells ${r}-${b}-EUR`,
  ])
  expect(await keysFor(staff)).toEqual([`pays 0-${o}-EUR`, 'pays 0-0-EUR', `other 0-${r}-EUR`, `other ${r}-${b}-EUR`])
  // Read by whom it is for, with what it says and without who wrote it.
  const seen = (await ask('GET', `tariffs/${r}-${b}-EUR`, bought)).body
  expect(seen).toMatchObject({
    mayChange: false,
    versions: [{ note: 'For you', madeBy: null, rates: 1, state: 'in-force' }],
  })
  expect((await ask('GET', `tariffs/${r}-${b}-EUR`, reseller)).body).toMatchObject({
    mayChange: true,
    versions: [{ madeBy: expect.stringMatching(/^Token /) }],
  })
  const rates = `tariffs/0-0-EUR/versions/${usual.id}/rates`
  expect((await ask('GET', rates, other)).body).toMatchObject({
    count: 2,
    rates: [{ price: '0.05' }, { network: '26201' }],
  })
  const hidden: [string, Who][] = [
    [`0-${o}-EUR`, reseller],
    [`0-${o}-EUR`, bought],
    [`0-${r}-EUR`, bought],
    ['0-0-EUR', bought],
    [`${r}-${b}-EUR`, other],
    [`${r}-0-EUR`, other],
    [`${r}-${o}-EUR`, reseller],
    [`${r}-999-EUR`, reseller],
    [`${b}-0-EUR`, bought],
    ['1-0-XXX', reseller],
  ]
  for (const [key, who] of hidden) {
    const asked: [string, string, unknown?, string?][] = [
      ['GET', `tariffs/${key}`],
      ['GET', `tariffs/${key}/versions/${sold.id}/rates`],
      ['GET', `tariffs/${key}/versions/${sold.id}/changes?against=${usual.id}`],
      ['POST', `tariffs/${key}/versions`, { validFrom: from, rates: [] }],
      ['DELETE', `tariffs/${key}/versions/${sold.id}`],
      ['POST', `tariffs/${key}/import?dryRun=yes`, 'service,price\nsms,1\n', 'text/csv'],
    ]
    for (const [method, path, body, type] of asked) {
      const answer = await ask(method, path, who, body, type)
      expect([answer.status, JSON.stringify(answer.body)], `${method} ${path}`).toEqual([
        404,
        expect.not.stringMatching(/canary/i),
      ])
    }
  }
  // A version of another tariff is none of this one.
  expect((await ask('GET', `tariffs/0-0-EUR/versions/${sold.id}/rates`, other)).status).toBe(404)
  for (const [key, who] of [
    ['0-0-EUR', other],
    [`0-${r}-EUR`, reseller],
    [`${r}-${b}-EUR`, bought],
  ] as const) {
    expect((await ask('POST', `tariffs/${key}/versions`, who, { validFrom: 'nonsense' })).status, key).toBe(403)
    expect((await ask('POST', `tariffs/${key}/import`, who, 'service,price\nsms,1\n', 'text/csv')).status, key).toBe(
      403,
    )
  }
  expect((await ask('DELETE', `tariffs/0-0-EUR/versions/${usual.id}`, other)).status).toBe(403)
  // Nobody could ever pay by it.
  const foreign = await ask('POST', `tariffs/0-${o}-USD/versions`, staff, { validFrom: from, rates: [] })
  expect(foreign).toMatchObject({
    status: 422,
    body: { fields: [{ field: 'currency', detail: expect.stringContaining('EUR') }] },
  })
})

test.each<[object, string[]]>([
  [{}, ['validFrom', 'rates']],
  [{ validFrom: '2026-03-01', rates: [] }, ['validFrom']],
  [{ validFrom: '2026-03-01T00:00:30Z', rates: [] }, ['validFrom']],
  [{ validFrom: '1999-03-01T00:00:00Z', rates: [] }, ['validFrom']],
  [{ validFrom: '2126-03-01T00:00:00Z', rates: [] }, ['validFrom']],
  [{ validFrom: from, rates: {} }, ['rates']],
  [{ validFrom: from, rates: [], ownPrices: 'never' }, ['ownPrices']],
  [{ validFrom: from, rates: [], note: 'a\u202eb' }, ['note']],
  [{ validFrom: from, rates: [], put: [] }, ['put']],
  [{ validFrom: from, rates: [], price: '1' }, ['price']],
  [{ validFrom: from, rates: [sms('1'), 7, sms('-1'), sms('2')] }, ['rates[1]', 'rates[2].price', 'rates[3]']],
  [{ validFrom: from, rates: [sms('1', { network: '26201' }), sms('2', { network: '262-01' })] }, ['rates[1]']],
  [{ validFrom: from, basedOn: 999_999 }, ['basedOn']],
  [{ validFrom: from, basedOn: 'x', remove: [1] }, ['basedOn', 'remove']],
])('a version that is wrong is refused by its fields: %j', async (body, fields) => {
  const answer = await ask('POST', 'tariffs/0-0-EUR/versions', staff, body)
  expect(answer.status).toBe(422)
  expect((answer.body as { fields: { field: string }[] }).fields.map(({ field }) => field)).toEqual(fields)
})

test('a version takes over the rates of another, is compared with it, withdrawn, and all that is in the audit log', async () => {
  const key = `${reseller.company}-0-EUR`
  const first = await made(key, reseller, [
    sms('0.05'),
    sms('0.07', { country: 'DE' }),
    { service: 'chat', price: '0.01' },
  ])
  const change = { put: [sms('0.06'), sms('0.08', { country: 'FR' })], remove: ['chat'], note: 'Dearer' }
  const asked = { validFrom: '2026-03-02T10:30:00+03:00', basedOn: first.id, ...change }
  const second = (await ask('POST', `tariffs/${key}/versions`, reseller, { ...asked, newest: first.id })).body as {
    id: number
  }
  // Somebody who does not know of it yet changes nothing.
  expect((await ask('POST', `tariffs/${key}/versions`, reseller, { ...asked, newest: first.id })).status).toBe(409)
  const told = await ask('POST', `tariffs/${key}/versions?dryRun=yes`, reseller, {
    ...asked,
    basedOn: second.id,
    remove: [],
  })
  expect(told).toMatchObject({ status: 200, body: { rates: 3, counts: { same: 3 }, changes: [] } })
  const wrong = await ask('POST', `tariffs/${key}/versions`, reseller, { ...asked, remove: ['sms country=IT'] })
  expect(wrong.body).toMatchObject({ fields: [{ field: 'remove[0]' }] })
  const compared = await ask('GET', `tariffs/${key}/versions/${second.id}/changes?against=${first.id}`, bought)
  expect(compared.body).toEqual({
    counts: { added: 1, removed: 1, changed: 1, same: 1 },
    next: null,
    changes: [
      {
        name: 'sms',
        change: 'changed',
        before: expect.objectContaining({ price: '0.05' }),
        after: expect.objectContaining({ price: '0.06' }),
      },
      { name: 'chat', change: 'removed', before: expect.objectContaining({ price: '0.01' }), after: null },
      {
        name: 'sms country=FR',
        change: 'added',
        before: null,
        after: expect.objectContaining({ price: '0.08', moment: 'submitted' }),
      },
    ],
  })
  const paged = await ask(
    'GET',
    `tariffs/${key}/versions/${second.id}/changes?against=${first.id}&limit=2&cursor=2`,
    bought,
  )
  expect(paged.body).toMatchObject({ next: null, changes: [{ name: 'sms country=FR' }] })
  expect((await ask('DELETE', `tariffs/${key}/versions/${second.id}`, reseller)).body).toMatchObject({
    state: 'withdrawn',
  })
  expect((await ask('DELETE', `tariffs/${key}/versions/${second.id}`, reseller)).status).toBe(409)
  expect((await ask('GET', `tariffs/${key}`, reseller)).body).toMatchObject({
    versions: [
      { id: second.id, state: 'withdrawn', validFrom: '2026-03-02T07:30:00.000Z', withdrawnBy: expect.any(String) },
      { id: first.id, state: 'in-force', withdrawnBy: null },
    ],
  })
  const { entries } = (await ask('GET', 'audit', reseller)).body as { entries: { action: string }[] }
  const [withdrawn, makes] = entries.filter(({ action }) => action.startsWith('tariff.'))
  expect(withdrawn).toMatchObject({
    action: 'tariff.version-withdrawn',
    before: { version: second.id, note: 'Dearer' },
  })
  expect(makes).toMatchObject({
    action: 'tariff.version-made',
    subject: `tariff:${key}`,
    before: { version: first.id },
    after: {
      added: 1,
      removed: 1,
      changed: 1,
      rates: 3,
      first: ['sms: 0.05 → 0.06', 'chat: 0.01 → —', 'sms country=FR: — → 0.08'],
    },
  })
})

test('what was charged by other prices is charged anew as soon as a version is made or withdrawn', async () => {
  const event = { source: 'gateway', id: 'one', message: 'one', time: Date.parse('2026-04-02T10:00:00Z') }
  const { company, token } = other
  await server.send(
    token,
    'application/json',
    JSON.stringify([cloudEvent({ ...event, channel: 'sms', status: 'delivered' })]),
  )
  await server.path.folder.settled()
  await server.charging.chargeNow()
  const charged = async () => {
    await server.charging.chargeNow()
    const { ledger } = server.accounts
    const rows = await ledger.asCompany(company, (db) => db.selectFrom('charges').select('amount').execute())
    return rows.map(({ amount }) => Number(amount))
  }
  expect(await charged()).toEqual([0.04])
  const dearer = await made(`0-${company}-EUR`, staff, [sms('0.10')], { validFrom: '2026-04-01T00:00:00Z' })
  expect((await charged()).toSorted()).toEqual([-0.04, 0.04, 0.1])
  await ask('DELETE', `tariffs/0-${company}-EUR/versions/${dearer.id}`, staff)
  expect((await charged()).reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(0.04, 6)
})

test('a version comes back as it was through a file, in CSV and in Excel, and rates are found a page at a time', async () => {
  const rates = Array.from({ length: 250 }, (_, at) => sms(`0.0${100 + at}`, { network: String(26_200 + at) }))
  const special = [
    { service: 'call', price: '0.6', trunk: "=cmd|' /C calc'!A0", increments: '60/6', connectFee: '0.01' },
  ]
  const key = `0-${reseller.company}-EUR`
  const { id } = await made(key, staff, [
    ...rates,
    ...special,
    sms('0.05', { packageUnits: 100, packageFee: '4', steps: [{ above: 1000, price: '0.04' }] }),
  ])
  const page = await ask('GET', `tariffs/${key}/versions/${id}/rates?service=sms&q=network=2643&limit=8`, reseller)
  expect(page.body).toMatchObject({ count: 10, rates: { length: 8 }, next: expect.any(String) })
  const { next } = page.body as { next: string }
  const rest = await ask(
    'GET',
    `tariffs/${key}/versions/${id}/rates?service=sms&q=network=2643&limit=8&cursor=${next}`,
    reseller,
  )
  expect(rest.body).toMatchObject({ next: null, rates: [{ network: '26438' }, { network: '26439' }] })
  expect((await ask('GET', `tariffs/${key}/versions/${id}/rates?q=%25`, reseller)).body).toMatchObject({ count: 0 })
  for (const format of ['csv', 'xlsx']) {
    const file = await fetch(`${server.url}/api/v1/tariffs/${key}/versions/${id}/rates?format=${format}`, {
      headers: staff,
    })
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="tariff-${key}-20260301T0000.${format}"`)
    const bytes = Buffer.from(await file.arrayBuffer())
    if (format === 'csv') expect(bytes.toString()).toContain(`"'=cmd|`.slice(1))
    const type = file.headers.get('content-type')!.split(';')[0]!
    const again = await ask('POST', `tariffs/${key}/import?dryRun=yes&validFrom=${from}`, staff, bytes, type)
    expect(again.body, format).toMatchObject({
      rows: 252,
      faultCount: 0,
      versions: [{ id: null, counts: { added: 0, removed: 0, changed: 0, same: 252 } }],
    })
  }
})

test('a dry run tells what would change and changes nothing; the same request for real does it', async () => {
  const key = `${reseller.company}-${bought.company}-EUR`
  const file = 'service;network;price\r\nsms;;0.095\r\nsms;26202;0.11\r\n'
  const path = `tariffs/${key}/import?validFrom=2026-05-01T00:00:00Z&note=May`
  const before = (await ask('GET', `tariffs/${key}`, reseller)).body as { versions: object[] }
  const dry = await ask('POST', `${path}&dryRun=yes`, reseller, `\ufeff${file}`, 'text/csv')
  const changes = [
    { name: 'sms', change: 'changed', before: { price: '0.09' }, after: { price: '0.095' } },
    { name: 'sms network=26202', change: 'added', after: { price: '0.11' } },
  ]
  expect(dry).toMatchObject({ status: 200, body: { rows: 2, versions: [{ id: null, rates: 2, changes }] } })
  expect((await ask('GET', `tariffs/${key}`, reseller)).body).toEqual(before)
  const real = await ask('POST', path, reseller, file, 'text/csv')
  expect(real).toMatchObject({ status: 201, body: { versions: [{ id: expect.any(Number), changes }] } })
  const after = (await ask('GET', `tariffs/${key}`, reseller)).body as { versions: object[] }
  expect(after.versions).toHaveLength(before.versions.length + 1)
})

test('periods of a file that meet become versions; a gap and an overlap are refused by their lines', async () => {
  const key = `${reseller.company}-${bought.company}-EUR`
  const path = `tariffs/${key}/import?validFrom=2026-06-01T00:00:00Z&dryRun=yes`
  const head = 'service,country,price,validFrom,validTo\n'
  const meeting = await ask(
    'POST',
    path,
    reseller,
    `${head}sms,,0.1,2026-06-01,2026-07-01\nsms,,0.2,2026-07-01,\nchat,,1,,2026-07-10 12:30\n`,
    'text/csv',
  )
  expect(meeting.body).toMatchObject({
    faultCount: 0,
    versions: [
      { validFrom: '2026-06-01T00:00:00.000Z', rates: 2 },
      { validFrom: '2026-07-01T00:00:00.000Z', rates: 2, counts: { changed: 1, same: 1 } },
      { validFrom: '2026-07-10T12:30:00.000Z', rates: 1, counts: { removed: 1, same: 1 } },
    ],
  })
  const wrong = await ask(
    'POST',
    path,
    reseller,
    `${head}sms,DE,1,2026-06-01,2026-07-01\nsms,DE,2,2026-07-02,\nsms,FR,1,2026-06-01,2026-07-02\nsms,FR,2,2026-07-01,\nsms,IT,1,,\nsms,IT,1,,\nsms,ES,1,2026-07-01,2026-06-01\n`,
    'text/csv',
  )
  const { faults } = wrong.body as { faults: { line: number; field: string; detail: string }[] }
  expect(faults).toEqual([
    { line: 8, field: 'validTo', detail: expect.stringContaining('must be after 2026-07-01T00:00:00Z') },
    {
      line: 3,
      field: 'validFrom',
      detail: expect.stringMatching(/gap after line 2: from 2026-07-01T00:00:00Z to 2026-07-02T00:00:00Z/),
    },
    {
      line: 5,
      field: 'validFrom',
      detail: expect.stringMatching(/overlaps line 4, which goes on until 2026-07-02T00:00:00Z/),
    },
    { line: 7, field: 'service', detail: expect.stringMatching(/same uses as line 6: sms country=IT/) },
  ])
})

test.each<[title: string, file: () => string | Buffer | Promise<Buffer>, type: string, status: number, told: RegExp]>([
  ['nothing', () => '', 'text/csv', 422, /There are no rates/],
  ['a head alone', () => 'service,price\n', 'text/csv', 422, /There are no rates/],
  ['other columns', () => 'Land,Preis\nDE,1\n', 'text/csv', 422, /Land: is not a column of rates/],
  ['a column twice', () => 'service,price,price\nsms,1,2\n', 'text/csv', 422, /price: is there twice/],
  [
    'a comma in a price',
    () => 'service;price\nsms;0,05\n',
    'text/csv',
    422,
    /line 2, price: must have a decimal point/,
  ],
  ['a formula', () => 'service,price\nsms,=1+1\n', 'text/csv', 422, /line 2, price: must be an amount/],
  ['windows-1251', () => Buffer.from([0x73, 0x2c, 0xcf, 0xf0, 0xe8]), 'text/csv', 422, /not in UTF-8 .* windows-1251/],
  ['UTF-16', () => Buffer.from('\ufeffservice', 'utf16le'), 'text/csv', 422, /not in UTF-8 but in UTF-16/],
  ['a quote that is never closed', () => 'service,price\n"sms,1\n', 'text/csv', 422, /line 2: The quote/],
  [
    'a million rows',
    () => `service,price\n${'sms,0.05\n'.repeat(1_000_000)}`,
    'text/csv',
    422,
    /beyond the 100000 rates/,
  ],
  ['seventeen megabytes', () => 'x'.repeat(17 * 1024 * 1024), 'text/csv', 413, /too large/i],
  ['no Excel', () => 'PK not really', 'text/csv', 422, /not an Excel file/],
  [
    'an Excel file that was cut off',
    async () => (await excel('R', ['service'], [])).subarray(0, 900),
    excelType,
    422,
    /cut off/,
  ],
  [
    'a formula in Excel',
    () => withFormula(),
    excelType,
    422,
    /^line 2, price: is a formula in cell B2: write what it comes to. Nothing was changed.$/,
  ],
  ['a bomb', () => bomb('<nothing-that-is-of-a-table/>'), excelType, 413, /too large: unpacked/],
  ['a bomb of rows', () => bomb('<row/>'), excelType, 422, /more than 1048576 rows/],
  ['a bomb of one text', () => bomb(' '), excelType, 422, /a text that is too long/],
  ['JSON', () => '{}', 'application/json', 415, /Send the file itself/],
])('a file that is %s is refused in words', async (_title, file, type, status, told) => {
  const path = `tariffs/0-0-EUR/import?validFrom=${from}`
  const started = process.memoryUsage().rss
  const body = await file()
  const answer =
    type === 'application/json' ? await ask('POST', path, staff, {}) : await ask('POST', path, staff, body, type)
  expect([answer.status, (answer.body as { detail: string }).detail]).toEqual([status, expect.stringMatching(told)])
  expect(process.memoryUsage().rss - started).toBeLessThan(600 * 1024 * 1024)
})

function withFormula(): Buffer {
  return repacked((sheet) => sheet.replace(/<c r="B2"[^>]*>.*?<\/c>/, '<c r="B2"><f>1+1</f><v>2</v></c>'))
}

/** A sheet of a few kilobytes that would unpack to 100 MiB. */
function bomb(piece: string): Buffer {
  const much = piece.repeat((100 * 1024 * 1024) / piece.length)
  return repacked((sheet) => sheet.replace('<sheetData>', `<sheetData>${much}`))
}

/** An Excel file with another sheet in place of its own: the last part of the archive. */
function repacked(change: (sheet: string) => string): Buffer {
  const xml =
    '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>service</t></is></c><c r="B1" t="inlineStr"><is><t>price</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>sms</t></is></c><c r="B2"><v>0.05</v></c></row></sheetData></worksheet>'
  const parts = {
    'xl/workbook.xml': '<workbook><sheets><sheet name="R" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': change(xml),
  }
  const [files, list]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const [name, text] of Object.entries(parts)) {
    const packed = deflateRawSync(text)
    const head = Buffer.alloc(30)
    head.write('PK\u0003\u0004')
    head.writeUInt16LE(8, 8)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.write('PK\u0001\u0002')
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    // What it says of its length is a lie.
    entry.writeUInt32LE(100, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    files.push(head, Buffer.from(name), packed)
    list.push(entry, Buffer.from(name))
    offset += 30 + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006')
  end.writeUInt16LE(3, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, ...list, end])
}
