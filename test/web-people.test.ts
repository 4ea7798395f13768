import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { sampled } from './long.ts'
import { folded, urlOf, workplace } from './serving.ts'
import type { Running, Workplace } from './serving.ts'
import { newPerson, newVisit, openBrowser, seriousFindings } from './visitor.ts'
import type { Tastes, Visit } from './visitor.ts'
import { expectRussian, figures, tabTo } from './web-page.ts'

// A browser on a busy machine is slow; how fast the pages are is measured elsewhere.
vi.setConfig({ testTimeout: 90_000 })

const soon = { timeout: 20_000 }

const admin = { email: 'admin@example.com', password: 'the-first-password-here' }
const password = 'seven quiet otters'
const token = 'a-token-of-the-people-tests'

const workplaces: Workplace[] = []
/** Browsers at work in a test, and those that wait for the next one with a warm cache. */
const people: BrowserContext[] = []
const idle: BrowserContext[] = []
const visits: Visit[] = []
let browser: Browser
/** An installation that nobody has set up. */
let fresh: { url: string; serving: Running }
/** One that is set up, with `admin` as the owner of its first company. */
let url: string
/** The administrator at the first company, from where people are invited. */
let office: BrowserContext

beforeAll(async () => {
  const [newPlace, usedPlace] = ['fresh', 'people'].map((name) => workplace(name, 'made')) as [Workplace, Workplace]
  workplaces.push(newPlace, usedPlace)
  const serving = newPlace.talkmeter(['serve'], { TALKMETER_LOG_LEVEL: 'error' })
  const settings = {
    TALKMETER_LOG_LEVEL: 'error',
    TALKMETER_INIT_ADMIN_EMAIL: admin.email,
    TALKMETER_INIT_ADMIN_PASSWORD: admin.password,
    TALKMETER_INIT_TOKEN: token,
  }
  const started = await Promise.all([urlOf(serving), urlOf(usedPlace.talkmeter(['serve'], settings)), openBrowser()])
  fresh = { url: started[0], serving }
  ;[, url, browser] = started
  const data = { channel: 'sms', status: 'delivered' }
  const time = new Date().toISOString()
  const event = { specversion: '1.0', id: '1', source: '/a', type: 'message.status', subject: 'm', time, data }
  await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  })
  await folded(url)
  office = await signedIn(admin.email)
  people.splice(0)
}, 90_000)

afterEach(async () => {
  const past = visits.splice(0)
  for (const { page } of past) {
    if (page.url().startsWith(url)) await page.evaluate('localStorage.clear()')
    await page.close()
  }
  idle.push(...people.splice(0))
  // The browser itself tells of each refusal.
  const complaints = past.flatMap((visit) => visit.complaints).filter((text) => !/status of 4\d\d/.test(text))
  if (complaints.length > 0) throw new Error(`The browser complains:\n${complaints.join('\n')}`)
})

afterAll(async () => {
  await browser?.close()
  for (const place of workplaces) await place.clear()
})

test('a new installation is set up in the browser, with the code that its terminal shows', async () => {
  const page = await arrive('/', { at: fresh.url })
  await page.getByRole('heading', { name: 'Set up Talkmeter' }).waitFor()
  const [, code = ''] = /Code +(\S+)/.exec(fresh.serving.output()) ?? []
  await page.getByRole('button', { name: 'Set up and sign in' }).click()
  await expect.poll(() => faultOf(page, 'Code from the terminal'), soon).toBe('Fill this in.')
  expect(await faultOf(page, 'Currency')).toBe('Fill this in.')
  expect(await page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('America/New_York')
  await page.getByLabel('Code from the terminal').fill('abcde-fghjk')
  await page.getByLabel('Your name').fill('Ann')
  await page.getByLabel('E-mail').fill('ann')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByLabel('Name of the company').fill('Nordlicht')
  // Typed as a person types: a list that is filled at one stroke may not have its first choice yet.
  await page.getByRole('combobox', { name: 'Currency' }).click()
  await page.keyboard.type('swiss fr')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Set up and sign in' }).click()
  await expect
    .poll(() => faultOf(page, 'Code from the terminal'), soon)
    .toBe('This is not the code that the terminal shows. A new start shows a new code.')
  expect(await isFocused(page, 'Code from the terminal')).toBe(true)
  await page.getByLabel('Code from the terminal').fill(code)
  await page.keyboard.press('Enter')
  await expect.poll(() => faultOf(page, 'E-mail'), soon).toBe('Write an e-mail address, such as ann@example.com.')
  expect(await faultOf(page, 'Password')).toBe('Use at least 10 characters.')
  await page.getByLabel('E-mail').fill('ann@example.com')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set up and sign in' }).click()
  await page.getByRole('heading', { name: 'Send your first event' }).waitFor()
  const session = await (await page.request.get('/api/v1/session')).json()
  expect(session).toMatchObject({
    user: { name: 'Ann', email: 'ann@example.com', role: 'owner' },
    company: { name: 'Nordlicht', zone: 'America/New_York', currency: 'CHF', language: 'en' },
  })

  const later = await arrive('/setup', { at: fresh.url })
  await later.getByRole('heading', { name: 'This installation is set up already' }).waitFor()
  await later.getByRole('link', { name: 'Sign in' }).click()
  await signInAs(later, 'ann@example.com', password)
  await later.getByRole('heading', { name: 'Send your first event' }).waitFor()
})

test('a second factor is set up in the browser; after that its codes and the recovery codes let in', async () => {
  const email = 'fay@example.com'
  await hire(email, 'analyst')
  const page = await arrive('/profile', { as: email })
  await page.getByRole('button', { name: 'Set up a second factor' }).click()
  expect((await page.getByRole('img', { name: /^QR code/ }).boundingBox())!.width).toBeGreaterThan(150)
  const secret = await page.locator('.enrolment code').innerText()
  await page.getByLabel('Code that the app shows now').fill('12345')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await expect.poll(() => faultOf(page, 'Code that the app shows now'), soon).toContain('The code is wrong.')
  await page.getByLabel('Code that the app shows now').fill(codeOf(secret))
  await page.keyboard.press('Enter')
  const shown = page.getByRole('region', { name: 'Recovery codes' })
  const codes = (await shown.locator('pre').innerText()).split('\n')
  expect(new Set(codes).size).toBe(10)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    shown.getByRole('button', { name: 'Download as text' }).click(),
  ])
  expect(readFileSync(await file.path(), 'utf8')).toBe(`${codes.join('\n')}\n`)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 recovery codes are left.').waitFor()

  await page.getByRole('button', { name: 'Your menu, fay' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await signInAs(page, email, password)
  const field = page.getByLabel('Code of the authenticator')
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code')
  await field.fill('000000')
  await page.keyboard.press('Enter')
  await page.getByText('The code is wrong, or was used before.').waitFor()
  // The code of this step was used to set it up.
  await field.fill(codeOf(secret, 1))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Notification graphs' }).waitFor()

  for (const code of codes.slice(0, 7)) {
    const answer = await page.request.post('/api/v1/session', { data: { email, password, code } })
    expect(answer.status()).toBe(200)
  }
  const elsewhere = await arrive('/sign-in?back=/profile')
  await signInAs(elsewhere, email, password)
  await elsewhere.getByRole('button', { name: 'Use a recovery code' }).click()
  await elsewhere.getByLabel('Recovery code').fill(codes[7]!)
  await elsewhere.keyboard.press('Enter')
  await elsewhere.getByText('2 recovery codes are left. Make ten new ones in your profile.').waitFor()
  await elsewhere.getByRole('button', { name: 'New recovery codes…' }).click()
  await elsewhere.getByRole('region', { name: 'Second factor' }).getByLabel('Current password').fill(password)
  await elsewhere.getByRole('button', { name: 'Make them' }).click()
  const anew = elsewhere.getByRole('region', { name: 'Recovery codes' })
  const newCodes = (await anew.locator('pre').innerText()).split('\n')
  expect(new Set([...codes, ...newCodes]).size).toBe(20)
  await elsewhere.getByRole('button', { name: 'I have kept them' }).click()
  await elsewhere.getByText('10 recovery codes are left.').waitFor()
  for (const [code, status] of [
    [codes[8], 401],
    [newCodes[0], 200],
  ] as const) {
    expect((await page.request.post('/api/v1/session', { data: { email, password, code } })).status()).toBe(status)
  }

  await elsewhere.getByRole('button', { name: 'Remove the second factor…' }).click()
  await elsewhere.getByRole('region', { name: 'Second factor' }).getByLabel('Current password').fill('not this')
  await elsewhere.keyboard.press('Enter')
  await elsewhere.getByText('The password is wrong.').waitFor()
  await elsewhere.getByRole('region', { name: 'Second factor' }).getByLabel('Current password').fill(password)
  await elsewhere.getByRole('button', { name: 'Remove it' }).click()
  await elsewhere.getByRole('button', { name: 'Set up a second factor' }).waitFor()
  const plain = await arrive('/sign-in?back=/reports')
  await signInAs(plain, email, password)
  await plain.getByRole('heading', { name: 'Reports', exact: true }).waitFor()
})

test('a new person accepts an invitation by its link, whose secret is nowhere to be seen, and which works once', async () => {
  const link = await invite('gil@example.com', 'analyst')
  const page = await arrive(link)
  await page.getByRole('heading', { name: 'My company invites you' }).waitFor()
  await page.getByText('As an analyst you see the graphs').waitFor()
  expect(page.url()).toBe(`${url}/join`)
  expect(await page.getByLabel('E-mail').inputValue()).toBe('gil@example.com')
  await page.getByLabel('Your name').fill('Gil')
  await page.getByLabel('Password', { exact: true }).fill('1234567890')
  await page.getByRole('button', { name: 'Accept the invitation' }).click()
  await expect.poll(() => faultOf(page, 'Password'), soon).toContain('Choose another.')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Accept the invitation' }).click()
  await page.getByRole('button', { name: 'Your menu, Gil' }).waitFor()
  await expect.poll(() => figures(page, 'Sent'), soon).toEqual(['1'])
  await page.goBack()
  expect(page.url()).not.toContain('#')

  const again = await arrive(link)
  await again.getByRole('heading', { name: 'This invitation is not valid any more' }).waitFor()
})

test('who has an account accepts an invitation with its password, or with one click while they are signed in', async () => {
  const email = 'hal@example.com'
  await hire(email, 'analyst')
  const [company, admins] = await newCompany('Südwind')
  const link = await invite(email, 'finance', admins)
  const page = await arrive(link)
  await page.getByText(`The invitation is for ${email}, who has an account here.`).waitFor()
  await page.getByLabel('Password', { exact: true }).fill('not this')
  await page.keyboard.press('Enter')
  await page.getByText('The password is wrong.').waitFor()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Company: Südwind' }).waitFor()
  await page.getByText('As soon as an owner of Südwind has the first event sent, this page fills by itself.').waitFor()
  const session = await (await page.request.get('/api/v1/session')).json()
  expect(session).toMatchObject({ user: { email, role: 'finance' }, company: { number: company } })

  const [next, nextAdmins] = await newCompany('Nordwind')
  await page.goto(await invite(email, 'operator', nextAdmins))
  await page.getByText(`You are signed in as ${email}.`).waitFor()
  await page.getByRole('button', { name: 'Accept the invitation' }).click()
  await page.getByRole('button', { name: 'Company: Nordwind' }).waitFor()
  expect(await (await page.request.get('/api/v1/session')).json()).toMatchObject({ company: { number: next } })
})

test('who was removed from their only company is invited again, and gets in with password and second factor', async () => {
  const email = 'guy@example.com'
  await hire(email, 'analyst')
  const { request } = await signedIn(email)
  const { secret } = (await (await request.post('/api/v1/profile/second-factor')).json()) as { secret: string }
  const confirmed = await request.put('/api/v1/profile/second-factor', { data: { code: codeOf(secret) } })
  const [recoveryCode = ''] = ((await confirmed.json()) as { recoveryCodes: string[] }).recoveryCodes
  const { user } = (await (await request.get('/api/v1/session')).json()) as { user: { id: string } }
  expect((await office.request.delete(`/api/v1/people/${user.id}`)).status()).toBe(204)

  const page = await arrive('/sign-in')
  await signInAs(page, email, password)
  await page.getByLabel('Code of the authenticator').fill(codeOf(secret, 1))
  await page.keyboard.press('Enter')
  await page.getByText('You are not of any company here any more.').waitFor()

  await page.goto(await invite(email, 'finance'))
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Accept the invitation' }).click()
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(recoveryCode)
  await page.getByRole('button', { name: 'Accept the invitation' }).click()
  await page.getByRole('button', { name: 'Your menu, guy' }).waitFor()
  expect(await (await page.request.get('/api/v1/session')).json()).toMatchObject({
    user: { id: user.id, role: 'finance' },
  })
})

test('somebody else’s invitation asks to sign out first, and then goes on', async () => {
  const link = await invite('ida@example.com', 'analyst')
  const page = await arrive(link, { as: admin.email })
  await page.getByText(`The invitation is for ida@example.com, but ${admin.email} is signed in here.`).waitFor()
  await page.getByRole('button', { name: 'Sign out and go on' }).click()
  await page.getByLabel('Your name').fill('Ida')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Accept the invitation' }).click()
  await page.getByRole('button', { name: 'Your menu, Ida' }).waitFor()
})

test('a change of the password ends the other sessions; an open page leads to the sign-in and back', async () => {
  const email = 'jon@example.com'
  await hire(email, 'analyst')
  const other = await arrive('/analytics?period=30d', { as: email })
  await other.getByRole('heading', { name: 'Analytics', level: 1 }).waitFor()
  const page = await arrive('/profile', { as: email })
  const places = page.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem')
  // The one in which the invitation was accepted is there, too.
  await expect.poll(() => places.count(), soon).toBe(3)
  expect(await places.filter({ hasText: 'This one' }).innerText()).toContain('Chrome on Linux')
  await page.getByLabel('Current password').fill(password)
  await page.getByLabel('New password').fill(email)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await expect.poll(() => faultOf(page, 'New password'), soon).toBe('It must not be your name or address.')
  await page.getByLabel('New password').fill('nine slow tortoises')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('The password is changed.').waitFor()
  await expect.poll(() => places.count(), soon).toBe(1)

  await other.getByRole('link', { name: 'Notification graphs' }).click()
  await other.getByRole('heading', { name: 'Sign in' }).waitFor()
  await signInAs(other, email, 'nine slow tortoises')
  await other.getByRole('heading', { name: 'Notification graphs', level: 1 }).waitFor()
  expect(new URL(other.url()).search).toBe('?period=30d')
  await expect.poll(() => places.count(), soon).toBe(1)
  await page.reload()
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await page.getByText('Signed out everywhere else.').waitFor()
  await expect.poll(() => places.count(), soon).toBe(1)
})

test('a person of two companies goes from one to the other, in every tab, and stays on the page', async () => {
  const email = 'kim@example.com'
  await hire(email, 'analyst')
  const [company, admins] = await newCompany('Westwind')
  await accept(await invite(email, 'owner', admins), email)
  const page = await arrive('/notifications?period=30d', { as: email })
  const second = (await newTab(people.at(-1)!)).page
  await second.goto('/reports')
  await expect.poll(() => figures(page, 'Sent'), soon).toEqual(['1'])
  await page.getByRole('button', { name: 'Company: My company' }).click()
  const choice = page.getByRole('dialog').getByRole('listitem')
  await expect.poll(() => choice.allInnerTexts(), soon).toEqual(['My company\nAnalyst', 'Westwind\nOwner'])
  await choice.getByRole('button', { name: /Westwind/ }).click()
  await page.getByRole('heading', { name: 'Send your first event' }).waitFor()
  expect(page.url()).toBe(`${url}/notifications?period=30d`)
  await page.getByRole('link', { name: 'Tokens' }).waitFor()
  await second.getByRole('button', { name: 'Company: Westwind' }).waitFor()
  expect(new URL(second.url()).pathname).toBe('/reports')
  expect(await (await page.request.get('/api/v1/session')).json()).toMatchObject({ company: { number: company } })

  await page.getByRole('button', { name: 'Company: Westwind' }).click()
  await choice.getByRole('button', { name: /My company/ }).click()
  await expect.poll(() => figures(page, 'Sent'), soon).toEqual(['1'])
})

test('platform staff in a company that they are not of are told so on every page, and led back', async () => {
  const [company] = await newCompany('Ostwind')
  const page = await arrive('/reports', { as: admin.email })
  expect(await page.getByText('as platform staff').count()).toBe(0)
  await page.request.put('/api/v1/session', { data: { company } })
  await page.goto('/reports')
  await page.getByText('You see Ostwind as platform staff.').waitFor()
  await page.getByRole('button', { name: 'Back to My company' }).click()
  await page.getByRole('button', { name: 'Company: My company' }).waitFor()
  expect(await page.getByText('as platform staff').count()).toBe(0)
})

test('who may not read the graphs lands on the profile, and is told whom to ask', async () => {
  const email = 'lea@example.com'
  await hire(email, 'operator')
  const page = await arrive('/sign-in')
  await signInAs(page, email, password)
  await page.getByText('ask an owner of the company for the role of an analyst').waitFor()
  expect(new URL(page.url()).pathname).toBe('/profile')
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Notification graphs' }).count()).toBe(0)
})

test('name and language belong to the person, on whichever device they sign in', async () => {
  const email = 'max@example.com'
  await hire(email, 'analyst')
  const page = await arrive('/profile', { as: email })
  await page.getByLabel('Your name').fill('Максим')
  await page.getByRole('combobox', { name: 'Language' }).click()
  await page.getByRole('option', { name: 'Русский' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Сохранено').waitFor()
  await page.getByRole('button', { name: 'Ваше меню: Максим' }).waitFor()
  const elsewhere = await arrive('/sign-in')
  await signInAs(elsewhere, email, password)
  await elsewhere.getByRole('heading', { name: 'Графики уведомлений' }).waitFor()
})

test('who guesses is told for how long to wait', async () => {
  const page = await arrive('/sign-in')
  const email = 'nobody@example.com'
  for (let tries = 0; tries < 6; tries++) {
    await page.request.post('/api/v1/session', { data: { email, password: `wrong ${tries}` } })
  }
  await signInAs(page, email, 'wrong')
  await page.getByText(/^Too many wrong tries\. Try again in \d+ seconds?\.$/).waitFor()
})

test('the brand’s own name stands in place of ours, and a provider is offered where there is one', async () => {
  const named = await office.request.patch('/api/v1/platform', { data: { brandName: 'Nordfunk', logo: onePixel } })
  expect(named.status()).toBe(200)
  const { page } = await newTab(await stranger(url))
  await page.route('**/api/v1/branding', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), openIdName: 'Keycloak' } })
  })
  await page.goto('/sign-in?error=no-account&back=/analytics')
  await page.getByText('Nordfunk').waitFor()
  expect(await page.getByText('Talkmeter').count()).toBe(0)
  await expect.poll(() => page.title(), soon).toBe('Sign in · Nordfunk')
  await page.getByRole('alert').getByText('Ask an owner of your company for an invitation.').waitFor()
  const way = page.getByRole('link', { name: 'Sign in with Keycloak' })
  expect(await way.getAttribute('href')).toBe('/api/v1/session/oidc?back=%2Fanalytics')
  await signInAs(page, admin.email, admin.password)
  await page.getByRole('link', { name: 'Nordfunk' }).waitFor()
  expect(await page.locator('.menu-brand img').first().getAttribute('src')).toBe(onePixel)
  await office.request.patch('/api/v1/platform', { data: { brandName: null, logo: null } })
})

test('keyboard alone signs in, and sets a second factor up', async () => {
  const email = 'nat@example.com'
  await hire(email, 'analyst')
  const page = await arrive('/sign-in?back=/profile')
  await tabTo(page, page.getByLabel('E-mail'))
  await page.keyboard.type(email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor()
  await tabTo(page, page.getByRole('button', { name: 'Set up a second factor' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Code that the app shows now'))
  await page.keyboard.type(codeOf(await page.locator('.enrolment code').innerText()))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'I have kept them' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'Remove the second factor…' }))
})

test.each(
  sampled(
    [
      ['English and light, on a desktop', { language: 'en', theme: 'light' }],
      ['Russian and dark, on a phone', { language: 'ru', theme: 'dark', width: 360, height: 740 }],
    ] as const,
    1,
  ),
)('axe finds nothing serious, and nothing is too wide: %s', async (title, tastes) => {
  const isRussian = title.startsWith('Russian')
  const word = (english: string, russian: string) => (isRussian ? russian : english)
  const look = async (page: Page, state: string) => {
    expect(await seriousFindings(page), state).toEqual([])
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'), state).toBe(0)
    if (isRussian) await expectRussian(page, ownWords)
  }
  const email = word('olga', 'petr') + '@example.com'
  await hire(email, 'analyst')
  const [, admins] = await newCompany(word('Nord', 'Ost'))
  await accept(await invite(email, 'operator', admins), email)
  const page = await arrive('/sign-in?back=/profile', tastes)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.getByLabel(word('E-mail', 'Эл. почта')).waitFor()
  await look(page, 'sign-in')

  const visitor = await arrive(await invite(word('quentin', 'roman') + '@example.com', 'finance', admins), tastes)
  await visitor.locator('input[name=password]').waitFor()
  await visitor.locator('input[name=name]').fill('Q')
  await visitor.locator('input[name=password]').fill('short')
  await visitor.keyboard.press('Enter')
  await visitor.locator('[aria-invalid=true]').waitFor()
  await look(visitor, 'an invitation, with a fault')
  await visitor.goto('/join#gone')
  await visitor.getByText(word('not valid any more', 'больше не действует')).waitFor()
  await look(visitor, 'an invitation that is over')

  await signInAs(page, email, password)
  await page.locator('.places li').first().waitFor()
  await look(page, 'the profile')
  await page.getByRole('button', { name: word('Set up a second factor', 'Настроить второй фактор') }).click()
  const secret = await page.locator('.enrolment code').innerText()
  await look(page, 'a second factor being set up')
  await page.locator('input[name=code]').fill(codeOf(secret))
  await page.keyboard.press('Enter')
  await page.locator('.secret').waitFor()
  await look(page, 'the recovery codes')
  await page.context().clearCookies()
  await page.goto('/profile')
  await signInAs(page, email, password)
  await page.locator('input[name=code]').waitFor()
  await look(page, 'the second step of signing in')
  await page.locator('input[name=code]').fill(codeOf(secret, 1))
  await page.keyboard.press('Enter')
  await page.locator('.places li').first().waitFor()
  if (isRussian) await page.getByRole('button', { name: 'Открыть меню' }).click()
  await page
    .getByRole('button', { name: new RegExp(`^${word('Company', 'Компания')}:`) })
    .last()
    .click()
  await page.locator('.companies').waitFor()
  await look(page, 'the choice of a company')

  const { page: settingUp } = await newTab(await stranger(fresh.url, tastes))
  await settingUp.route('**/api/v1/setup', (route) =>
    route.request().method() === 'GET' ? route.fulfill({ json: { isSetUp: false } }) : route.continue(),
  )
  await settingUp.goto('/setup')
  await settingUp.locator('button[type=submit]').click()
  await settingUp.locator('[aria-invalid=true]').first().waitFor()
  await look(settingUp, 'the set-up, with faults')
})

const onePixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** What is not Russian on Russian pages: addresses, names of products, and secrets. */
const ownWords =
  /^[«»()]*([a-z]+@example\.com|Ost|Aegis|Google|Authenticator|1Password|Chrome|Linux|node|UTC|EUR|QR-код\S*|ISO|[A-Z2-7]{4}|[a-z\d]{5}(-[a-z\d]{5}){4})[«».()]*$/

type Arriving = Tastes & { at?: string; as?: string }

/** A browser of its own at an address; `as` who is signed in there already. */
async function arrive(address: string, { at = url, as, ...tastes }: Arriving = {}): Promise<Page> {
  const person = as === undefined ? await stranger(at, tastes) : await signedIn(as, tastes)
  const { page } = await newTab(person)
  await page.goto(address)
  return page
}

/** Somebody whom the pages do not know. */
async function stranger(at: string, tastes: Tastes = {}): Promise<BrowserContext> {
  const isPlain = at === url && Object.keys(tastes).length === 0
  const person = (isPlain ? idle.pop() : undefined) ?? (await newPerson(browser, at, tastes))
  await person.clearCookies()
  if (isPlain) people.push(person)
  return person
}

async function newTab(person: BrowserContext): Promise<Visit> {
  const visit = await newVisit(person)
  visits.push(visit)
  return visit
}

/** Types into the page for signing in. */
async function signInAs(page: Page, email: string, typed: string): Promise<void> {
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(typed)
  await page.keyboard.press('Enter')
}

async function signedIn(email: string, tastes: Tastes = {}): Promise<BrowserContext> {
  const person = await stranger(url, tastes)
  const known = email === admin.email ? admin : { email, password }
  expect((await person.request.post('/api/v1/session', { data: known })).status()).toBe(200)
  return person
}

/** The link of an invitation to the company that somebody looks at. */
async function invite(email: string, role: string, by = office): Promise<string> {
  const answer = await by.request.post('/api/v1/invitations', { data: { email, role } })
  expect(answer.status()).toBe(201)
  return ((await answer.json()) as { link: string }).link
}

/** Makes a new person of the first company, whose name is what stands before the @. */
async function hire(email: string, role: string): Promise<void> {
  const [, secret] = (await invite(email, role)).split('#')
  const data = { secret, name: email.split('@')[0], password }
  expect((await fetch(`${url}/api/v1/invitations/accept`, { method: 'POST', ...json(data) })).status).toBe(201)
}

/** Lets somebody who has an account accept an invitation. */
async function accept(link: string, email: string): Promise<void> {
  const [, secret] = link.split('#')
  const person = await signedIn(email)
  expect((await person.request.post('/api/v1/invitations/accept', { data: { secret } })).status()).toBe(201)
}

/** A new company, and the administrator looking at it as staff. */
async function newCompany(name: string): Promise<[number: number, admins: BrowserContext]> {
  const admins = await signedIn(admin.email)
  const data = { name, zone: 'Europe/Berlin', currency: 'EUR', language: 'en' }
  const made = await admins.request.post('/api/v1/companies', { data })
  expect(made.status()).toBe(201)
  const { number } = (await made.json()) as { number: number }
  expect((await admins.request.put('/api/v1/session', { data: { company: number } })).status()).toBe(200)
  return [number, admins]
}

function json(data: object): RequestInit {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(data) }
}

/** What is said to be wrong with a field. */
async function faultOf(page: Page, label: string): Promise<string | undefined> {
  const field = page.locator('.mantine-InputWrapper-root', { has: page.getByText(label, { exact: true }) })
  return (await field.locator('.mantine-InputWrapper-error').allTextContents())[0]
}

function isFocused(page: Page, label: string): Promise<boolean> {
  return page.getByLabel(label).evaluate((element) => element.matches(':focus'))
}

/** The code that an authenticator with this secret shows (RFC 6238), or will show some steps of 30 seconds later. */
function codeOf(secret: string, later = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const letters = secret.replaceAll(/\s/g, '').split('')
  const bits = letters.map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later))
  const hash = createHmac('sha1', key).update(counter).digest()
  const number = hash.readUInt32BE(hash.at(-1)! & 0xf) & 0x7fff_ffff
  return String(number % 1_000_000).padStart(6, '0')
}
