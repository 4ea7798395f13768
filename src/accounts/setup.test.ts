import { afterEach, beforeEach, expect, test } from 'vitest'
import { openAccountsScene, somewhere } from '../../test/accounts-scene.ts'
import type { AccountsScene } from '../../test/accounts-scene.ts'
import { isSetUp, offerSetup, setUp, setUpUnattended } from './setup.ts'
import type { SetupForm, UnattendedSetup } from './setup.ts'

let scene: AccountsScene

beforeEach(async () => {
  scene = await openAccountsScene()
})

afterEach(() => scene.close())

const nothingGiven = { adminEmail: undefined, adminPassword: undefined, token: undefined, zone: 'Europe/Berlin' }
const unattended = (asked: Partial<UnattendedSetup>) =>
  setUpUnattended(scene.ledger, { ...nothingGiven, ...asked }, new Date(scene.now()))
const typed = (changes: Partial<SetupForm> = {}) =>
  setUp(scene.ledger, somewhere, { ...wellTyped, ...changes }, new Date(scene.now()))
const signIn = (email: string, password: string) => scene.accounts.sessions.signIn({ email, password }, somewhere)

const wellTyped: SetupForm = {
  code: '',
  name: 'Ann Müller',
  email: ' Ann@Example.com',
  password: 'seven quiet otters',
  company: 'Nordlicht GmbH',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  language: 'en',
}

test('who has the code from the terminal makes the administrator and the first company, once', async () => {
  const { ledger, accounts } = scene
  await unattended({})
  expect(await isSetUp(ledger)).toBe(false)
  const stale = await offerSetup(ledger)
  const code = await offerSetup(ledger)
  expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/)
  await expect(typed({ code: stale })).rejects.toMatchObject({ code: 'unprocessable', fields: [{ field: 'code' }] })
  const { user, company } = await typed({ code: ` ${code?.toUpperCase().replace('-', ' ')} ` })
  expect(await accounts.company(company)).toMatchObject({
    name: 'Nordlicht GmbH',
    zone: 'Europe/Berlin',
    currency: 'EUR',
  })
  const { caller } = await signIn('ann@example.com', 'seven quiet otters')
  expect(caller).toMatchObject({ company, staff: true, user: { id: user, name: 'Ann Müller', role: 'owner' } })
  expect(await isSetUp(ledger)).toBe(true)
  expect(await offerSetup(ledger)).toBeUndefined()
  await expect(typed({ code, email: 'eve@example.com' })).rejects.toMatchObject({ code: 'not-found' })
})

test('every field at fault is named, and nothing is made', async () => {
  const code = await offerSetup(scene.ledger)
  const wrong = {
    name: '',
    email: 'ann',
    password: 'password12',
    company: '\u202eevil',
    zone: 'Berlin',
    currency: 'euro',
  }
  const failing = typed({ code, ...wrong, language: 'de' })
  await expect(failing).rejects.toMatchObject({ code: 'unprocessable' })
  const { fields } = (await failing.catch((error: unknown) => error)) as { fields: { field: string }[] }
  expect(fields.map(({ field }) => field).toSorted()).toEqual([...Object.keys(wrong), 'language'].toSorted())
  expect(await isSetUp(scene.ledger)).toBe(false)
  await typed({ code })
})

test('two who type the code at once make one administrator', async () => {
  const code = await offerSetup(scene.ledger)
  const tries = ['one', 'two', 'three'].map((name) => typed({ code, email: `${name}@example.com` }))
  const results = await Promise.allSettled(tries)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const users = await scene.ledger.asPlatform((db) => db.selectFrom('users').select('id').execute())
  expect(users).toHaveLength(1)
})

test('guessing the code is slowed down', async () => {
  await offerSetup(scene.ledger)
  for (let guess = 0; guess < 11; guess++) {
    await expect(typed({ code: `wrong-${guess}` })).rejects.toMatchObject({ code: 'unprocessable' })
  }
  await expect(typed({ code: 'wrong' })).rejects.toMatchObject({ code: 'too-many-requests' })
})

test('an unattended set-up makes what is given, once; a password that will not do is refused by its setting', async () => {
  const { accounts, ledger } = scene
  await expect(unattended({ adminPassword: 'password12' })).rejects.toThrow('TALKMETER_INIT_ADMIN_PASSWORD')
  await expect(unattended({ adminEmail: 'ann@example.com' })).rejects.toThrow('needs TALKMETER_INIT_ADMIN_PASSWORD')
  const given = {
    adminEmail: 'Ann@example.com',
    adminPassword: 'correct yellow horse',
    token: 'chosen-by-the-operator',
  }
  await unattended(given)
  await unattended({ ...given, token: 'chosen-by-somebody-else' })
  expect(await accounts.tokens.callerOf('chosen-by-the-operator')).toMatchObject({ company: 1, staff: true })
  expect(await accounts.tokens.callerOf('chosen-by-somebody-else')).toBeUndefined()
  expect((await signIn('ann@example.com', 'correct yellow horse')).caller).toMatchObject({ company: 1, staff: true })
  expect(await offerSetup(ledger)).toBeUndefined()
})

test('after an unattended set-up by token alone, the page gives that company its name and its administrator', async () => {
  const { accounts, ledger } = scene
  await unattended({ token: 'chosen-by-the-operator' })
  expect(await accounts.company(1)).toMatchObject({ name: 'My company', zone: 'Europe/Berlin' })
  const made = await typed({ code: await offerSetup(ledger), zone: 'Asia/Tokyo' })
  expect(made.company).toBe(1)
  accounts.forgetCompany(1)
  expect(await accounts.company(1)).toMatchObject({ name: 'Nordlicht GmbH', zone: 'Asia/Tokyo' })
})
