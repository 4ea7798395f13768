import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { acceptInvitation, invite } from '../src/accounts/invitations.ts'
import type { Role } from '../src/accounts/roles.ts'
import { somewhere } from './accounts-scene.ts'
import { answered, startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'

/** Views of pages of graphs: one's own, those of the company, and what cannot be kept. */

type View = { id: string; name: string; version: number } & Record<string, unknown>
type Asks = (method: string, path: string, body?: unknown) => Promise<Answered>

let server: ApiServer
let owner: Asks
let analyst: Asks
let finance: Asks

beforeAll(async () => {
  server = await startApiServer()
  owner = await personOf('owner')
  analyst = await personOf('analyst')
  finance = await personOf('finance')
})

afterAll(() => server.close())

async function personOf(role: Role): Promise<Asks> {
  const { ledger, sessions } = server.accounts
  const at = new Date()
  const { secret } = await invite(ledger, commandLine, 1, { email: `${role}@example.com`, role }, undefined, at)
  const accepting = { secret, user: undefined, name: `The ${role}`, password: 'seven quiet otters' }
  const { user } = await acceptInvitation(ledger, somewhere, accepting, at)
  const { key } = await sessions.open(user, somewhere, 'test', 1)
  return asks({ cookie: `talkmeter_session=${key}` })
}

function asks(who: Record<string, string>): Asks {
  return async (method, path, body) =>
    answered(
      await fetch(`${server.url}/api/v1/${path}`, {
        method,
        headers: { ...who, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
}

async function made(who: Asks, body: unknown): Promise<View> {
  const { status, body: view } = await who('POST', 'views', body)
  expect(status, JSON.stringify(view)).toBe(201)
  return view as View
}

async function namesOf(who: Asks, query = ''): Promise<string[]> {
  return ((await who('GET', `views${query}`)).body as { views: View[] }).views.map(({ name }) => name)
}

function faultsIn({ body }: Answered): string[] {
  return ((body as { fields?: { field: string }[] }).fields ?? []).map(({ field }) => field)
}

test('the length of a name is counted in signs, of which an emoji is one', async () => {
  const name = '🙂'.repeat(100)
  const view = await made(analyst, { page: 'telephony', name })
  expect(await namesOf(analyst, '?page=telephony')).toEqual([name])
  const refused = await analyst('POST', 'views', { page: 'telephony', name: `${name}🙂` })
  expect([refused.status, faultsIn(refused)]).toEqual([400, ['name']])
  expect((await analyst('DELETE', `views/${view.id}`)).status).toBe(204)
})

test('a view keeps what the page shows, and is of whoever made it alone', async () => {
  const view = await made(analyst, {
    page: 'notifications',
    name: ' Campaigns ',
    period: '30d',
    zone: 'Asia/Tokyo',
    filters: { status: ['delivered', 'created'], channel: ['viber', 'sms', 'sms'] },
    compare: 'year',
  })
  expect(view).toMatchObject({
    page: 'notifications',
    name: 'Campaigns',
    period: '30d',
    from: null,
    to: null,
    zone: 'Asia/Tokyo',
    filters: { channel: ['sms', 'viber'], status: ['created', 'delivered'] },
    compare: 'year',
    isShared: false,
    isDefault: false,
    isOwn: true,
    mayChange: true,
    madeBy: 'The analyst',
    version: 1,
  })
  expect(await namesOf(analyst)).toEqual(['Campaigns'])
  expect(await namesOf(analyst, '?page=chats')).toEqual([])
  expect(await namesOf(owner)).toEqual([])
  for (const method of ['PATCH', 'DELETE']) {
    const tried = await owner(method, `views/${view.id}`, method === 'PATCH' ? { name: 'Mine' } : undefined)
    expect(tried.status, method).toBe(404)
  }
  const changed = await analyst('PATCH', `views/${view.id}`, {
    from: '2026-03-01T00:00',
    to: '2026-03-08T12:30',
    version: 1,
  })
  expect(changed.body).toMatchObject({ period: null, from: '2026-03-01T00:00', zone: null, filters: {}, version: 2 })
  const late = await analyst('PATCH', `views/${view.id}`, { name: 'Late', version: 1 })
  expect(late.status).toBe(409)
  const renamed = await analyst('PATCH', `views/${view.id}`, { name: 'Spring', version: 2 })
  expect(renamed.body).toMatchObject({ name: 'Spring', from: '2026-03-01T00:00', version: 3 })
  expect((await analyst('DELETE', `views/${view.id}`)).status).toBe(204)
  expect(await namesOf(analyst)).toEqual([])
})

test('views of the company are made by who has the scope admin, and opened by everybody who may read', async () => {
  const refused = await analyst('POST', 'views', { page: 'chats', name: 'Ours', isShared: true })
  expect([refused.status, faultsIn(refused)]).toEqual([403, ['isShared']])
  const view = await made(owner, { page: 'chats', name: 'Night shift', period: 'yesterday', isShared: true })
  for (const who of [analyst, finance]) expect(await namesOf(who)).toEqual(['Night shift'])
  const [seen] = ((await analyst('GET', 'views')).body as { views: View[] }).views
  expect(seen).toMatchObject({ isOwn: false, mayChange: false, madeBy: 'The owner' })
  expect((await analyst('PATCH', `views/${view.id}`, { name: 'Mine' })).status).toBe(403)
  expect((await analyst('DELETE', `views/${view.id}`)).status).toBe(403)
  // With which view a page opens is everybody's own matter.
  expect((await analyst('PATCH', `views/${view.id}`, { isDefault: true })).body).toMatchObject({
    isDefault: true,
    version: 1,
  })
  expect(((await finance('GET', 'views')).body as { views: View[] }).views[0]).toMatchObject({ isDefault: false })
  const own = await made(analyst, { page: 'chats', name: 'Night shift', isDefault: true })
  const usual = ((await analyst('GET', 'views')).body as { views: View[] }).views.filter((one) => one['isDefault'])
  expect(usual.map(({ id }) => id)).toEqual([own.id])
  const admin = asks({ authorization: `Bearer ${await server.tokenWith(['read', 'admin'])}` })
  expect((await admin('PATCH', `views/${view.id}`, { name: 'Nights', version: 1 })).body).toMatchObject({
    isOwn: false,
  })
  expect((await owner('PATCH', `views/${view.id}`, { isShared: false })).status).toBe(200)
  expect(await namesOf(finance)).toEqual([])
  expect((await owner('DELETE', `views/${view.id}`)).status).toBe(204)
  const { body } = await server.get('/api/v1/audit')
  const acts = (body as { entries: { action: string; subject: string; after: unknown }[] }).entries
    .filter(({ subject }) => subject.startsWith('view:'))
    .map(({ action, after }) => [action, (after as { name?: string } | null)?.name])
  // What nobody else sees is nobody else's matter: its end is not told.
  expect(acts).toEqual([
    ['view.changed', 'Nights'],
    ['view.changed', 'Nights'],
    ['view.created', 'Night shift'],
  ])
})

test('what a page does not know cannot be kept, and each field at fault is named', async () => {
  const wrong: [body: object, fields: string[]][] = [
    [{}, ['page', 'name']],
    [{ page: 'reports', name: 'x' }, ['page']],
    [{ page: 'chats', name: '\u202e' }, ['name']],
    [{ page: 'chats', name: 'x'.repeat(101) }, ['name']],
    [{ page: 'chats', name: 'x', filters: { channel: ['sms'], trunk: ['a'] } }, ['filters.channel', 'filters.trunk']],
    [{ page: 'chats', name: 'x', filters: { messenger: ['icq'] } }, ['filters.messenger']],
    [{ page: 'chats', name: 'x', filters: { operator: ['x'.repeat(257)] } }, ['filters.operator']],
    [{ page: 'chats', name: 'x', filters: { operator: Array.from({ length: 201 }, String) } }, ['filters.operator']],
    [{ page: 'chats', name: 'x', filters: [] }, ['filters']],
    [{ page: 'chats', name: 'x', period: 'forever', zone: 'Mars', compare: 'off' }, ['period', 'zone', 'compare']],
    [{ page: 'chats', name: 'x', from: '2026-02-30T00:00', to: '2026-03-01T00:00' }, ['from']],
    [{ page: 'chats', name: 'x', from: '2026-03-01T00:00', to: '2026-03-01T00:00' }, ['to']],
    [{ page: 'chats', name: 'x', from: '2026-03-01T00:00' }, ['to']],
    [{ page: 'chats', name: 'x', from: '2010-03-01T00:00', to: '2026-03-01T00:00' }, ['from']],
    [{ page: 'chats', name: 'x', period: '7d', from: '2026-03-01T00:00', to: '2026-03-02T00:00' }, ['period']],
    [{ page: 'chats', name: 'x', isShared: 'yes', rows: 'chats.dialogues' }, ['isShared', 'rows']],
  ]
  for (const [body, fields] of wrong) {
    const answer = await analyst('POST', 'views', body)
    expect([answer.status, faultsIn(answer)], JSON.stringify(body).slice(0, 120)).toEqual([400, fields])
  }
  await made(analyst, { page: 'telephony', name: 'Trunks' })
  const again = await analyst('POST', 'views', { page: 'telephony', name: 'TRUNKS' })
  expect([again.status, faultsIn(again)]).toEqual([409, ['name']])
  await made(analyst, { page: 'chats', name: 'Trunks' })
})

test('a view of another company is not there, and one whose operator left is as it was', async () => {
  const them = await server.newCompany()
  const view = await made(owner, { page: 'chats', name: 'Lena', filters: { operator: ['op-gone'] }, isShared: true })
  const stranger = asks({ authorization: `Bearer ${them.token}` })
  expect((await stranger('GET', 'views')).body).toEqual({ views: [] })
  for (const [method, body] of [
    ['PATCH', { isDefault: true }],
    ['DELETE', undefined],
  ] as const) {
    expect((await stranger(method, `views/${view.id}`, body)).status, method).toBe(404)
  }
  expect(((await finance('GET', 'views')).body as { views: View[] }).views).toMatchObject([
    { id: view.id, filters: { operator: ['op-gone'] } },
  ])
})
