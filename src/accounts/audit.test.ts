import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccountsScene } from '../../test/accounts-scene.ts'
import type { AccountsScene } from '../../test/accounts-scene.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { commandLine } from './actor.ts'
import type { ActName } from './acts.ts'
import { checkChain, findActs, noteAct } from './audit.ts'

let scene: AccountsScene
let company: number

beforeAll(async () => {
  scene = await openAccountsScene()
  company = await scene.newCompany('Acme')
})

afterAll(() => scene.close())

/** Also what only other versions write. */
const note = (action: string, after?: unknown) =>
  scene.ledger.asCompany(company, (db) =>
    noteAct(db, commandLine, { company, action: action as ActName, subject: 'test', after }, new Date(scene.now())),
  )
const check = () => scene.ledger.asCompany(company, (db) => checkChain(db, company))
const asSuperuser = (work: (db: LedgerTransaction) => Promise<unknown>) =>
  scene.ledger.asPlatform(async (db) => {
    await sql`RESET ROLE`.execute(db)
    await work(db)
  })

test('acts at the same time follow one another in one chain', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, at) => note(`test.${at}`, { at, знак: 'ü', nothing: null })))
  expect(await check()).toMatchObject({ entries: 21, brokenAt: undefined })
})

test('nobody who works on the ledger may change or take away what was done', async () => {
  for (const write of [
    (db: LedgerTransaction) => db.updateTable('audit').set({ action: 'nothing' }),
    (db: LedgerTransaction) => db.deleteFrom('audit'),
  ]) {
    for (const work of [scene.ledger.asPlatform, scene.ledger.asCompany.bind(scene.ledger, company)] as const) {
      await expect(work((db: LedgerTransaction) => write(db).execute() as Promise<unknown>)).rejects.toMatchObject({
        code: '42501',
      })
    }
  }
  expect(await check()).toMatchObject({ entries: 21, brokenAt: undefined })
})

test('an entry is kept with what it tells of, or neither is', async () => {
  const work = scene.ledger.asCompany(company, async (db) => {
    await noteAct(db, commandLine, { company, action: 'token.created', subject: 'test' }, new Date(scene.now()))
    throw new Error('and then it failed')
  })
  await expect(work).rejects.toThrow('and then it failed')
  expect(await check()).toMatchObject({ entries: 21 })
})

test('entries are found by words, which are no patterns, and by time', async () => {
  const find = (search: { text?: string; from?: Date }) =>
    scene.ledger.asCompany(company, (db) => findActs(db, company, { ...search, limit: 100 }))
  expect((await find({ text: 'COMPANY.created' })).map(({ place }) => place)).toEqual([1])
  for (const text of ['company MADE', 'Компания создана']) {
    expect(await find({ text })).toMatchObject([{ place: 1, title: { en: 'Company made', ru: 'Компания создана' } }])
  }
  expect((await find({ text: 'test.1' })).at(-1)).toMatchObject({
    title: { en: expect.stringMatching(/^test\.1/) as string },
  })
  expect((await find({ text: 'знак' })).length).toBe(20)
  expect(await find({ text: '%' })).toEqual([])
  expect(await find({ text: 'test_1' })).toEqual([])
  scene.pass(1000)
  expect(await find({ from: new Date(scene.now()) })).toEqual([])
})

test('a change made past all rights shows, at its place; so does a gap', async () => {
  for (const [change, place] of [
    [sql`UPDATE audit SET after = '{"at":99}' WHERE chain = ${company} AND place = 7`, 7],
    [sql`UPDATE audit SET actor_name = 'Somebody else' WHERE chain = ${company} AND place = 3`, 3],
    [sql`DELETE FROM audit WHERE chain = ${company} AND place = 5`, 5],
    [sql`DELETE FROM audit WHERE chain = ${company} AND place >= 20`, 20],
  ] as const) {
    const changed = scene.ledger.asPlatform(async (db) => {
      await sql`RESET ROLE`.execute(db)
      await change.execute(db)
      expect(await checkChain(db, company)).toMatchObject({ entries: place - 1, brokenAt: place })
      throw new Error('as it was')
    })
    await expect(changed).rejects.toThrow('as it was')
  }
  expect(await check()).toMatchObject({ brokenAt: undefined })
  await asSuperuser((db) => sql`DELETE FROM audit WHERE chain = ${company} AND place = 1`.execute(db))
  expect(await check()).toMatchObject({ entries: 0, brokenAt: 1 })
})
