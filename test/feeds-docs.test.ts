import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'

/** docs/feeds.md is carried out as it stands: its events are sent, and it knows every field that events have. */

const text = readFileSync(resolve(import.meta.dirname, '../docs/feeds.md'), 'utf8')

let server: ApiServer

beforeAll(async () => {
  server = await startApiServer()
})

afterAll(() => server.close())

function blocks(language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block!)
}

test('the events of docs/feeds.md are accepted, and count as it says', async () => {
  const events = blocks('ndjson').join('')
  const lines = events.trim().split('\n')
  const { status, body } = await server.send(server.token, 'application/x-ndjson', events)
  expect([status, body]).toEqual([200, { accepted: lines.length, duplicates: 0, rejected: [] }])
  const again = await server.send(server.token, 'application/x-ndjson', events)
  expect(again.body).toEqual({ accepted: 0, duplicates: lines.length, rejected: [] })
  const [said] = blocks('json')
  expect(Object.keys(JSON.parse(said!) as object)).toEqual(Object.keys(body as object))
  await server.path.folder.settled()
  const period = 'from=2026-11-02T00:00:00Z&to=2026-11-03T00:00:00Z&tz=UTC'
  const rowsOf = async (panel: string) =>
    ((await server.get(`/api/v1/panels/${panel}?${period}`)).body as { rows: unknown[][] }).rows
  expect(await rowsOf('chats.dialogues-operator')).toEqual([[1]])
  expect(await rowsOf('chats.cost-by-chat')).toEqual([['Shop', 'EUR', '0.021']])
  expect((await rowsOf('notifications.delivered'))[0]![0]).toBe(1)
  const calls = await server.facts.query(
    `SELECT call, outcome, handler, talk, ring FROM calls FINAL WHERE company = 1 AND gone = 0 ORDER BY call`,
  )
  const [answered, bot, people] = [1, 1, 2]
  expect(calls).toEqual([
    ['call-1', answered, bot, 42, 9],
    ['call-2', answered, people, 250, 20],
  ])
})

type Schema = {
  properties?: Record<string, Schema & { properties?: Record<string, Schema> }>
  enum?: string[]
}

test('docs/feeds.md knows every field of every event, and every messenger', async () => {
  const { components } = (await server.get('/api/v1/openapi.json')).body as {
    components: { schemas: Record<string, Schema> }
  }
  const schemas = Object.entries(components.schemas).filter(([name]) => name.endsWith('Event') && name !== 'Event')
  const fields = schemas.flatMap(([, { properties = {} }]) => [
    ...Object.keys(properties),
    ...Object.keys(properties['data']?.properties ?? {}),
  ])
  expect(fields.length).toBeGreaterThan(40)
  expect(fields.filter((name) => !new RegExp(`["\`]${name}["\`]`).test(text))).toEqual([])
  const { messenger } = components.schemas['ChatMessageEvent']!.properties!['data']!.properties!
  expect(messenger!.enum!.filter((word) => !text.includes(`\`${word}\``))).toEqual([])
})
