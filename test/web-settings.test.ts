import { readFileSync } from 'node:fs'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { sampled } from './long.ts'
import { seriousFindings } from './visitor.ts'
import { card, tabTo } from './web-page.ts'
import { ownerEmail, soon, webScene, zone } from './web-scene.ts'

const markup = '<img src=x onerror="document.title=1">'

/** Owner of the first company, and platform staff. */
let owner: BrowserContext
/** Another owner of it, with a name that is markup. */
let other: BrowserContext
/** An analyst of it. */
let analyst: BrowserContext

const scene = webScene('web-settings', {}, async () => {
  owner = scene.owner()
  other = await joined({ email: 'boris@example.com', role: 'owner', name: markup })
  analyst = await joined({ email: 'nina@example.com', role: 'analyst', name: 'Nina' })
})
const { accept, call, joined, signedIn, tab, url } = scene

test('what invoices still miss leads to its field, by a click and by the address, until it is there', async () => {
  const page = await at(owner, '/settings/company#postalCode')
  await expect.poll(() => focused(page), soon).toBe('postalCode')
  const missing = page.getByRole('region', { name: 'Invoices still miss 7 details of the company' })
  await missing.getByRole('link', { name: 'E-mail for invoices' }).click()
  await expect.poll(() => focused(page), soon).toBe('email')
  expect(new URL(page.url()).hash).toBe('#email')
  await page.keyboard.type('no address')
  await field(page, 'Legal name').fill('Acme Limited')
  await field(page, 'Tax number').fill('DE 123')
  await field(page, 'City').fill('Berlin')
  await field(page, 'Street and house').fill('Kurze Str. 1')
  await field(page, 'Postal code').fill('10115')
  await choose(page, 'Country', 'Germany')
  await page.getByRole('region', { name: /^Invoices/ }).waitFor({ state: 'detached' })
  await page.getByText('7 fields changed').waitFor()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Write an e-mail address').waitFor()
  expect(await focused(page)).toBe('email')
  await field(page, 'E-mail for invoices').fill('bills@example.com')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  const kept = { legalName: 'Acme Limited', country: 'DE', postalCode: '10115', email: 'bills@example.com' }
  expect(await company()).toMatchObject({ ...kept, missingForInvoices: [], version: 2 })
})

test('details are kept for so many days, or for ever', async () => {
  const page = await at(owner, '/settings/company')
  const days = field(page, 'Days that details are kept')
  const save = page.getByRole('button', { name: 'Save changes' })
  await days.fill('0')
  await save.click()
  await page.getByText('Write a whole number of days from 1 to 36500').waitFor()
  await days.fill('90')
  await save.click()
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await company()).toMatchObject({ retentionDays: 90 })
  await days.fill('')
  await save.click()
  await expect.poll(async () => (await company())['retentionDays'], soon).toBeNull()
})

test('a page with changes is not left unasked', async () => {
  const page = await at(owner, '/settings/company')
  await field(page, 'City').fill('Nowhere')
  await page.getByRole('link', { name: 'People' }).click()
  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  await question.getByRole('button', { name: 'Stay here' }).click()
  expect(await field(page, 'City').inputValue()).toBe('Nowhere')
  expect(new URL(page.url()).pathname).toBe('/settings/company')
  const asked = page.waitForEvent('dialog')
  await page.evaluate('setTimeout(() => location.reload())')
  await (await asked).dismiss()
  expect(await field(page, 'City').inputValue()).toBe('Nowhere')
  await page.getByRole('link', { name: 'People' }).click()
  await question.getByRole('button', { name: 'Leave without saving' }).click()
  await page.waitForURL('**/settings/people')
  expect(await company()).toMatchObject({ city: 'Berlin' })
})

test('neither another company nor signing out takes what is not saved unasked', async () => {
  const number = await newCompany('Second company')
  const { link } = await post<{ link: string }>(owner, 'invitations', { email: 'kate@example.com', role: 'owner' })
  const person = await accept(link, 'Kate')
  await put(owner, 'session', { company: number })
  const second = await post<{ link: string }>(owner, 'invitations', { email: 'kate@example.com', role: 'owner' })
  await put(owner, 'session', { company: 1 })
  await post(person, 'invitations/accept', { secret: second.link.split('#')[1] })
  await put(person, 'session', { company: 1 })
  const page = await at(person, '/settings/company')
  await field(page, 'City').fill('Nowhere')
  const questions: string[] = []
  page.on('dialog', (question) => {
    questions.push(question.message())
    void (questions.length < 3 ? question.dismiss() : question.accept())
  })
  await page.getByRole('button', { name: 'Company: My company' }).click()
  await page.getByRole('button', { name: /^Second company/ }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Your menu, Kate' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  expect(questions).toHaveLength(2)
  expect(await field(page, 'City').inputValue()).toBe('Nowhere')
  await page.getByRole('button', { name: 'Company: My company' }).click()
  await page.getByRole('button', { name: /^Second company/ }).click()
  await page.getByRole('button', { name: 'Company: Second company' }).waitFor()
  await expect.poll(() => field(page, 'City').inputValue(), soon).toBe('')
  expect(await get(person, 'company')).toMatchObject({ number, city: null })
  // The first company has its two owners again, for the tests that follow.
  const { user } = await get<{ user: { id: string } }>(person, 'session')
  expect((await owner.request.delete(`${url()}/api/v1/people/${user.id}`)).status()).toBe(204)
  await person.close()
})

test('of two people who edit the company at once, the slower one sees what differs and chooses', async () => {
  const [mine, theirs] = await Promise.all([at(owner, '/settings/company'), at(other, '/settings/company')])
  await field(theirs, 'City').fill('Hamburg')
  await field(theirs, 'Legal name').fill(markup)
  await field(theirs, 'Bank').fill('Their bank')
  await theirs.getByRole('button', { name: 'Save changes' }).click()
  await theirs.getByText('Saved', { exact: true }).waitFor()

  await field(mine, 'City').fill('Munich')
  await field(mine, 'Bank').fill('Our bank')
  await field(mine, 'Street and house').fill('Lange Str. 2')
  await mine.getByRole('button', { name: 'Save changes' }).click()
  const dispute = mine.getByRole('dialog', { name: 'Somebody else changed this in the meantime' })
  await dispute.getByText('boris@example.com saved a change').waitFor()
  const sides = await dispute.locator('fieldset').evaluateAll((all) => all.map((one) => one.textContent))
  expect(sides).toEqual([
    `Legal nameTheirs${markup}YoursAcme Limited`,
    'CityTheirsHamburgYoursMunich',
    'Street and houseTheirsKurze Str. 1YoursLange Str. 2',
    'BankTheirsTheir bankYoursOur bank',
  ])
  await dispute
    .getByRole('group', { name: 'City' })
    .getByRole('radio', { name: /^Theirs/ })
    .check()
  await dispute.getByRole('button', { name: 'Save the chosen values' }).click()
  await mine.getByText('Saved', { exact: true }).waitFor()
  expect(await company()).toMatchObject({
    legalName: markup,
    city: 'Hamburg',
    street: 'Lange Str. 2',
    bankName: 'Our bank',
  })
  expect(await field(mine, 'City').inputValue()).toBe('Hamburg')

  // Who takes all of theirs has nothing left to save.
  await field(theirs, 'City').fill('Cologne')
  await theirs.getByRole('button', { name: 'Save changes' }).click()
  await theirs.getByRole('button', { name: 'Take all of theirs' }).click()
  await theirs.getByRole('button', { name: 'Save the chosen values' }).click()
  await expect.poll(() => field(theirs, 'Street and house').inputValue(), soon).toBe('Lange Str. 2')
  expect(await field(theirs, 'City').inputValue()).toBe('Hamburg')
  expect(await theirs.getByRole('button', { name: 'Discard' }).count()).toBe(0)
})

test('a company that another tab opened is not changed by a page that shows the first one', async () => {
  const number = await newCompany('Tab company')
  const page = await at(owner, '/settings/company')
  await field(page, 'Name').fill('Wrong company')
  await put(owner, 'session', { company: number })
  await page.getByRole('button', { name: 'Save changes' }).click()
  const told = page.getByText('You have opened another company in another tab.')
  await told.waitFor()
  const { y, height } = (await told.boundingBox())!
  expect(y + height).toBeLessThan(page.viewportSize()!.height)
  expect(await company()).toMatchObject({ number, name: 'Tab company' })
  await put(owner, 'session', { company: 1 })
  expect(await company()).toMatchObject({ name: 'My company' })
  await page.getByRole('button', { name: 'Discard' }).click()
})

test('an owner invites, changes roles and removes; the last owner stays one', async () => {
  const page = await at(owner, '/settings/people')
  await page.getByRole('button', { name: 'Invite a person' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite a person' })
  await dialog.getByLabel('E-mail address').fill('olga@example.com')
  await dialog.getByRole('radio', { name: 'Operator' }).check()
  await dialog.getByRole('button', { name: 'Make the invitation' }).click()
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click()
  await dialog.getByRole('button', { name: 'Copied' }).waitFor()
  const link = await page.evaluate<string>('navigator.clipboard.readText()')
  expect(link.startsWith(`${url()}/join#`)).toBe(true)
  await dialog.getByRole('button', { name: 'Done' }).click()
  const invitation = card(page, 'Open invitations').getByRole('row', { name: /^olga@example\.com Operator/ })
  await invitation.waitFor()
  expect(await page.content()).not.toContain(link.split('#')[1])
  await accept(link, 'Olga')

  await page.reload()
  await row(page, 'Olga').waitFor()
  expect(await invitation.count()).toBe(0)
  // The name of the other owner is markup, and is shown as it was typed.
  expect(await row(page, 'boris@example.com').locator('th').innerText()).toContain(markup)
  await setRole(page, 'Olga', 'Finance')
  await expect.poll(() => roleOf('olga@example.com'), soon).toBe('finance')
  await setRole(page, markup, 'Analyst')
  await expect.poll(() => roleOf('boris@example.com'), soon).toBe('analyst')

  // A refusal may still stand on the page while the next one is told in a dialog.
  const lastOwner = page.getByText('A company keeps at least one owner: make somebody else an owner first.').last()
  await setRole(page, 'Admin', 'Analyst')
  await page.getByRole('button', { name: 'Become “Analyst”' }).click()
  await lastOwner.waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove Admin' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await lastOwner.waitFor()
  await page.keyboard.press('Escape')
  expect(await roleOf(ownerEmail)).toBe('owner')

  await setRole(page, markup, 'Owner')
  await expect.poll(() => roleOf('boris@example.com'), soon).toBe('owner')
  await page.getByRole('button', { name: 'Remove Olga' }).click()
  await page.getByRole('dialog', { name: 'Remove Olga from My company?' }).waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(await roleOf('olga@example.com')).toBe('finance')
  await page.getByRole('button', { name: 'Remove Olga' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await row(page, 'Olga').waitFor({ state: 'detached' })
  expect(await roleOf('olga@example.com')).toBeUndefined()
})

test('an invitation is refused for who is here already, and can be revoked', async () => {
  const page = await at(owner, '/settings/people')
  await page.getByRole('button', { name: 'Invite a person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail address').fill('nina@example.com')
  await page.keyboard.press('Enter')
  await dialog.getByText('This person is of the company already.').waitFor()
  await page.keyboard.press('Escape')
  await post(owner, 'invitations', { email: 'pavel@example.com', role: 'owner' })
  await page.reload()
  await page.getByRole('button', { name: 'Revoke the invitation for pavel@example.com' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('Nobody is invited at the moment.').waitFor()
  const { invitations } = await get<{ invitations: unknown[] }>(owner, 'invitations')
  expect(invitations).toEqual([])
})

test('a token is made by keyboard alone, shown once, works, and works no more when it is revoked', async () => {
  const page = await at(owner, '/settings/tokens')
  await tabTo(page, page.getByRole('button', { name: 'New token' }))
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.locator('[name=name]:focus').waitFor()
  await page.keyboard.type(markup)
  await page.keyboard.press('Enter')
  await dialog.getByText('Choose at least one.').waitFor()
  await tabTo(page, dialog.getByRole('checkbox', { name: 'Read numbers' }))
  await page.keyboard.press('Space')
  await tabTo(page, dialog.getByRole('button', { name: 'Make the token' }))
  await page.keyboard.press('Enter')
  const secret = (await dialog.locator('.command').textContent())!
  expect(secret).toMatch(/^tm_\S{30,}$/)
  // What is shown once is not lost by a slip.
  await page.keyboard.press('Escape')
  await tabTo(page, dialog.getByRole('button', { name: 'Copy', exact: true }))
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate<string>('navigator.clipboard.readText()'), soon).toBe(secret)
  await tabTo(page, dialog.getByRole('button', { name: 'Done' }))
  await page.keyboard.press('Enter')

  const made = page.getByRole('row').filter({ hasText: markup })
  const cells = await made.locator('th, td').allInnerTexts()
  expect(cells[0]).toBe(`${markup}\n${secret.slice(0, 8)}…`)
  expect(cells.slice(1, 3)).toEqual(['Read numbers', 'not yet'])
  expect(cells[3]).toContain(dayIn(90))
  const asBearer = () => fetch(`${url()}/api/v1/panels`, { headers: { authorization: `Bearer ${secret}` } })
  expect((await asBearer()).status).toBe(200)
  await made.getByRole('button', { name: `Revoke ${markup}` }).click()
  await page
    .getByRole('dialog', { name: `Revoke “${markup}”?` })
    .getByRole('button', { name: 'Revoke' })
    .click()
  await made.waitFor({ state: 'detached' })
  expect((await asBearer()).status).toBe(401)
})

test('a token can end with a day, on the clock of the company, or never', async () => {
  const page = await at(owner, '/settings/tokens')
  const make = async (name: string, expiry: string, day?: string) => {
    await page.getByRole('button', { name: 'New token' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('checkbox', { name: 'Send events' }).check()
    await choose(page, 'Expires', expiry)
    if (day !== undefined) await dialog.getByLabel('Last day').fill(day)
    await dialog.getByRole('button', { name: 'Make the token' }).click()
    return dialog
  }
  const dialog = await make('Until New Year', 'At a date', '2020-12-31')
  await dialog.getByText('Choose a day in the future.').waitFor()
  await dialog.getByLabel('Last day').fill('2099-12-31')
  await dialog.getByRole('button', { name: 'Make the token' }).click()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await (await make('For ever', 'Never')).getByRole('button', { name: 'Done' }).click()
  const { tokens } = await get<{ tokens: { name: string; expiresAt: string | null }[] }>(owner, 'tokens')
  const ends = new Map(tokens.map(({ name, expiresAt }) => [name, expiresAt]))
  expect(ends.get('Until New Year')).toBe('2099-12-31T23:00:00.000Z')
  expect(ends.get('For ever')).toBeNull()
})

test('what the audit log of a later version says is shown as it is written, and a broken chain is told', async () => {
  const page = await tab(owner)
  const entry = {
    actor: 'robot:1',
    actorName: 'Robot',
    address: '',
    userAgent: '',
    hash: 'x',
    at: '2026-01-02T03:04:05Z',
  }
  const unknown = {
    ...entry,
    place: 7,
    action: 'rocket.launched',
    title: { en: 'rocket.launched', ru: 'rocket.launched' },
    subject: 'rocket:3',
    before: null,
    after: { fuel: 9 },
  }
  await page.route('**/api/v1/audit?*', (route) => route.fulfill({ json: { entries: [unknown], next: null } }))
  await page.route('**/api/v1/audit/check?*', (route) => route.fulfill({ json: { entries: 4, brokenAt: 5 } }))
  await page.goto('/platform/audit')
  const line = page.getByRole('listitem').filter({ hasText: 'rocket.launched' })
  expect(await line.innerText()).toContain('rocket:3')
  await line.locator('summary').click()
  expect(await line.getByRole('row').allInnerTexts()).toEqual(['Field\tAfter', 'fuel\t9'])
  await page.getByRole('button', { name: 'Check the chain' }).click()
  await page.getByText('The log is not whole. Entry 5 was changed').waitFor()
})

test('staff make a company, find it, and open it', async () => {
  const page = await at(owner, '/platform/companies')
  await page.getByRole('button', { name: 'New company' }).click()
  const dialog = page.getByRole('dialog', { name: 'New company' })
  await dialog.getByLabel('Name').fill(markup)
  await choose(page, 'Currency', 'USD · US Dollar')
  await choose(page, 'Time zone', 'Asia/Tokyo')
  await choose(page, 'Reseller', 'My company (1)')
  await dialog.getByRole('button', { name: 'Make the company' }).click()
  await page.getByText(`${markup} is company `).waitFor()
  await page.getByRole('textbox', { name: 'Search by name' }).fill('onerror')
  await expect.poll(() => page.getByRole('row').count(), soon).toBe(2)
  const cells = await page.getByRole('row').nth(1).locator('th, td').allInnerTexts()
  expect(cells.slice(0, 6)).toEqual([markup, expect.stringMatching(/^\d+$/), '1', 'USD', 'Asia/Tokyo', '0'])
  await page.getByRole('button', { name: `Open ${markup}` }).click()
  await page.waitForURL('**/notifications')
  await page.getByRole('button', { name: `Company: ${markup}` }).waitFor()
  expect(await company()).toMatchObject({ number: Number(cells[1]), parent: 1 })
  await page.getByRole('link', { name: 'Tokens' }).click()
  await page.getByText('There are no tokens yet.').waitFor()
  await put(owner, 'session', { company: 1 })
})

test('staff set the supplier and a logo, which is a picture of no more than 200 KB', async () => {
  const page = await at(owner, '/platform/settings')
  const file = page.getByLabel('Logo', { exact: true }).and(page.locator('input[type=file]'))
  await file.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') })
  await page.getByText('This is no PNG or JPEG.').waitFor()
  await file.setInputFiles({ name: 'big.png', mimeType: 'image/png', buffer: Buffer.alloc(300_000) })
  await page.getByText('This file has 293 KB').waitFor()
  await file.setInputFiles({ name: 'text.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await page.getByText('This file cannot be read as a picture.').waitFor()
  const picture = onePixel()
  await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: picture })
  await page.getByRole('img', { name: 'The logo, on light and on dark' }).waitFor()
  await field(page, 'Name of the product').fill('Acme Meter')
  await field(page, 'Legal name').fill('Acme Telecom')
  await choose(page, 'Country', 'Austria')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  const logo = `data:image/png;base64,${picture.toString('base64')}`
  expect(await get(owner, 'branding')).toMatchObject({ brandName: 'Acme Meter', logo })
  expect(await get(owner, 'platform')).toMatchObject({ supplierName: 'Acme Telecom', supplierCountry: 'AT' })

  // Another one of the staff was faster.
  await patch(owner, 'platform', { brandName: 'Theirs' })
  await field(page, 'Name of the product').fill('Ours')
  await page.getByRole('button', { name: 'Remove the logo' }).click()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save the chosen values' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await get(owner, 'branding')).toMatchObject({ brandName: 'Ours', logo: null })
  await patch(owner, 'platform', { brandName: null })
})

test('who may not is told what is missing and whom to ask', async () => {
  const page = await at(analyst, '/notifications')
  await page.getByText('Sending needs a token: ask an owner to make one.').waitFor()
  expect(await page.getByRole('button', { name: 'Make a token' }).count()).toBe(0)
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Tokens' }).count()).toBe(0)
  for (const path of ['company', 'people', 'tokens', 'audit']) {
    await page.goto(`/settings/${path}`)
    await page.getByRole('heading', { name: 'This page is for owners' }).waitFor()
    await page.getByText('Your role in My company is “Analyst”.').waitFor()
  }
  for (const path of ['companies', 'settings', 'audit']) {
    await page.goto(`/platform/${path}`)
    await page.getByRole('heading', { name: 'This page is for platform staff' }).waitFor()
  }
})

const pages = {
  '/settings/company': 'form',
  '/settings/people': '.records',
  '/settings/tokens': '.records',
  '/settings/audit': '.audit',
  '/platform/companies': '.records',
  '/platform/settings': 'form',
  '/platform/audit': '.audit',
}
const dialogs = {
  '/settings/people': /^(Invite a person|Пригласить)$/,
  '/settings/tokens': /^(New token|Новый токен)$/,
  '/platform/companies': /^(New company|Новая компания)$/,
}

test.each(
  sampled(
    [
      ['English and light', { language: 'en', theme: 'light' }],
      ['Russian and dark, on a phone', { language: 'ru', theme: 'dark', width: 360, height: 740 }],
    ] as const,
    1,
  ),
)('axe finds nothing serious, and nothing is wider than the screen, in %s', async (_title, tastes) => {
  const person = await signedIn(tastes)
  const page = await tab(person)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const look = async (state: string, part?: string) => {
    expect(await seriousFindings(page, part), state).toEqual([])
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'), state).toBe(0)
  }
  for (const [path, shown] of Object.entries(pages)) {
    await page.goto(path)
    await page.locator(`main ${shown}`).first().waitFor()
    const summary = page.locator('summary').first()
    if (await summary.isVisible()) await summary.click()
    await look(path)
    const opener = dialogs[path as keyof typeof dialogs]
    if (opener === undefined) continue
    await page.getByRole('button', { name: opener }).click()
    await page.getByRole('dialog').waitFor()
    await look(`the dialog of ${path}`, '[role=dialog]')
  }
  await person.close()
})

test('the audit log tells who changed what, is searched, goes on, and leaves as a file', async () => {
  // As many acts as do not stand on one page.
  for (let days = 1; days <= 205; days++) await patch(owner, 'company', { retentionDays: days })
  await patch(owner, 'company', { city: 'Dresden', zone: 'Europe/Vienna' })
  const { token } = await post<{ token: string }>(owner, 'tokens', { name: 'Nightly sync', scopes: ['admin'] })
  const byToken = await fetch(`${url()}/api/v1/company`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ zone }),
  })
  expect(byToken.status).toBe(200)
  const page = await at(owner, '/settings/audit')
  const entries = card(page, 'Entries, newest first').getByRole('listitem')
  await expect.poll(() => entries.count(), soon).toBe(200)
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect.poll(() => entries.count(), soon).toBeGreaterThan(220)
  await entries.first().getByText('Nightly sync', { exact: true }).waitFor()
  await entries.nth(2).locator('summary').click()
  const changes = await entries.nth(2).getByRole('row').allInnerTexts()
  expect(changes).toEqual(['Field\tBefore\tAfter', 'City\tHamburg\tDresden', `Time zone\t${zone}\tEurope/Vienna`])
  await entries.nth(2).getByText('127.0.0.1').last().waitFor()

  await page.getByRole('textbox', { name: 'Search' }).fill('token.revoked')
  await expect.poll(() => entries.count(), soon).toBe(1)
  expect(await entries.first().innerText()).toContain(`Token revoked ${markup}`)
  expect(new URL(page.url()).search).toBe('?q=token.revoked')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export as CSV' }).click(),
  ])
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('token.revoked')

  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await page.getByRole('button', { name: 'Period: Any time' }).click()
  await page.getByRole('button', { name: 'Yesterday' }).click()
  await page.getByText('Nothing passes the search and the period.').waitFor()
  expect(new URL(page.url()).search).toBe('?period=yesterday')
  await page.getByRole('button', { name: 'Any time' }).click()
  await expect.poll(() => entries.count(), soon).toBeGreaterThan(199)

  await page.getByRole('button', { name: 'Check the chain' }).click()
  const { entries: written } = await get<{ entries: number }>(owner, 'audit/check')
  await page.getByText(`The log is whole: all ${written} entries are as they were written.`).waitFor()
})

/** A tab of a person at a path, once the page is there. */
async function at(person: BrowserContext, path: string): Promise<Page> {
  const page = await tab(person)
  await page.goto(path)
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  return page
}

function field(page: Page, label: string): Locator {
  return page.getByRole('textbox', { name: label, exact: true })
}

/** Chooses one of a list, which may have to be searched. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  const input = page.getByRole('combobox', { name: label })
  await input.click()
  if ((await input.getAttribute('readonly')) === null) await input.fill(option)
  await page.getByRole('option', { name: option, exact: true }).click()
}

function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ hasText: name })
}

async function setRole(page: Page, name: string, role: string): Promise<void> {
  await row(page, name)
    .getByRole('button', { name: /^Role of / })
    .click()
  await page.getByRole('menuitemradio', { name: role }).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
}

function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.id')
}

async function newCompany(name: string): Promise<number> {
  const body = { name, zone, currency: 'EUR', language: 'en' }
  return (await post<{ number: number }>(owner, 'companies', body)).number
}

const company = () => get<Record<string, unknown>>(owner, 'company')

async function roleOf(email: string): Promise<string | undefined> {
  const { people } = await get<{ people: { email: string; role: string }[] }>(owner, 'people')
  return people.find((person) => person.email === email)?.role
}

const get = <Answer>(person: BrowserContext, path: string) => call<Answer>(person, 'GET', path)
const post = <Answer>(person: BrowserContext, path: string, data: unknown) => call<Answer>(person, 'POST', path, data)
const put = (person: BrowserContext, path: string, data: unknown) => call(person, 'PUT', path, data)
const patch = (person: BrowserContext, path: string, data: unknown) => call(person, 'PATCH', path, data)

/** The day so many days from now, by the company's calendar. */
function dayIn(days: number): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone } as const
  return new Intl.DateTimeFormat('en-GB', options).format(Date.now() + days * 86_400_000)
}

/** A PNG of one pixel. */
function onePixel(): Buffer {
  const base64 = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  return Buffer.from(base64, 'base64')
}
