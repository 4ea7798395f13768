import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'

/** Dialogues whose events come as they should not: what becomes of them, by number and by word. */

let server: ApiServer
let token: string
let ids = 0

beforeAll(async () => {
  server = await startApiServer()
})
beforeEach(async () => {
  token = (await server.newCompany()).token
})
afterAll(() => server.close())

type Value = string | number | null
type Dialogue = {
  dialogue: Record<string, Value>
  messages: Record<string, Value>[]
}

function at(minute: number): string {
  return new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString()
}

/** Sends events one after the other, each folded before the next. */
async function tell(...events: readonly (readonly [type: string, minute: number, data: object])[]): Promise<void> {
  for (const [type, minute, data] of events) {
    ids++
    const event = { specversion: '1.0', id: `e${ids}`, source: 'desk', type, subject: 'd', time: at(minute), data }
    const { body } = await server.send(token, 'application/cloudevents+json', JSON.stringify(event))
    expect(body).toMatchObject({ accepted: 1 })
    await server.path.folder.settled()
  }
}

async function dialogue(): Promise<Dialogue> {
  const { status, body } = await server.get('/api/v1/dialogues/d?tz=UTC', token)
  expect(status).toBe(200)
  return body as Dialogue
}

async function rowsOf(panel: string): Promise<Value[][]> {
  const { body } = await server.get(`/api/v1/panels/${panel}?from=${at(-600)}&to=${at(600)}&tz=UTC`, token)
  return (body as { rows: Value[][] }).rows
}

function message(minute: number, data: object) {
  return ['chat.message', minute, { messageId: `m${minute}`, author: 'user', ...data }] as const
}

function change(minute: number, word: string, data: object = {}) {
  return ['chat.dialogue', minute, { change: word, ...data }] as const
}

test('a message before its dialogue opens: the dialogue is as old as the message, and one', async () => {
  await tell(message(3, { text: 'Anybody?' }), change(5, 'opened', { messenger: 'viber', chat: { id: 'shop' } }))
  const { dialogue: known, messages } = await dialogue()
  expect(known).toMatchObject({ opened_at: '2026-11-20T10:03:00+00:00', messenger: 'viber', chat: 'shop' })
  // What the message did not tell of itself, its dialogue does.
  expect(messages).toMatchObject([{ text: 'Anybody?', messenger: 'viber', chat: 'shop' }])
  expect(await rowsOf('chats.dialogues')).toEqual([[1]])
})

test('a message after the end counts, and the dialogue stays closed', async () => {
  await tell(change(0, 'opened'), change(5, 'closed'), message(9, { text: 'Thanks' }))
  const { dialogue: known, messages } = await dialogue()
  expect(known).toMatchObject({ closed_at: '2026-11-20T10:05:00+00:00', user_messages: 1 })
  expect(messages).toMatchObject([{ written_at: '2026-11-20T10:09:00+00:00', text: 'Thanks' }])
  expect(await rowsOf('chats.operator-active-dialogues')).toEqual([])
})

test('a message from an operator whom nobody assigned or named counts under the id', async () => {
  await tell(change(0, 'opened'), message(1, {}), message(2, { author: 'operator', operator: { id: 'op-77' } }))
  expect(await rowsOf('chats.operator-dialogues')).toEqual([['op-77', 1]])
  expect((await dialogue()).dialogue).toMatchObject({ handler: 'operator', operators: 'op-77' })
  // An operator without any id answered, too; nobody stands for them.
  await tell(message(4, { author: 'operator' }))
  expect(await rowsOf('chats.operator-dialogues')).toEqual([['op-77', 1]])
  expect((await dialogue()).dialogue['operator_messages']).toBe(2)
})

test('the same message told twice with another text is one, and the later text stands whichever came first', async () => {
  const early = ['chat.message', 1, { messageId: 'm', author: 'user', text: 'Helo' }] as const
  const late = ['chat.message', 2, { messageId: 'm', author: 'user', text: 'Hello' }] as const
  for (const order of [
    [early, late],
    [late, early],
  ]) {
    token = (await server.newCompany()).token
    await tell(...order)
    const { messages } = await dialogue()
    expect(messages).toMatchObject([{ written_at: '2026-11-20T10:01:00+00:00', text: 'Hello' }])
    expect((await rowsOf('chats.user-messages-by-day')).map(([, many]) => many)).toEqual([1])
  }
})

test('a dialogue that was closed and opened again is open, and one that was skipped and assigned has both', async () => {
  const [ann, bob] = [{ operator: { id: 'ann' } }, { operator: { id: 'bob' } }]
  await tell(change(0, 'opened'), change(1, 'skipped', ann), change(2, 'closed'))
  await tell(change(3, 'opened'), change(4, 'assigned', bob))
  expect((await dialogue()).dialogue).toMatchObject({ closed_at: null, operators: 'bob', skipped_by: 'ann' })
  expect(await rowsOf('chats.operator-active-dialogues')).toEqual([['bob', 1]])
  expect(await rowsOf('chats.operator-skipped-dialogues')).toEqual([['ann', 1]])
})
