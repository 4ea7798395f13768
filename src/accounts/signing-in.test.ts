import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccountsScene, passwordOf, somewhere } from '../../test/accounts-scene.ts'
import type { AccountsScene } from '../../test/accounts-scene.ts'
import { isLong } from '../../test/long.ts'
import { commandLine } from './actor.ts'
import { rescueUser, switchUser } from './administration.ts'
import { checkNewPassword, hashPassword, isPasswordOf } from './password.ts'
import { changeRole, removeMember } from './people.ts'
import { setPassword } from './profile.ts'
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, totp } from './second-factor.ts'
import { createThrottle, networkOf, targetsOf } from './throttle.ts'

let scene: AccountsScene
let company: number
let other: number

beforeAll(async () => {
  scene = await openAccountsScene()
  company = await scene.newCompany('Acme')
  other = await scene.newCompany('Other')
  await scene.newPerson('owner@example.com', company, 'owner')
})

afterAll(() => scene.close())

const minutes = 60_000
const days = 24 * 3_600_000
const signIn = (email: string, code?: string, password = passwordOf(email), address = somewhere.address) =>
  scene.accounts.sessions.signIn({ email, password, code }, { address, userAgent: 'test' })
const callerOf = (key: string) => scene.accounts.sessions.callerOf(key)
const at = () => new Date(scene.now())

test('wrong passwords, unknown people and endless passwords get the same answer', async () => {
  const wrong = { code: 'unauthenticated', message: 'The e-mail address or the password is wrong.' }
  await expect(signIn('owner@example.com', undefined, 'wrong')).rejects.toMatchObject(wrong)
  await expect(signIn('nobody@example.com', undefined, 'wrong')).rejects.toMatchObject(wrong)
  await expect(signIn('owner@example.com', undefined, 'x'.repeat(1_000_000))).rejects.toMatchObject(wrong)
})

test.each([
  ['password', 'one of few letters', 'must have at least 10'],
  ['aaaaaaaaaaaaaaaaab', 'one of two letters', 'repeats'],
  ['password123', 'one that everybody tries', 'attackers try first'],
  ['Basketball99', 'one that everybody tries, decorated', 'attackers try first'],
  ['owner@example.com', 'one’s own address', 'your name or address'],
  ['Owner-2026!', 'the first part of it, decorated', 'attackers try first'],
  ['Talkmeter-2026', 'the name of the product', 'attackers try first'],
  ['OwnerExample2026!', 'its words without what stands between', 'attackers try first'],
  ['Nordlicht password 1', 'the company beside one that everybody tries', 'attackers try first'],
  ['password password', 'one twice', 'attackers try first'],
  ['monkeydragon1', 'two of them', 'attackers try first'],
  ['qwertyqwerty1', 'keys beside each other, twice', 'attackers try first'],
  ['1234567890123', 'digits one after the other', 'attackers try first'],
  ['9876543210', 'the other way round', 'attackers try first'],
  ['1122334455', 'each twice', 'attackers try first'],
  ['пароль12345', 'a Russian one', 'attackers try first'],
  ['gfhjkm12345', 'the same with the keyboard on Latin', 'attackers try first'],
  ['зфыыцщкв2026', 'an English one with the keyboard on Cyrillic', 'attackers try first'],
  ['йцукенгшщз', 'Russian keys beside each other', 'attackers try first'],
  ['correct horse battery staple', 'the example that everybody knows', 'attackers try first'],
  ['x'.repeat(1001), 'one beyond all length', 'at most'],
])('%s is refused as a new password: %s', (password, _why, sentence) => {
  expect(checkNewPassword(password, ['owner@example.com', 'Nordlicht'])).toContain(sentence)
})

test('a long password of ordinary words needs no digits or signs', () => {
  expect(checkNewPassword('seven quiet otters', [])).toBeUndefined()
  expect(checkNewPassword('пароль из трёх слов', [])).toBeUndefined()
  expect(checkNewPassword('monkey83619274', [])).toBeUndefined()
  expect(checkNewPassword('7305918264', [])).toBeUndefined()
  expect(checkNewPassword('nord licht über owner see', ['Nordlicht', 'owner@example.com'])).toBeUndefined()
})

test('passwords are kept as RFC 7914 derives them, with salts of their own, and those of another cost are still known', async () => {
  // The third vector of RFC 7914, 12; its first 32 bytes are what a shorter key would be.
  const key = Buffer.from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex').toString('base64')
  const phc = `$scrypt$ln=14,r=8,p=1$${Buffer.from('SodiumChloride').toString('base64')}$${key}`
  expect(await isPasswordOf('pleaseletmein', phc)).toBe(true)
  expect(await isPasswordOf('pleaseletmeiN', phc)).toBe(false)
  const [one, two] = [await hashPassword('seven quiet otters'), await hashPassword('seven quiet otters')]
  expect(one).not.toBe(two)
  expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z\d+/]{22}\$[A-Za-z\d+/]{43}$/)
})

test('a password of a hundred characters counts to its last one, in any case', async () => {
  const long = `${'seven quiet otters '.repeat(6)}A`
  expect(checkNewPassword(long, [])).toBeUndefined()
  const phc = await hashPassword(long)
  expect(await isPasswordOf(long, phc)).toBe(true)
  expect(await isPasswordOf(long.slice(0, -1), phc)).toBe(false)
  expect(await isPasswordOf(long.toLowerCase(), phc)).toBe(false)
  expect(await isPasswordOf(`${long} `, phc)).toBe(false)
})

const wrongTries = isLong ? 10_000 : 2000

test('of thousands of wrong passwords from one network a handful is looked at', { timeout: 120_000 }, async () => {
  const { begin } = createThrottle(scene.ledger, scene.now)
  let judged = 0
  for (let tried = 0; tried < wrongTries; tried += 20) {
    const tries = Array.from({ length: 20 }, (_, host) =>
      begin(targetsOf('victim@example.com', `2001:db8:7:7::${host}`)),
    )
    judged += (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled').length
    scene.pass((20 * 1_000_000) / wrongTries)
  }
  // Seventeen minutes of trying.
  expect(judged).toBeGreaterThanOrEqual(5)
  expect(judged).toBeLessThanOrEqual(16)
})

test('who owns an account that the whole world guesses at gets in within a minute', { timeout: 60_000 }, async () => {
  const { begin } = createThrottle(scene.ledger, scene.now)
  const outcomes = []
  for (let network = 0; network < 150; network++) {
    outcomes.push(await begin(targetsOf('owner@example.com', `198.51.${network}.9`)).catch(String))
  }
  expect(outcomes.filter((outcome) => outcome === undefined).length).toBeLessThanOrEqual(101)
  await expect(signIn('owner@example.com')).rejects.toMatchObject({ code: 'too-many-requests' })
  scene.pass(60_000)
  expect((await signIn('owner@example.com')).caller.company).toBe(company)
})

test('a thousand tries at once are counted before any of them is judged', async () => {
  const { begin } = createThrottle(scene.ledger, scene.now)
  const tries = Array.from({ length: 100 }, () => begin(targetsOf('burst@example.com', '203.0.113.5')))
  const judged = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled').length
  expect(judged).toBe(6)
})

test('all addresses of an IPv6 /64 are one network', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:0DB8:0001:0002::9')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8:1:3::9')).toBe('2001:db8:1:3::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
})

test('a session ends at sign-out, after a day without use, and after two weeks of use', async () => {
  const [one, two, three] = [
    await signIn('owner@example.com'),
    await signIn('owner@example.com'),
    await signIn('owner@example.com'),
  ]
  await scene.accounts.sessions.signOut(one.key, somewhere)
  expect(await callerOf(one.key)).toBeUndefined()
  for (let hours = 0; hours < 14 * 24 - 12; hours += 12) {
    scene.pass(days / 2)
    expect(await callerOf(two.key), `after ${hours + 12} hours`).toMatchObject({ user: { name: 'owner' } })
    if (hours === 24) expect(await callerOf(three.key)).toBeUndefined()
  }
  scene.pass(days / 2)
  expect(await callerOf(two.key)).toBeUndefined()
})

test('a person of two companies switches between them, and not into others', async () => {
  const { sessions } = scene.accounts
  const user = await scene.newPerson('both@example.com', company, 'owner')
  await scene.ledger.asPlatform((db) =>
    db.insertInto('memberships').values({ company: other, user_id: user, role: 'analyst' }).execute(),
  )
  const { key } = await signIn('both@example.com')
  expect(await sessions.switchTo(key, other, somewhere)).toMatchObject({ company: other, scopes: ['read'] })
  expect(await callerOf(key)).toMatchObject({ company: other, user: { role: 'analyst' } })
  const stranger = await scene.newCompany('Stranger')
  for (const number of [stranger, 999, -1, 0, 2 ** 40]) {
    await expect(sessions.switchTo(key, number, somewhere)).rejects.toMatchObject({ code: 'not-found' })
  }
})

test('platform staff open any company that exists, and it is written down', async () => {
  await rescueUser(scene.ledger, { email: 'staff@example.com', staff: true }, at())
  const user = await scene.ledger.asPlatform((db) =>
    db.selectFrom('users').select('id').where('email', '=', 'staff@example.com').executeTakeFirstOrThrow(),
  )
  const { key } = await scene.accounts.sessions.open(user.id, somewhere, 'test')
  const caller = await scene.accounts.sessions.switchTo(key, other, somewhere)
  expect(caller).toMatchObject({ company: other, scopes: ['read', 'billing', 'admin'], user: { role: undefined } })
  await expect(scene.accounts.sessions.switchTo(key, 999, somewhere)).rejects.toMatchObject({ code: 'not-found' })
  const actions = await scene.ledger.asCompany(other, (db) => db.selectFrom('audit').select('action').execute())
  expect(actions).toContainEqual({ action: 'company.opened-by-staff' })
})

test('a role that is taken away ends at once, in sessions that are open', async () => {
  const user = await scene.newPerson('finance@example.com', company, 'finance')
  const { key } = await signIn('finance@example.com')
  expect(await callerOf(key)).toMatchObject({ scopes: ['read', 'billing'] })
  await changeRole(scene.ledger, commandLine, company, user, 'operator', at())
  scene.accounts.sessions.forget(user)
  expect(await callerOf(key)).toMatchObject({ scopes: [] })
  await removeMember(scene.ledger, commandLine, company, user, at())
  scene.accounts.sessions.forget(user)
  expect(await callerOf(key)).toBeUndefined()
  await expect(signIn('finance@example.com')).rejects.toMatchObject({ code: 'forbidden' })
})

test('a new password ends every other session', async () => {
  const user = await scene.newPerson('changes@example.com', company, 'analyst')
  const here = await signIn('changes@example.com')
  const there = await signIn('changes@example.com')
  await setPassword(scene.ledger, commandLine, user, 'another fine sentence', at())
  await scene.accounts.sessions.signOutEverywhere(user, commandLine, here.key)
  expect(await callerOf(here.key)).toMatchObject({ user: { id: user } })
  expect(await callerOf(there.key)).toBeUndefined()
  await expect(signIn('changes@example.com')).rejects.toMatchObject({ code: 'unauthenticated' })
  expect((await signIn('changes@example.com', undefined, 'another fine sentence')).caller.user.id).toBe(user)
})

test('an account that was switched off is out, and in again when it is switched on', async () => {
  await scene.newPerson('off@example.com', company, 'analyst')
  const { key } = await signIn('off@example.com')
  await switchUser(scene.ledger, 'off@example.com', false, at())
  scene.pass(10_000)
  expect(await callerOf(key)).toBeUndefined()
  await expect(signIn('off@example.com')).rejects.toMatchObject({ code: 'unauthenticated' })
  await switchUser(scene.ledger, 'off@example.com', true, at())
  expect((await signIn('off@example.com')).caller.company).toBe(company)
})

test('codes are those of RFC 6238, appendix B', () => {
  const secret = Buffer.from('12345678901234567890')
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ] as const) {
    expect(totp(secret, Math.floor(seconds / 30)), String(seconds)).toBe(code)
  }
})

test('with a second factor a password alone opens nothing, a code works once, and so does a recovery code', async () => {
  const email = 'careful@example.com'
  const user = await scene.newPerson(email, company, 'owner')
  const { url } = await beginSecondFactor(scene.ledger, user, email, 'Talkmeter')
  expect(url).toMatch(/^otpauth:\/\/totp\/Talkmeter:careful%40example.com\?secret=[A-Z2-7]{32}&issuer=Talkmeter$/)
  const secret = await secretOf(user)
  const code = () => totp(secret, Math.floor(scene.now() / 30_000))
  const wrong = String((Number(code()) + 1) % 1_000_000).padStart(6, '0')
  await expect(confirmSecondFactor(scene.ledger, commandLine, user, wrong, scene.now())).rejects.toMatchObject({
    code: 'unprocessable',
  })
  // Until it is confirmed the password is enough.
  expect((await signIn(email)).caller.user.id).toBe(user)
  const recovery = await confirmSecondFactor(scene.ledger, commandLine, user, code(), scene.now())
  expect(recovery).toHaveLength(10)

  await expect(signIn(email)).rejects.toMatchObject({ code: 'second-factor' })
  // The code of the set-up was used by that.
  await expect(signIn(email, code())).rejects.toMatchObject({ code: 'second-factor' })
  scene.pass(5 * minutes)
  expect((await signIn(email, code())).caller.user.id).toBe(user)
  await expect(signIn(email, code())).rejects.toMatchObject({ code: 'second-factor' })
  expect((await signIn(email, recovery[3]!.toUpperCase())).caller.user.id).toBe(user)
  await expect(signIn(email, recovery[3])).rejects.toMatchObject({ code: 'second-factor' })
  // A right code is worth nothing with a wrong password.
  await expect(signIn(email, recovery[4], 'a wrong password')).rejects.toMatchObject({ code: 'unauthenticated' })

  await removeSecondFactor(scene.ledger, commandLine, user, scene.now())
  expect((await signIn(email)).caller.user.id).toBe(user)
})

test('a forgotten password is replaced, and the second factor stays unless it is said to be lost', async () => {
  const email = 'forgot@example.com'
  const user = await scene.newPerson(email, company, 'analyst')
  await beginSecondFactor(scene.ledger, user, email, 'Talkmeter')
  const code = () => secretOf(user).then((secret) => totp(secret, Math.floor(scene.now() / 30_000)))
  await confirmSecondFactor(scene.ledger, commandLine, user, await code(), scene.now())
  const { key } = await scene.accounts.sessions.open(user, somewhere, 'test')
  const password = await rescueUser(scene.ledger, { email, staff: false }, at())
  scene.pass(1 * minutes)
  expect(await callerOf(key)).toBeUndefined()
  await expect(signIn(email, undefined, password)).rejects.toMatchObject({ code: 'second-factor' })
  expect((await signIn(email, await code(), password)).caller.user.id).toBe(user)
  const last = await rescueUser(scene.ledger, { email, staff: false, isFactorLost: true }, at())
  expect((await signIn(email, undefined, last)).caller.user.id).toBe(user)
})

test('asking for the code first does not buy more guesses at it', { timeout: 60_000 }, async () => {
  const email = 'guessed@example.com'
  const user = await scene.newPerson(email, company, 'owner')
  await beginSecondFactor(scene.ledger, user, email, 'Talkmeter')
  const code = totp(await secretOf(user), Math.floor(scene.now() / 30_000))
  await confirmSecondFactor(scene.ledger, commandLine, user, code, scene.now())
  const codes = []
  for (let tried = 0; tried < 8; tried++) {
    await signIn(email).catch(() => undefined)
    codes.push(await signIn(email, '000000').catch((error: { code: string }) => error.code))
  }
  expect(codes.filter((one) => one === 'second-factor').length).toBeLessThanOrEqual(6)
  expect(codes.at(-1)).toBe('too-many-requests')
})

async function secretOf(user: string): Promise<Buffer> {
  const row = await scene.ledger.asPlatform((db) =>
    db.selectFrom('users').select('totp_secret').where('id', '=', user).executeTakeFirstOrThrow(),
  )
  return row.totp_secret!
}
