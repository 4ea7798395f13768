import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccountsScene, passwordOf, somewhere } from '../../test/accounts-scene.ts'
import type { AccountsScene } from '../../test/accounts-scene.ts'
import { commandLine } from './actor.ts'
import { changeCompany, companyOf, missingForInvoices } from './companies.ts'
import { checkName } from './fields.ts'
import { acceptInvitation, invite, listInvitations, offerOf, revokeInvitation } from './invitations.ts'
import { changeRole, listMembers, removeMember } from './people.ts'

let scene: AccountsScene
let company: number
let other: number
let owner: string

beforeAll(async () => {
  scene = await openAccountsScene()
  company = await scene.newCompany('Acme')
  other = await scene.newCompany('Other')
  owner = await scene.newPerson('owner@example.com', company, 'owner')
})

afterAll(() => scene.close())

const at = () => new Date(scene.now())
const inviteTo = (number: number, email: string, role = 'analyst') =>
  invite(scene.ledger, commandLine, number, { email, role }, undefined, at())
const accept = (secret: string, user?: { id: string; email: string }) =>
  acceptInvitation(scene.ledger, somewhere, { secret, user, name: 'New person', password: 'seven quiet otters' }, at())
const notValid = { code: 'not-found', message: expect.stringContaining('not valid any more') }

test('an invitation works once', async () => {
  const { secret } = await inviteTo(company, 'New@Example.com')
  expect(await offerOf(scene.ledger, secret, at())).toEqual({
    email: 'new@example.com',
    role: 'analyst',
    company: 'Acme',
    hasAccount: false,
  })
  expect(await accept(secret)).toMatchObject({ company })
  await expect(accept(secret)).rejects.toMatchObject(notValid)
  await expect(offerOf(scene.ledger, secret, at())).rejects.toMatchObject(notValid)
  await expect(inviteTo(company, 'new@example.com')).rejects.toMatchObject({ code: 'conflict' })
})

test('an invitation that is over, was taken back, or was replaced by a second one opens nothing', async () => {
  const over = await inviteTo(company, 'late@example.com')
  scene.pass(7 * 24 * 3_600_000)
  await expect(accept(over.secret)).rejects.toMatchObject(notValid)
  const first = await inviteTo(company, 'late@example.com')
  const second = await inviteTo(company, 'late@example.com', 'finance')
  await expect(accept(first.secret)).rejects.toMatchObject(notValid)
  expect((await listInvitations(scene.ledger, company, at())).map(({ id }) => id)).toEqual([second.id])
  await expect(revokeInvitation(scene.ledger, commandLine, other, second.id, at())).rejects.toMatchObject({
    code: 'not-found',
  })
  await revokeInvitation(scene.ledger, commandLine, company, second.id, at())
  await expect(accept(second.secret)).rejects.toMatchObject(notValid)
  await expect(accept('no such secret')).rejects.toMatchObject(notValid)
})

test('an invitation is for one person: neither another one nor a stranger with the link takes an account over', async () => {
  const { secret } = await inviteTo(other, 'owner@example.com')
  const eve = await scene.newPerson('eve@example.com', other, 'operator')
  await expect(accept(secret, { id: eve, email: 'eve@example.com' })).rejects.toMatchObject({ code: 'forbidden' })
  // Without a session the link would set a password for somebody who has one.
  await expect(accept(secret)).rejects.toMatchObject({ code: 'conflict' })
  const signedIn = { email: 'owner@example.com', password: passwordOf('owner@example.com') }
  expect((await scene.accounts.sessions.signIn(signedIn, somewhere)).caller.user.id).toBe(owner)
  expect(await accept(secret, { id: owner, email: 'owner@example.com' })).toEqual({ user: owner, company: other })
})

test('what is wrong with an invitation, a name or a password is named', async () => {
  await expect(inviteTo(company, 'no address', 'king')).rejects.toMatchObject({
    code: 'unprocessable',
    fields: [{ field: 'email' }, { field: 'role' }],
  })
  const { secret } = await inviteTo(company, 'weak@example.com')
  const weak = { secret, user: undefined, name: '\u202ekcaH', password: 'password123' }
  await expect(acceptInvitation(scene.ledger, somewhere, weak, at())).rejects.toMatchObject({
    code: 'unprocessable',
    fields: [{ field: 'name' }, { field: 'password' }],
  })
})

test.each([
  ['with a new line', 'Ann\nadmin'],
  ['with NUL', 'Ann\u0000'],
  ['that turns the direction of what follows', 'Ann \u202etxt.exe'],
  ['that isolates a direction', '\u2066Ann'],
  ['with half a character', 'Ann \ud83d'],
  ['of a megabyte', 'x'.repeat(1_000_000)],
  ['of spaces', '  \u00a0 '],
  ['that is none', 7],
  ['that is missing', undefined],
])('a name %s is refused', (_title, name) => {
  expect(() => checkName(name)).toThrow(/^must/)
})

test('names in any script are kept in one form', () => {
  expect(checkName('  Анна   Müller  ')).toBe('Анна Müller')
  expect(checkName('Mu\u0308ller')).toBe('Müller')
  expect(checkName('שלום محمد 李')).toBe('שלום محمد 李')
  // As many signs as people see, of however many units.
  expect(checkName('🙂'.repeat(100))).toBe('🙂'.repeat(100))
  expect(() => checkName('🙂'.repeat(101))).toThrow('must have at most 100 characters.')
})

test('the last owner of a company cannot leave or become less, also not two at once', async () => {
  const { ledger } = scene
  await expect(removeMember(ledger, commandLine, company, owner, at())).rejects.toMatchObject({ code: 'conflict' })
  await expect(changeRole(ledger, commandLine, company, owner, 'analyst', at())).rejects.toMatchObject({
    code: 'conflict',
  })
  const second = await scene.newPerson('second@example.com', company, 'owner')
  const outcomes = await Promise.allSettled([
    changeRole(ledger, commandLine, company, owner, 'analyst', at()),
    changeRole(ledger, commandLine, company, second, 'analyst', at()),
  ])
  expect(outcomes).toContainEqual({ status: 'fulfilled', value: undefined })
  expect(outcomes).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ code: 'conflict' }) })
  const members = await listMembers(ledger, company)
  expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1)
  await expect(removeMember(ledger, commandLine, other, second, at())).rejects.toMatchObject({ code: 'not-found' })
})

test('of two people who edit a company at once the second is told, and nothing is lost', async () => {
  const { version } = await companyOf(scene.ledger, company)
  const edit = (fields: Record<string, unknown>) =>
    changeCompany(scene.ledger, commandLine, company, { ...fields, version }, at())
  const outcomes = await Promise.allSettled([edit({ city: 'Berlin' }), edit({ city: 'Paris' })])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
  await expect(edit({ city: 'Rome' })).rejects.toMatchObject({ code: 'conflict' })
  expect(await companyOf(scene.ledger, company)).toMatchObject({ version: version + 1 })
})

test('a company says what invoices still miss, and each wrong field at once', async () => {
  await expect(
    changeCompany(scene.ledger, commandLine, company, { country: 'Germany', zone: 'Mars', number: 7 }, at()),
  ).rejects.toMatchObject({ fields: [{ field: 'country' }, { field: 'zone' }, { field: 'number' }] })
  const details = { legalName: 'Acme GmbH', taxId: 'DE1', country: 'DE', street: 'A 1', postalCode: '10115' }
  const changed = await changeCompany(scene.ledger, commandLine, company, details, at())
  expect(missingForInvoices(changed)).toEqual(['email'])
})
