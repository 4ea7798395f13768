import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { storeNames } from './chat-days.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'

/** The names that filters offer. */

type Names = Record<string, { id: string; name: string }[]> & { more: string[] }

let server: ApiServer
let judge: Judge
let us: { company: number; token: string }
let others: { company: number; token: string }

const operator = (at: number) => ({ kind: 'operator' as const, id: `o${at}`, name: `Operator ${1000 + at}` })

beforeAll(async () => {
  server = await startApiServer()
  judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  us = await server.newCompany()
  others = await server.newCompany()
  await storeNames(server.facts, us.company, [
    ...Array.from({ length: 1001 }, (_, at) => operator(at)),
    { kind: 'chat', id: 'z', name: 'ångström' },
    { kind: 'chat', id: 'a%', name: 'Émile’s shop' },
    { kind: 'chat', id: 'b_', name: '<b>bold</b>' },
    { kind: 'chat', id: 'nameless', name: '' },
    { kind: 'chat', id: 'ru', name: 'Поддержка' },
    { kind: 'bot', id: 'greeter', name: 'Greeter' },
  ])
  await storeNames(server.facts, others.company, [{ kind: 'chat', id: 'theirs', name: 'Theirs' }])
})

afterAll(() => server.close())

async function ask(query = '', token = us.token): Promise<{ status: number; body: unknown }> {
  const { status, headers, body } = await server.get(`/api/v1/names${query}`, token)
  expect(judge.faults('GET', '/api/v1/names', status, headers.get('content-type') ?? '', body), query).toEqual([])
  return { status, body }
}

async function names(query = '', token = us.token): Promise<Names> {
  const { status, body } = await ask(query, token)
  expect(status, query).toBe(200)
  return body as Names
}

test('each kind stands by its latest names in their order, a thousand at most, and it is said where there are more', async () => {
  const { chat, bot, operator: operators, group, more } = await names()
  expect(chat!.map(({ id }) => id)).toEqual(['b_', 'nameless', 'z', 'a%', 'ru'])
  expect(chat![1]).toEqual({ id: 'nameless', name: 'nameless' })
  expect(bot).toEqual([{ id: 'greeter', name: 'Greeter' }])
  expect(group).toEqual([])
  expect(operators!.length).toBe(1000)
  expect(operators![0]).toEqual({ id: 'o0', name: 'Operator 1000' })
  expect(more).toEqual(['operator'])
})

test('one kind is searched by any part of a name or an id, in capitals or not, and by nothing else', async () => {
  const found = async (q: string, kind = 'chat') => {
    const answer = await names(`?${new URLSearchParams({ kind, q })}`)
    expect(Object.keys(answer).toSorted()).toEqual([kind, 'more'].toSorted())
    return answer[kind]!.map(({ id }) => id)
  }
  expect(await found('ПОДДЕР')).toEqual(['ru'])
  expect(await found('Namel')).toEqual(['nameless'])
  expect(await found('%')).toEqual(['a%'])
  expect(await found('_')).toEqual(['b_'])
  expect(await found('operator 2000', 'operator')).toEqual(['o1000'])
  for (const q of ["' OR 1=1 --", "\\' OR 1=1 --", '{sought:String}', '\\']) expect(await found(q), q).toEqual([])
  expect((await names('?kind=operator&q=1001')).more).toEqual([])
})

test('a company is told its own names only', async () => {
  expect(await names('', others.token)).toEqual({
    chat: [{ id: 'theirs', name: 'Theirs' }],
    bot: [],
    operator: [],
    group: [],
    trunk: [],
    evaluation: [],
    more: [],
  })
  expect(JSON.stringify(await names('?q=heir'))).not.toContain('theirs')
})

test.each([
  ['a kind that does not exist', 'kind=client', 'kind'],
  ['two kinds', 'kind=chat&kind=bot', 'kind'],
  ['two searches', 'q=a&q=b', 'q'],
  ['a search that is too long', `q=${'x'.repeat(257)}`, 'q'],
  ['a parameter that is not known', 'company=1', 'company'],
])('%s is refused by name', async (_title, query, field) => {
  const { status, body } = await ask(`?${query}`)
  expect(status).toBe(400)
  expect(body).toMatchObject({ fields: [{ field }] })
})
