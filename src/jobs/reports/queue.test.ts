import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAccountsScene } from '../../../test/accounts-scene.ts'
import type { AccountsScene } from '../../../test/accounts-scene.ts'
import { leaseMilliseconds, queuePlaces, putBack, takeNext, tellEnd, tellProgress } from './queue.ts'
import type { Taken } from './queue.ts'

/** The queue of reports on a real ledger: turns, leases, and who may still tell. */

let scene: AccountsScene
let companies: number[]
const named = new Map<string, string>()

beforeAll(async () => {
  scene = await openAccountsScene()
  companies = await Promise.all(['A', 'B', 'C'].map((name) => scene.newCompany(name)))
})
afterAll(() => scene.close())
beforeEach(async () => {
  await scene.ledger.asPlatform((db) => db.deleteFrom('reports').execute())
})

/** Puts reports into the queue, such as `A1`: of company A. */
async function put(...names: string[]): Promise<void> {
  for (const name of names) {
    scene.pass(10)
    const at = new Date(scene.now())
    const { id } = await scene.ledger.asPlatform((db) =>
      db
        .insertInto('reports')
        .values({
          company: companies['ABC'.indexOf(name[0]!)]!,
          name,
          service: 'notifications',
          type: 'detail',
          needs: ['read'],
          asked: '{}',
          actor: 'cli',
          actor_name: 'test',
          status: 'generating',
          added_at: at,
          queued_at: at,
        })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    named.set(id, name)
  }
}

async function take(atOnce: number, worker = 'one'): Promise<Taken | undefined> {
  scene.pass(1)
  return takeNext(scene.ledger, { worker, atOnce, now: scene.now() })
}

const nameOf = (taken: Taken | undefined) => (taken === undefined ? undefined : named.get(taken.id))
const stateOf = (name: string) =>
  scene.ledger.asPlatform((db) =>
    db
      .selectFrom('reports')
      .select(['status', 'phase', 'attempts', 'error_code', 'worker', 'file_key'])
      .where('name', '=', name)
      .executeTakeFirstOrThrow(),
  )

/** What waits, in the order in which it is taken. */
async function placed(): Promise<(string | undefined)[]> {
  const places = await queuePlaces(scene.ledger, scene.now())
  return [...places].toSorted(([, a], [, b]) => a - b).map(([id]) => named.get(id))
}

const end = { error: { code: 'internal', detail: 'x' } }

test('companies take turns, whoever asked for more', async () => {
  await put('A1', 'A2', 'A3', 'B1', 'B2', 'C1')
  const order: (string | undefined)[] = []
  for (let at = 0; at < 6; at++) {
    const taken = await take(1)
    order.push(nameOf(taken))
    await tellEnd(scene.ledger, taken!, end, new Date(scene.now()))
  }
  expect(order).toEqual(['A1', 'B1', 'C1', 'A2', 'B2', 'A3'])
  expect(await take(1)).toBeUndefined()
})

test('so many are made at once, one of each company while others wait, and places tell the order', async () => {
  await put('A1', 'A2', 'A3', 'B1', 'B2')
  expect(await placed()).toEqual(['A1', 'B1', 'A2', 'B2', 'A3'])
  expect([nameOf(await take(4)), nameOf(await take(4)), nameOf(await take(4))]).toEqual(['A1', 'B1', 'A2'])
  expect(await placed()).toEqual(['B2', 'A3'])
  expect([nameOf(await take(4)), nameOf(await take(4))]).toEqual(['B2', undefined])
  expect(nameOf(await take(5))).toBe('A3')
})

test('who take at the same time take different ones, and no more than may be', async () => {
  await put('A1', 'A2', 'B1', 'B2', 'C1', 'C2')
  const taken = await Promise.all(
    Array.from({ length: 8 }, (_, at) => takeNext(scene.ledger, { worker: `w${at}`, atOnce: 5, now: scene.now() })),
  )
  const names = taken.map(nameOf).filter((name) => name !== undefined)
  expect([names.length, new Set(names).size]).toEqual([5, 5])
})

test('who is not heard of any more loses a report, and can tell nothing of it; after the third time it is given up', async () => {
  await put('A1')
  const first = await take(1, 'lost')
  expect(await take(1, 'other')).toBeUndefined()
  scene.pass(leaseMilliseconds / 2)
  const progress = { phase: 'reading', rowsDone: 5, rowsAll: 10, secondsLeft: 3 } as const
  expect(await tellProgress(scene.ledger, first!, progress, scene.now())).toBe(true)
  scene.pass(leaseMilliseconds / 2 + 1)
  expect(await take(1, 'other')).toBeUndefined()
  scene.pass(leaseMilliseconds / 2)
  const second = await take(1, 'other')
  expect(second).toMatchObject({ id: first!.id, attempt: 2 })
  expect(await tellProgress(scene.ledger, first!, progress, scene.now())).toBe(false)
  const file = { key: 'k', bytes: 1, sha256: 's' }
  const made = { file, rows: 1, checksum: 'c', totals: '[]', readAt: new Date() }
  expect(await tellEnd(scene.ledger, first!, made, new Date(scene.now()))).toBe(false)
  await putBack(scene.ledger, first!)
  expect(await stateOf('A1')).toMatchObject({ status: 'generating', worker: 'other', attempts: 2, file_key: null })
  scene.pass(leaseMilliseconds)
  expect(await take(1)).toMatchObject({ attempt: 3 })
  scene.pass(leaseMilliseconds)
  expect(await take(1)).toBeUndefined()
  expect(await stateOf('A1')).toMatchObject({ status: 'error', error_code: 'crashed', worker: null })
})

test('who stops in good order puts a report back, and that is no attempt', async () => {
  await put('A1')
  await putBack(scene.ledger, (await take(1))!)
  expect(await stateOf('A1')).toMatchObject({ status: 'generating', phase: 'waiting', attempts: 0, worker: null })
  expect(nameOf(await take(1))).toBe('A1')
})

test('a report that somebody deletes at this moment is passed over', async () => {
  await put('A1', 'B1')
  let letGo: (() => void) | undefined
  const held = scene.ledger.asCompany(companies[0]!, async (db) => {
    await db.deleteFrom('reports').where('name', '=', 'A1').execute()
    await new Promise<void>((resolve) => (letGo = resolve))
  })
  await expect.poll(() => letGo !== undefined).toBe(true)
  expect(nameOf(await take(2))).toBe('B1')
  letGo!()
  await held
  expect(await take(2)).toBeUndefined()
})
