import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'

let server: ApiServer

beforeAll(async () => {
  server = await startApiServer({ config: { requestsPerMinuteMax: 20, trustedProxies: ['127.0.0.1'] } })
})

afterAll(() => server.close())

function ask(from: string, headers: Record<string, string> = {}) {
  return fetch(`${server.url}/api/v1/branding`, { headers: { 'x-forwarded-for': from, ...headers } })
}

async function spend(from: string, headers?: Record<string, string>): Promise<Response> {
  for (let time = 0; time < 20; time++) expect((await ask(from, headers)).status).toBe(200)
  return ask(from, headers)
}

test('a network that asks too often is told for how long to wait; others are not', async () => {
  const refused = await spend('192.0.2.1')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ code: 'too-many-requests', detail: expect.stringMatching(/in \d+ s\./) })
  expect((await ask('192.0.2.2')).status).toBe(200)
  expect((await fetch(`${server.url}/health/live`, { headers: { 'x-forwarded-for': '192.0.2.1' } })).status).toBe(200)
})

test('the addresses of one /64 are one network', async () => {
  expect((await spend('2001:db8:1:2::1')).status).toBe(429)
  expect((await ask('2001:db8:1:2:ffff::9')).status).toBe(429)
  expect((await ask('2001:db8:1:3::1')).status).toBe(200)
})

test('a token is counted wherever it comes from', async () => {
  const authorization = `Bearer ${server.token}`
  for (let time = 0; time < 20; time++) expect((await ask(`198.51.100.${time}`, { authorization })).status).toBe(200)
  expect((await ask('198.51.100.99', { authorization })).status).toBe(429)
  expect((await ask('198.51.100.99')).status).toBe(200)
})

test('who is no trusted proxy speaks for nobody', async () => {
  await server.close()
  server = await startApiServer({ config: { requestsPerMinuteMax: 5 } })
  const answers = []
  for (let time = 0; time < 6; time++) answers.push((await ask(`203.0.113.${time}`)).status)
  expect(answers).toEqual([200, 200, 200, 200, 200, 429])
})
