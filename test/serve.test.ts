import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { urlOf, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'

let place: Workplace
let talkmeter: Workplace['talkmeter']

beforeEach(() => {
  place = workplace('serve', 'made')
  talkmeter = place.talkmeter
})

afterEach(() => place.clear())

/** Always the same: an event with the same id and another content is another event, and refused. */
const sentAt = new Date().toISOString()

function send(url: string, token: string, id: string) {
  const event = {
    specversion: '1.0',
    type: 'message.status',
    source: 'test',
    id,
    time: sentAt,
    subject: `message-${id}`,
    data: { channel: 'sms', status: 'delivered' },
  }
  return fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  })
}

const feedToken = 'token-of-the-serve-tests'

/** What the setup page does, and the page of an empty company after it; gives a token. */
async function setUp(url: string, code: string): Promise<string> {
  const ask = (address: string, body: object, cookie = '') =>
    fetch(`${url}/api/v1/${address}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
  const person = { name: 'Ann', email: 'ann@example.com', password: 'seven quiet otters' }
  const company = { company: 'Nordlicht', zone: 'Europe/Berlin', currency: 'EUR', language: 'en' }
  const done = await ask('setup', { code, ...person, ...company })
  expect(done.status).toBe(201)
  const [cookie = ''] = (done.headers.get('set-cookie') ?? '').split(';')
  const made = await ask('tokens', { name: 'First feed', scopes: ['ingest'] }, cookie)
  return ((await made.json()) as { token: string }).token
}

test('npm start shows a code for the setup page, which leads to a token; after SIGTERM the next start knows it', async () => {
  // The very first start, which makes its stores.
  rmSync(join(place.folder, 'data'), { recursive: true })
  const first = place.start()
  const url = await urlOf(first)
  const [, code = ''] = /Code +(\S+)/.exec(first.output()) ?? []
  expect(first.output()).toContain(`${url}/setup`)
  const token = await setUp(url, code)
  expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ok' })
  expect(await (await send(url, token, '1')).json()).toMatchObject({ accepted: 1, duplicates: 0 })
  first.child.kill('SIGTERM')
  expect(await first.ended).toBe(0)

  const startedAt = performance.now()
  const second = place.start()
  const again = await urlOf(second)
  expect(performance.now() - startedAt).toBeLessThan(4000)
  expect(second.output()).not.toContain('Code')
  expect(await (await send(again, token, '1')).json()).toMatchObject({ accepted: 0, duplicates: 1 })
  second.child.kill('SIGTERM')
  expect(await second.ended).toBe(0)
})

test('nothing outlives npm when it is told to end', async () => {
  const npm = place.npmStart()
  const url = await urlOf(npm)
  npm.child.kill('SIGTERM')
  // npm is gone before the server is; its output ends when nobody writes to it any more.
  await npm.ended
  expect(npm.output()).toContain('Stopped.')
  await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed')
})

test('after kill -9 the next start recovers by itself and has what was acknowledged', async () => {
  const first = talkmeter(['serve'], { TALKMETER_INIT_TOKEN: feedToken })
  const url = await urlOf(first)
  expect(await (await send(url, feedToken, '1')).json()).toMatchObject({ accepted: 1 })
  first.child.kill('SIGKILL')
  await first.ended
  const second = talkmeter(['serve'])
  expect(await (await send(await urlOf(second), feedToken, '1')).json()).toMatchObject({ duplicates: 1 })
})

test('a second process on the same folder ends within a second, naming the first, also while that is busy', async () => {
  const first = talkmeter(['serve'], { TALKMETER_INIT_TOKEN: feedToken })
  const url = await urlOf(first)
  let isBusy = true
  async function keepBusy(name: string): Promise<void> {
    for (let n = 0; isBusy; n++) expect((await send(url, feedToken, `${name}-${n}`)).status).toBe(200)
  }
  const busy = Promise.all(['a', 'b', 'c', 'd'].map(keepBusy))
  async function fastestOf(args: readonly string[], exitCode: number): Promise<number> {
    let fastest = Infinity
    for (let round = 0; round < 3; round++) {
      const startedAt = performance.now()
      const command = talkmeter(args)
      expect(await command.ended).toBe(exitCode)
      fastest = Math.min(fastest, performance.now() - startedAt)
      if (exitCode === 0) continue
      expect(command.output()).toContain(`in use by process ${first.child.pid}`)
      expect(command.output()).toContain(url)
    }
    return fastest
  }
  const second = await fastestOf(['serve'], 1)
  // On a machine that does much else every start is slow: then ours may be little slower than the smallest.
  const smallest = await fastestOf(['settings'], 0)
  isBusy = false
  await busy
  expect(second).toBeLessThan(Math.max(1000, smallest * 1.5))
})

test('an unattended set-up takes the given secrets and does not show them', async () => {
  const serving = talkmeter(['serve'], {
    TALKMETER_INIT_ADMIN_EMAIL: 'ann@example.com',
    TALKMETER_INIT_ADMIN_PASSWORD: 'a-given-password',
    TALKMETER_INIT_TOKEN: 'a-given-token-of-the-operator',
  })
  const url = await urlOf(serving)
  expect(serving.output()).not.toContain('a-given')
  expect(serving.output()).not.toContain('/setup')
  expect((await send(url, 'a-given-token-of-the-operator', '1')).status).toBe(200)
  expect((await send(url, 'another-token', '2')).status).toBe(401)
})

test('a port in use is said in a sentence, and everything opened is closed again', async () => {
  const taken = createServer().listen(0, 'localhost')
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? String(address.port) : ''
  const serving = talkmeter(['serve'], { TALKMETER_PORT: port })
  expect(await serving.ended).toBe(1)
  expect(serving.output()).toContain(`Port ${port} on localhost is in use by another program.`)
  taken.close()
})

test('a wrong setting is named, and the list of settings is one command away', async () => {
  const wrong = talkmeter(['serve'], { TALKMETER_PORT: 'http' })
  expect(await wrong.ended).toBe(1)
  expect(wrong.output()).toBe('\n✗ TALKMETER_PORT must be a whole number from 0 to 65535, not "http".\n')
  const listed = talkmeter(['settings'])
  expect(await listed.ended).toBe(0)
  expect(listed.output()).toContain('TALKMETER_PORT\n    TCP port to listen on')
})
