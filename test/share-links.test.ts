import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { acceptInvitation, invite } from '../src/accounts/invitations.ts'
import { changeRole, removeMember } from '../src/accounts/people.ts'
import { somewhere } from './accounts-scene.ts'
import { answered, startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'
import { cloudEvent } from './model.ts'

/** Links that show graphs without an account: what they show, that they show nothing else, and when they end. */

const day = 86_400_000
let clock = Date.now()
let server: ApiServer

type Link = { id: string; link: string } & Record<string, unknown>
type Panels = { panels: Record<string, { rows: unknown[]; totals: Record<string, unknown> }> }

beforeAll(async () => {
  server = await startApiServer({ now: () => clock })
  const events = ['sms', 'sms', 'sms', 'viber'].map((channel, n) => {
    const told = { channel, status: 'delivered', price: { amount: '0.05', currency: 'EUR' } }
    return cloudEvent({ source: 'secret-gateway', id: `e${n}`, message: `m${n}`, time: clock - 60_000, ...told })
  })
  await server.send(server.token, 'application/json', JSON.stringify(events))
  await server.path.folder.settled()
})

afterAll(() => server.close())

async function ask(who: string, method: string, path: string, body?: unknown): Promise<Answered> {
  return answered(
    await fetch(`${server.url}/api/v1/${path}`, {
      method,
      headers: {
        ...(who.startsWith('talkmeter_session=') ? { cookie: who } : { authorization: `Bearer ${who}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
}

async function made(body: object, who = server.token): Promise<{ id: string; secret: string; told: Link }> {
  const { status, body: told } = await ask(who, 'POST', 'share-links', {
    name: 'For a client',
    page: 'notifications',
    ...body,
  })
  expect(status, JSON.stringify(told)).toBe(201)
  const { id, link } = told as Link
  return { id, secret: link.split('#')[1]!, told: told as Link }
}

function open(secret: string, path = ''): Promise<Answered> {
  return ask(secret, 'GET', `shared${path}`)
}

function faultsIn({ body }: Answered): string[] {
  return ((body as { fields?: { field: string }[] }).fields ?? []).map(({ field }) => field)
}

test('a link shows the numbers of the page, without money, and its secret is told once', async () => {
  const { id, secret, told } = await made({
    period: '30d',
    zone: 'Asia/Tokyo',
    filters: { channel: ['sms'] },
    compare: 'year',
  })
  expect(told['link']).toMatch(/^http:\/\/localhost:\d+\/shared#tms_[\w-]{43}$/)
  expect(told).toMatchObject({ panel: null, showsMoney: false, state: 'open', isOwn: true, openedTimes: 0 })
  expect(Date.parse(String(told['expiresAt']))).toBe(clock + 7 * day)
  const about = await open(secret)
  expect(about.body).toMatchObject({
    name: 'For a client',
    page: 'notifications',
    period: '30d',
    zone: 'Asia/Tokyo',
    filters: { channel: ['sms'] },
    compare: 'year',
    asked: { zone: 'Asia/Tokyo' },
  })
  const { catalogue, asked } = about.body as {
    catalogue: { panels: { id: string; rowsOf: unknown }[] }
    asked: { from: string; to: string }
  }
  expect(catalogue.panels.map(({ rowsOf }) => rowsOf)).not.toContain('messages')
  const { from, to } = asked
  const whole = new URLSearchParams({ from, to, tz: 'Asia/Tokyo', channel: 'sms', compare: 'year' })
  const page = (await ask(server.token, 'GET', `pages/notifications?${whole}`)).body as Panels
  const shared = await open(secret, '/page')
  const { panels } = shared.body as Panels
  expect(Object.keys(panels)).toEqual(Object.keys(page.panels).filter((one) => !one.includes('price')))
  for (const [one, { rows, totals }] of Object.entries(panels)) {
    expect({ rows, totals }, one).toEqual({ rows: page.panels[one]!.rows, totals: page.panels[one]!.totals })
  }
  expect(panels['notifications.sent']!.totals).toMatchObject({ sent: 3 })
  // Neither what is not shown, nor from where it comes.
  expect(JSON.stringify(shared.body)).not.toMatch(/0\.05|0\.15|EUR|secret-gateway/)
  const file = await open(secret, '/panels/notifications.by-status?format=csv')
  expect(file.body).toBe((await ask(server.token, 'GET', `panels/notifications.by-status?${whole}&format=csv`)).body)
  expect(String((await open(secret, '/panels/notifications.by-status?format=xlsx')).body)).toMatch(/^PK/)
  const { body: list } = await ask(server.token, 'GET', 'share-links')
  expect(list).toMatchObject({ links: [{ id, openedTimes: 1 }] })
  expect(JSON.stringify(list)).not.toContain(secret)
  const kept = await server.accounts.ledger.asPlatform((db) => db.selectFrom('share_links').selectAll().execute())
  expect(JSON.stringify(kept)).not.toContain(secret)
  const acts = (await server.get('/api/v1/audit?q=share-link')).body as { entries: { action: string; after: object }[] }
  expect(acts.entries).toMatchObject([
    { action: 'share-link.created', after: { showsMoney: false, zone: 'Asia/Tokyo' } },
  ])
  expect(JSON.stringify(acts)).not.toContain(secret)
})

test('money is shown where its maker sees it and says so', async () => {
  const { secret } = await made({ page: 'analytics', showsMoney: true })
  expect(((await open(secret, '/page')).body as Panels).panels['analytics.price']!.totals).toEqual({
    price: { EUR: '0.20' },
  })
  const admin = await server.tokenWith(['read', 'admin'])
  const refused = await ask(admin, 'POST', 'share-links', { name: 'x', page: 'analytics', showsMoney: true })
  expect([refused.status, faultsIn(refused)]).toEqual([400, ['showsMoney']])
  const { secret: own } = await made({ page: 'analytics' }, admin)
  expect(Object.keys(((await open(own, '/page')).body as Panels).panels)).not.toContain('analytics.price')
})

test('a link cannot be widened: neither by parameters, nor by paths, nor at any other door', async () => {
  const { secret } = await made({ panel: 'notifications.by-channel', period: 'today' })
  expect(Object.keys(((await open(secret, '/page')).body as Panels).panels)).toEqual(['notifications.by-channel'])
  const asked = [
    'from=2020-01-01T00:00:00Z',
    'to=2030-01-01T00:00:00Z',
    'tz=UTC',
    'channel=viber',
    'compare=year',
    'rows=x',
    'cursor=x',
  ]
  for (const path of ['', '/page', '/panels/notifications.by-channel'])
    for (const query of asked) {
      const answer = await open(secret, `${path}?${query}`)
      expect([answer.status, faultsIn(answer)], `${path}?${query}`).toEqual([400, [query.split('=')[0]]])
    }
  for (const path of [
    '/page?panel=notifications.by-status',
    '/page?panel=notifications.by-channel&panel=chats.dialogues',
    '/panels/notifications.by-status',
    '/panels/notifications.price',
    '/panels/notifications.by-channel/events',
    '/panels/..%2F..%2Fpanels',
    '/names',
  ])
    expect((await open(secret, path)).status, path).toBe(404)
  const { paths } = (await server.get('/api/v1/openapi.json')).body as {
    paths: Record<string, Record<string, { security?: unknown[] }>>
  }
  let tried = 0
  for (const [template, methods] of Object.entries(paths))
    for (const [method, { security }] of Object.entries(methods)) {
      if (security !== undefined) continue
      tried++
      const path = template.replaceAll(/\{\w+\}/g, '1').replace('/api/v1/', '')
      const { status } = await ask(
        secret,
        method.toUpperCase(),
        path,
        method === 'get' || method === 'delete' ? undefined : {},
      )
      expect(status, `${method} ${template}`).toBe(401)
    }
  expect(tried).toBeGreaterThan(80)
})

const hour = (back: number) => new Date(clock - back * 3_600_000).toISOString()

test('a link with operators has their lanes as the page does, but for their dialogues', async () => {
  const { token } = await server.newCompany()
  const events = [
    ...['ann', 'bob', 'carl'].flatMap((id, at) =>
      (['online', 'paused'] as const).map((state, place) => ({
        type: 'operator.presence',
        subject: id,
        time: hour(6 + at - place * 2),
        data: { state, operator: { id, name: `Operator ${id}` } },
      })),
    ),
    {
      type: 'chat.dialogue',
      subject: 'talk-7',
      time: hour(7),
      data: { change: 'assigned', operator: { id: 'ann', name: 'Operator ann' } },
    },
    { type: 'chat.message', subject: 'talk-7', time: hour(6), data: { messageId: '1', author: 'user' } },
  ].map((one, at) => ({ specversion: '1.0', source: '/desk', id: `p${at}`, ...one }))
  const taken = await server.send(token, 'application/x-ndjson', events.map((one) => JSON.stringify(one)).join('\n'))
  expect(taken.body).toMatchObject({ accepted: events.length })
  await server.path.folder.settled()
  type Lanes = { total: number; lanes: { id: string; stretches: unknown[]; dialogues: unknown[] }[] } & Record<
    string,
    unknown
  >
  const about = { page: 'chats', period: '7d', zone: 'Europe/Berlin', filters: { operator: ['ann', 'bob'] } }
  const { secret } = await made(about, token)
  const { asked } = (await open(secret)).body as { asked: Record<string, string> }
  const query = new URLSearchParams({ from: asked['from']!, to: asked['to']!, tz: 'Europe/Berlin' })
  for (const id of about.filters.operator) query.append('operator', id)
  for (const order of ['online', 'paused']) {
    const page = (await ask(token, 'GET', `presence?${query}&order=${order}&limit=1&offset=1`)).body as Lanes
    const { body } = await open(secret, `/panels/chats.operator-${order}/lanes?limit=1&offset=1`)
    expect(body).toEqual({ ...page, lanes: page.lanes.map((lane) => ({ ...lane, dialogues: [] })) })
    expect([page.total, page.lanes.length]).toEqual([2, 1])
  }
  const whole = (await open(secret, '/panels/chats.operator-online/lanes')).body as Lanes
  expect(whole.lanes.map(({ stretches }) => stretches.length)).toEqual([2, 2])
  const own = (await ask(token, 'GET', `presence?${query}`)).body as Lanes
  expect(own.lanes.flatMap(({ dialogues }) => dialogues)).toHaveLength(1)
  expect(JSON.stringify(whole)).not.toContain('talk-7')
  for (const parameter of ['from', 'to', 'tz', 'operator', 'group', 'order']) {
    const refused = await open(secret, `/panels/chats.operator-online/lanes?${parameter}=online`)
    expect([refused.status, faultsIn(refused)], parameter).toEqual([400, [parameter]])
  }
  expect((await open(secret, '/panels/chats.dialogues/lanes')).status).toBe(404)
  const { secret: other } = await made({ page: 'chats', panel: 'chats.operator-paused' }, token)
  expect((await open(other, '/panels/chats.operator-online/lanes')).status).toBe(404)
  expect((await open(other, '/panels/chats.operator-paused/lanes')).status).toBe(200)
})

test('a link ends: by its time, by its company, with its maker, and where less would be filtered than was meant', async () => {
  const { ledger } = server.accounts
  const over = await made({ expiresAt: new Date(clock + day).toISOString() })
  const revoked = await made({})
  const changed = await made({ filters: { channel: ['sms'] } })
  const [leaving, lowered] = await Promise.all(['leaves', 'lowered'].map(personOf))
  const [ofLeaving, ofLowered] = [await made({}, leaving!.cookie), await made({}, lowered!.cookie)]
  for (const { secret } of [over, revoked, changed, ofLeaving, ofLowered]) expect((await open(secret)).status).toBe(200)
  expect((await ask(server.token, 'DELETE', `share-links/${revoked.id}`)).status).toBe(204)
  // At once, although what was found of a link is remembered for some seconds.
  expect((await open(revoked.secret)).body).toMatchObject({
    status: 410,
    detail: expect.stringContaining('taken back'),
  })
  expect((await ask(server.token, 'DELETE', `share-links/${revoked.id}`)).status).toBe(404)
  await removeMember(ledger, commandLine, 1, leaving!.user, new Date(clock))
  await changeRole(ledger, commandLine, 1, lowered!.user, 'analyst', new Date(clock))
  await ledger.asPlatform((db) =>
    db
      .updateTable('share_links')
      .set({ shown: JSON.stringify({ ...changed.told, filters: { gone: ['sms'] } }) })
      .where('id', '=', changed.id)
      .execute(),
  )
  clock += 6000
  for (const { secret } of [ofLeaving, ofLowered, changed])
    for (const path of ['', '/page', '/panels/notifications.sent'])
      expect((await open(secret, path)).body).toMatchObject({ status: 410, code: 'gone' })
  const states = ((await ask(server.token, 'GET', 'share-links')).body as { links: Link[] }).links
  const stateOf = ({ id }: { id: string }) => states.find((one) => one.id === id)?.['state']
  expect([ofLeaving, ofLowered, over, revoked].map(stateOf)).toEqual(['maker-gone', 'maker-may-not', 'open', undefined])
  // Who may make none any more still sees theirs, and takes them back.
  expect((await ask(lowered!.cookie, 'GET', 'share-links')).body).toMatchObject({ links: [{ id: ofLowered.id }] })
  expect((await ask(lowered!.cookie, 'POST', 'share-links', { name: 'x', page: 'chats' })).status).toBe(403)
  expect((await ask(lowered!.cookie, 'DELETE', `share-links/${ofLowered.id}`)).status).toBe(204)
  clock += day
  expect((await open(over.secret, '/page')).body).toMatchObject({
    status: 410,
    detail: expect.stringContaining('limited time'),
  })
})

/** An owner of the first company. */
async function personOf(name: string) {
  const { ledger, sessions } = server.accounts
  const at = new Date(clock)
  const { secret } = await invite(
    ledger,
    commandLine,
    1,
    { email: `${name}@example.com`, role: 'owner' },
    undefined,
    at,
  )
  const accepting = { secret, user: undefined, name, password: 'seven quiet otters' }
  const { user } = await acceptInvitation(ledger, somewhere, accepting, at)
  const { key } = await sessions.open(user, somewhere, 'test', 1)
  return { user, cookie: `talkmeter_session=${key}` }
}

test('what cannot be a link is refused by name, and other companies see none of it', async () => {
  const wrong: [body: object, fields: string[]][] = [
    [{}, ['name', 'page']],
    [{ name: 'x', page: 'notifications', panel: 'chats.dialogues' }, ['panel']],
    [{ name: 'x', page: 'notifications', panel: 'notifications.price' }, ['showsMoney']],
    [{ name: 'x', page: 'notifications', filters: { operator: ['a'] } }, ['filters.operator']],
    [{ name: 'x', page: 'notifications', expiresAt: new Date(clock + 400 * day).toISOString() }, ['expiresAt']],
    [{ name: 'x', page: 'notifications', expiresAt: new Date(clock).toISOString() }, ['expiresAt']],
    [{ name: 'x', page: 'notifications', from: '2026-03-01T00:00', to: '2026-02-01T00:00', rows: 'x' }, ['rows', 'to']],
    // The clock skipped what is between them.
    [
      { name: 'x', page: 'notifications', from: '2026-03-29T02:30', to: '2026-03-29T03:15', zone: 'Europe/Berlin' },
      ['to'],
    ],
  ]
  for (const [body, fields] of wrong) {
    const answer = await ask(server.token, 'POST', 'share-links', body)
    expect([answer.status, faultsIn(answer)], JSON.stringify(body)).toEqual([400, fields])
  }
  const { id, secret } = await made({ page: 'chats', filters: { operator: ['op-gone'] } })
  expect((await open(secret)).body).toMatchObject({ names: { operator: [{ id: 'op-gone', name: 'op-gone' }] } })
  expect(((await open(secret, '/page')).body as Panels).panels['chats.dialogues']!.totals).toEqual({ dialogues: 0 })
  const them = await server.newCompany()
  expect((await ask(them.token, 'GET', 'share-links')).body).toEqual({ links: [] })
  expect((await ask(them.token, 'DELETE', `share-links/${id}`)).status).toBe(404)
  const reader = await server.tokenWith(['read'])
  expect((await ask(reader, 'POST', 'share-links', { name: 'x', page: 'chats' })).status).toBe(403)
  expect((await ask(reader, 'GET', 'share-links')).body).toEqual({ links: [] })
  expect((await ask(reader, 'DELETE', `share-links/${id}`)).status).toBe(404)
})

test('who guesses has to wait, and who has a link does not', async () => {
  const { secret } = await made({})
  const statuses = new Set<number>()
  for (let n = 0; n < 35; n++) statuses.add((await open(`tms_${n}`)).status)
  expect([...statuses]).toEqual([401, 429])
  expect((await open(secret, '/page')).status).toBe(200)
  const bare = await fetch(`${server.url}/api/v1/shared`)
  expect(bare.status).toBe(401)
})

/** Which periods the panels of a shared page are about that follow the clock. */
async function liveOf(shown: object): Promise<string[]> {
  const { secret } = await made({ page: 'telephony', ...shown })
  const { body } = await open(secret)
  const listed = (body as { catalogue: { panels: { id: string; live: string | null }[] } }).catalogue.panels
  const { panels } = (await open(secret, '/page')).body as Panels
  expect(Object.keys(panels)).toEqual(listed.map(({ id }) => id))
  expect((await open(secret, '/panels/telephony.contact-volume')).status).toBe('panel' in shown ? 404 : 200)
  return [...new Set(listed.flatMap(({ live }) => live ?? []))].toSorted()
}

test('a panel that follows the clock is on a shared page only where it never goes beyond the period', async () => {
  expect(await liveOf({ from: '2026-01-03T00:00', to: '2026-01-04T00:00' })).toEqual([])
  expect(await liveOf({ period: 'last-month' })).toEqual([])
  expect(await liveOf({ period: '15m' })).toEqual(['15m'])
  expect(await liveOf({ period: '7d' })).toEqual(['15m', '30m', '60m', 'today'])
  expect(await liveOf({ period: 'year' })).toEqual(['today', 'year'])
  expect(await liveOf({ period: 'yesterday', panel: 'telephony.status-year' })).toEqual(['year'])
})
