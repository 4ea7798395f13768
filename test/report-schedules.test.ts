import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeCompany } from '../src/accounts/companies.ts'
import { commandLine } from '../src/accounts/actor.ts'
import type { Scope } from '../src/accounts/scopes.ts'
import type { ReportView } from '../src/jobs/reports/report-view.ts'
import { whyStopped } from '../src/jobs/schedules/maker.ts'
import type { ScheduleView } from '../src/jobs/schedules/schedule-desk.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { cloudEvent } from './model.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description } from './openapi-judge.ts'
import { reportsDoor, tokenOf } from './reports-scene.ts'
import type { ReportsDoor } from './reports-scene.ts'

/** Reports that are made by themselves, and told by a real mail server and to a real receiver of webhooks. */

let now = Date.parse('2026-10-24T12:00:00Z')
let server: ApiServer
let door: ReportsDoor
let company: number
let mailServer: SMTPServer
let receiver: Server
let hook: string
const mails: { to: string[]; text: string }[] = []
const received: { headers: IncomingHttpHeaders; body: string }[] = []

beforeAll(async () => {
  mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        mails.push({ to, text: Buffer.concat(pieces).toString().replaceAll('=\r\n', '') })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => void mailServer.listen(0, '127.0.0.1', resolve))
  receiver = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (piece: string) => (body += piece))
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve))
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const { port } = mailServer.server.address() as AddressInfo
  server = await startApiServer({
    now: () => now,
    telling: {
      smtpUrl: `smtp://127.0.0.1:${port}`,
      mailFrom: 'meter@example.com',
      webhookNetworks: ['127.0.0.1/32'],
      publicUrl: 'https://meter.example',
    },
  })
  const own = await server.newCompany()
  company = own.company
  await changeCompany(server.accounts.ledger, commandLine, company, { zone: 'Europe/Berlin' }, new Date(now))
  server.accounts.forgetCompany(company)
  const judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  door = reportsDoor(server, judge, tokenOf(own.token))
  const time = Date.parse('2026-10-26T10:00:00Z')
  const event = { source: 's', id: 'e', message: 'm', time, channel: 'sms', status: 'delivered' }
  now = time + 1000
  await server.send(own.token, 'application/json', JSON.stringify([cloudEvent(event)]))
  await server.path.folder.settled()
  now = Date.parse('2026-10-24T12:00:00Z')
}, 60_000)

afterAll(async () => {
  await server.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
  await new Promise<void>((resolve) => mailServer.close(resolve))
})

const schedules = async () =>
  ((await door.send('GET', 'reports/schedules')).body as { schedules: ScheduleView[] }).schedules
const automatic = async () =>
  ((await door.send('GET', 'reports')).body as { reports: ReportView[] }).reports.filter((one) => one.isAutomatic)

async function pass(until: string): Promise<void> {
  now = Date.parse(until)
  await server.schedules.lookNow()
  await server.reports.settled()
  await server.notices.lookNow()
}

test('a service that is in use gets a monthly report by itself, once', async () => {
  await server.schedules.lookNow()
  const [made, ...more] = await schedules()
  expect(more).toEqual([])
  expect(made).toMatchObject({
    service: 'notifications',
    type: 'by-day',
    every: 'month',
    monthDay: 1,
    at: '06:00',
    covers: 'month',
    isOn: true,
    isDefault: true,
    zone: 'Europe/Berlin',
    nextAt: '2026-11-01T05:00:00.000Z',
  })
  const off = await door.send('PATCH', `reports/schedules/${made!.id}`, { isOn: false, version: made!.version })
  expect(off.body).toMatchObject({ isOn: false, nextAt: null, columns: made!.columns, version: 2 })
  expect((await door.send('PATCH', `reports/schedules/${made!.id}`, { isOn: true, version: 1 })).status).toBe(409)
  expect((await door.send('DELETE', `reports/schedules/${made!.id}`)).status).toBe(204)
  now += 7_200_000
  await server.schedules.lookNow()
  expect(await schedules()).toEqual([])
  expect(await automatic()).toEqual([])
})

const daily = {
  service: 'notifications',
  type: 'detail',
  name: 'Every day',
  every: 'day',
  at: '02:30',
  format: 'csv',
  emails: ['ann@example.com', 'bob@example.com'],
}

test('a report of the day before is made and told, through a change of clocks and a time without a server', async () => {
  const webhook = await door.send('PUT', 'reports/webhook', { webhookUrl: hook })
  const { webhookSecret } = webhook.body as { webhookSecret: string }
  expect((await door.send('GET', 'reports/webhook')).body).toEqual({ webhookUrl: hook, version: 1 })
  const added = await door.send('POST', 'reports/schedules', daily)
  // The hour that comes twice is its first.
  expect(added).toMatchObject({ status: 201, body: { covers: 'day', nextAt: '2026-10-25T00:30:00.000Z' } })
  await pass('2026-10-25T00:29:59Z')
  expect(await automatic()).toEqual([])
  await Promise.all([pass('2026-10-25T00:30:00Z'), server.schedules.lookNow()])
  // The second time that the clock shows it is none.
  await pass('2026-10-25T01:30:00Z')
  const [report, ...more] = await automatic()
  expect(more).toEqual([])
  expect(report).toMatchObject({
    name: 'Every day, 2026-10-24',
    status: 'generated',
    askedBy: 'Talkmeter',
    period: { from: '2026-10-23T22:00:00.000Z', to: '2026-10-24T22:00:00.000Z', zone: 'Europe/Berlin' },
    file: { rows: 0 },
  })
  expect(mails.flatMap(({ to }) => to).toSorted()).toEqual(['ann@example.com', 'bob@example.com'])

  // Three days without a server: once, for the last of them.
  mails.length = 0
  received.length = 0
  await pass('2026-10-28T12:00:00Z')
  const [last] = await automatic()
  expect(await automatic()).toHaveLength(2)
  expect(last).toMatchObject({ name: 'Every day, 2026-10-27' })
  expect((await schedules())[0]).toMatchObject({
    lastAt: '2026-10-28T01:30:00.000Z',
    nextAt: '2026-10-29T01:30:00.000Z',
  })
  const { headers, body } = received[0]!
  const key = Buffer.from(webhookSecret.replace('whsec_', ''), 'base64')
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
  expect(JSON.parse(body)).toEqual({
    type: 'report.ready',
    timestamp: '2026-10-28T12:00:00.000Z',
    data: {
      company,
      id: last!.id,
      name: 'Every day, 2026-10-27',
      service: 'notifications',
      type: 'detail',
      error: null,
      file: {
        url: `https://meter.example/api/v1/reports/${last!.id}/file`,
        bytes: last!.file!.bytes,
        sha256: last!.file!.sha256,
        rows: 0,
      },
    },
  })
})

test('a letter has the link and the file', async () => {
  const [{ id } = { id: '' }] = await schedules()
  const changed = await door.send('PATCH', `reports/schedules/${id}`, { covers: 'week', every: 'week', weekday: 1 })
  expect(changed.body).toMatchObject({ every: 'week', at: '02:30', weekday: 1, nextAt: '2026-11-02T01:30:00.000Z' })
  mails.length = 0
  await pass('2026-11-02T01:30:00Z')
  const [report] = await automatic()
  expect(report).toMatchObject({ name: 'Every day, 2026-10-26 – 2026-11-01', file: { rows: 1 } })
  const [{ text } = { text: '' }] = mails
  expect(text).toContain('Subject: =?UTF-8?Q?Every_day=2C_2026-10-26')
  expect(text).toContain('https://meter.example/reports')
  expect(text).toContain(`filename=notifications_detail_${report!.id}.csv`)
  const attached = /base64\r\n(?:[\w-]+: .*\r\n)*\r\n([\w+/=\r\n]+?)(?:\r\n)?----/.exec(text)?.[1]
  // What is attached is the file that can be downloaded.
  const { body } = await door.send('GET', `reports/${report!.id}/file`)
  expect(Buffer.from(attached!, 'base64').toString()).toBe(body)
})

test('a company that moves to another zone is told by the clock there', async () => {
  await changeCompany(server.accounts.ledger, commandLine, company, { zone: 'Asia/Kathmandu' }, new Date(now))
  server.accounts.forgetCompany(company)
  await server.schedules.lookNow()
  expect((await schedules())[0]).toMatchObject({ zone: 'Asia/Kathmandu', nextAt: '2026-11-08T20:45:00.000Z' })
})

test('what no schedule can be is refused, naming the field', async () => {
  const refused = async (body: object, ...fields: string[]) => {
    const answer = await door.send('POST', 'reports/schedules', { ...daily, ...body })
    expect(answer.status, JSON.stringify(body)).toBe(422)
    expect((answer.body as { fields: { field: string }[] }).fields.map(({ field }) => field)).toEqual(fields)
  }
  await refused({ every: 'hour' }, 'every')
  await refused({ at: '24:00' }, 'at')
  await refused({ every: 'week', weekday: 8 }, 'weekday')
  await refused({ every: 'month', monthDay: 32 }, 'monthDay')
  await refused({ every: 'cron' }, 'cron')
  await refused({ every: 'cron', cron: '0 0 31 2 *' }, 'cron')
  await refused({ covers: 'year', isOn: 'yes', emails: ['x'] }, 'covers', 'emails', 'isOn')
  await refused({ from: '2026-01-01T00:00:00Z' }, 'from')
  await refused({ service: 'fax' }, 'service')
  expect((await door.send('PUT', 'reports/webhook', { webhookUrl: 'ftp://x/' })).status).toBe(422)
  expect((await door.send('PATCH', 'reports/schedules/999', {})).status).toBe(404)
})

test('files are mailed only for who may all, and a schedule ends with who answers for it, saying so', async () => {
  const { tokens } = server.accounts
  const tokenFor = async (...scopes: Scope[]) => {
    const { id, token } = await tokens.create(company, commandLine, { name: 'x', scopes, expiresAt: null })
    return { id, headers: tokenOf(token) }
  }
  const [reader, payer, admin] = [await tokenFor('read'), await tokenFor('billing'), await tokenFor('read', 'admin')]
  const ask = (method: string, path: string, body: object, { headers } = reader) =>
    door.send(method, `reports/schedules${path}`, body, headers)
  const refusal = { status: 403, body: { fields: [{ field: 'emails', detail: expect.stringContaining('"admin"') }] } }
  expect(await ask('POST', '', daily)).toMatchObject(refusal)
  const { emails: _, ...unmailed } = daily
  const made = async (body: object, by = reader) => ((await ask('POST', '', body, by)).body as ScheduleView).id
  const charges = { ...unmailed, service: 'finance', type: 'charges', every: 'month', covers: 'month' }
  const [own, paid, mailed] = [await made(unmailed), await made(charges, payer), await made(daily, admin)]
  expect(await ask('PATCH', `/${own}`, { emails: ['eve@example.com'] })).toMatchObject(refusal)
  expect(await ask('PATCH', `/${mailed}`, { emails: ['eve@example.com'] })).toMatchObject(refusal)
  // What is not about addresses may be changed, and stays in the name of who named them.
  expect(await ask('PATCH', `/${mailed}`, { name: 'Renamed' })).toMatchObject({
    status: 200,
    body: { name: 'Renamed', emails: daily.emails },
  })
  for (const { id } of [reader, admin]) await tokens.revoke(company, commandLine, id)
  const { ledger } = server.accounts
  await ledger.asPlatform((db) =>
    db
      .updateTable('tokens')
      .set({ scopes: ['read'] })
      .where('id', '=', payer.id)
      .execute(),
  )
  const many = (await automatic()).length
  mails.length = 0
  await pass('2026-12-02T12:00:00Z')
  const all = await schedules()
  const stateOf = (wanted: string) => all.find(({ id }) => id === wanted)
  for (const id of [own, mailed])
    expect(stateOf(id)).toMatchObject({ isOn: false, nextAt: null, stopped: 'maker-gone' })
  expect(stateOf(paid)).toMatchObject({ isOn: false, stopped: 'maker-may-not' })
  // The one of the test before goes on: who made it is there.
  expect(await automatic()).toHaveLength(many + 1)
  expect(mails.filter(({ text }) => text.includes('Renamed'))).toEqual([])
  const again = await tokenFor('read')
  expect(await ask('PATCH', `/${mailed}`, { isOn: true }, again)).toMatchObject(refusal)
  expect(await ask('PATCH', `/${own}`, { isOn: true }, again)).toMatchObject({ body: { isOn: true, stopped: null } })
})

test('a person answers for a schedule as long as they are there and may', async () => {
  const { ledger } = server.accounts
  const why = (maker: string | null, needs: string[], emails: string[] = []) =>
    ledger.asPlatform((db) => whyStopped(db, { company, maker, needs, emails }, now))
  const change = (sql: { staff?: boolean; disabled_at?: Date | null }) =>
    ledger.asPlatform((db) => db.updateTable('users').set(sql).where('id', '=', id).execute())
  const { id } = await ledger.asPlatform((db) =>
    db.selectFrom('users').select('id').where('email', '=', server.admin.email).executeTakeFirstOrThrow(),
  )
  const person = `user:${id}`
  await change({ staff: true, disabled_at: null })
  expect(await why(person, ['billing', 'staff'], ['a@example.com'])).toBeUndefined()
  await change({ disabled_at: new Date(now) })
  expect(await why(person, ['read'])).toBe('maker-gone')
  await change({ disabled_at: null, staff: false })
  expect(await why(person, ['read'])).toBe('maker-gone')
  await ledger.asPlatform((db) =>
    db.insertInto('memberships').values({ company, user_id: id, role: 'analyst' }).execute(),
  )
  expect(await why(person, ['read'])).toBeUndefined()
  for (const need of ['billing', 'staff']) expect(await why(person, [need])).toBe('maker-may-not')
  expect(await why(person, ['read'], ['a@example.com'])).toBe('maker-may-not')
  expect([await why(null, ['billing']), await why('user:999999', ['read'])]).toEqual([undefined, 'maker-gone'])
})

test('a text with a byte that no text has is refused by the name of its parameter, or nothing is found', async () => {
  const staff = tokenOf(server.token)
  const { paths } = (await server.get('/api/v1/openapi.json')).body as Description & {
    paths: Record<string, { get?: { parameters?: { name: string; in: string }[] } }>
  }
  let many = 0
  for (const [path, { get }] of Object.entries(paths)) {
    if (get === undefined) continue
    const names = (get.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name)
    for (const name of names) {
      const at = `${server.url}${path.replaceAll(/\{\w+\}/g, '1')}?${name}=a%00b`
      const answer = await fetch(at, { headers: staff })
      expect([answer.status, await answer.text()], at).toEqual([400, expect.stringContaining(`"field":"${name}"`)])
      many++
    }
    if (!path.includes('{')) continue
    const at = `${server.url}${path.replaceAll(/\{\w+\}/g, '%00')}`
    expect((await fetch(at, { headers: staff })).status, at).toBe(404)
  }
  expect(many).toBeGreaterThan(50)
})
