import { afterAll, beforeAll, expect, test } from 'vitest'
import { finished, urlOf, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'

/** Who runs the server has lost the way in, and gets it back at the command line. */

let place: Workplace

beforeAll(() => {
  place = workplace('accounts', 'made')
})

afterAll(() => place.clear())

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  return finished(place.talkmeter(args))
}

function signIn(url: string, email: string, password: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${url}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ email, password }) })
}

test('people, companies and tokens are made without a server and beside one', { timeout: 120_000 }, async () => {
  expect(await run('company', 'add', 'Acme', '--zone', 'Europe/Berlin')).toMatchObject({
    code: 0,
    output: 'Company 1: Acme\n',
  })
  const added = await run('user', 'add', 'Ann@Example.com', '--company', '1', '--role', 'finance')
  const [, first = ''] = /shown only now: (\S+)/.exec(added.output) ?? []

  const serving = place.talkmeter(['serve'])
  const url = await urlOf(serving)
  const before = await signIn(url, 'ann@example.com', first)
  expect(await before.json()).toMatchObject({ user: { role: 'finance' }, company: { name: 'Acme' } })

  const rescued = await run('user', 'add', 'ann@example.com', '--company', '1')
  const [, second = ''] = /shown only now: (\S+)/.exec(rescued.output) ?? []
  expect((await signIn(url, 'ann@example.com', first)).status).toBe(401)
  expect(await (await signIn(url, 'ann@example.com', second)).json()).toMatchObject({ user: { role: 'owner' } })
  expect((await run('user', 'sign-out')).output).toContain('It needs an address, or --all.')
  expect((await run('user', 'sign-out', 'ann@example.com')).output).toContain('1 sessions are over')
  expect((await run('user', 'list')).output).toMatch(/ann@example\.com +ann +owner of 1/)

  const token = (await run('token', 'add', 'Feed', '--company', '1', '--scope', 'read', 'ingest')).output.trim()
  const asked = () => fetch(`${url}/api/v1/company`, { headers: { authorization: `Bearer ${token}` } })
  expect(await (await asked()).json()).toMatchObject({ number: 1, name: 'Acme' })
  const list = await run('token', 'list', '--company', '1')
  expect(list.output).toContain('Feed')
  expect(list.output).not.toContain(token)

  expect(await run('token', 'add', 'Feed', '--company', '99')).toMatchObject({
    code: 1,
    output: expect.stringContaining('✗ There is no company 99.'),
  })
  expect(await run('user', 'disable', 'ann@example.com')).toMatchObject({ code: 0 })
  expect((await signIn(url, 'ann@example.com', second)).status).toBe(401)
})
