import type { BrowserContext } from 'playwright-core'
import { expect, test } from 'vitest'
import { folded } from './serving.ts'
import { newPerson, seriousFindings } from './visitor.ts'
import { card, expectRussian } from './web-page.ts'
import { soon, webScene } from './web-scene.ts'

/** Owner of the first company and platform staff, who sees money; and an analyst, who does not. */
let owner: BrowserContext
let finance: BrowserContext
let analyst: BrowserContext

const { at, browser, call, joined, url } = webScene(
  'web-money',
  { TALKMETER_CHARGE_EVERY_SECONDS: '1' },
  async (scene) => {
    owner = scene.owner()
    finance = await joined({ role: 'finance' })
    analyst = await joined({ role: 'analyst' })
    const rates = [
      { service: 'sms', price: '0.05' },
      { service: 'call', price: '0.12', increments: '60/60' },
    ]
    await call(owner, 'POST', 'tariffs/0-0-EUR/versions', { validFrom: '2026-01-01T00:00:00Z', rates })
    const { token } = await call<{ token: string }>(owner, 'POST', 'tokens', { name: 'feed', scopes: ['ingest'] })
    const body = events()
      .map((event) => JSON.stringify(event))
      .join('\n')
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
    await fetch(`${url()}/api/v1/events`, { method: 'POST', headers, body })
    await folded(url())
  },
)

/** Of the last minutes: three text messages of nine parts, a call that lasted a minute and a second, two without a price. */
function events(): object[] {
  const time = new Date(Date.now() - 60_000).toISOString()
  const event = (type: string, subject: string, data: object) => {
    return { specversion: '1.0', source: 'test', type, subject, id: subject, time, data }
  }
  const talked = { answeredAt: time, billedSeconds: 61, endedAt: new Date().toISOString() }
  return [
    ...[2, 3, 4].map((parts) => event('message.status', `m${parts}`, { channel: 'sms', status: 'delivered', parts })),
    event('call.status', 'c1', {
      status: 'ended',
      outcome: 'answered',
      startedAt: time,
      to: '+4915112345678',
      ...talked,
    }),
    ...[1, 2].map((n) => event('message.status', `p${n}`, { channel: 'push', status: 'delivered' })),
  ]
}

test('the balance is in the bar at the top, says until when it counts, and leads on', async () => {
  await charged()
  const page = await at(finance, '/notifications')
  const balance = page.getByRole('button', { name: /^Balance/ })
  await expect.poll(() => balance.textContent(), soon).toContain('-€0.69')
  await balance.click()
  const menu = page.getByRole('dialog', { name: 'Balance' })
  await menu.getByText(/^Usage until \d\d:\d\d is counted$/).waitFor()
  expect(await menu.getByRole('link').allTextContents()).toEqual([
    'Charges',
    'Create invoice',
    'Account detail',
    'Low-balance notice',
  ])
  expect(await seriousFindings(page)).toEqual([])
  await menu.getByRole('link', { name: 'Account detail' }).click()
  await page.getByText('There are no deposits yet').waitFor()
  await page.getByRole('button', { name: /^Balance/ }).click()
  await menu.getByRole('link', { name: 'Charges' }).click()
  await page.waitForURL('**/charges')
})

test('a charge opens to its events and its postings, and an event to what was sent', async () => {
  await charged()
  const page = await at(finance, '/charges')
  await page.getByRole('region', { name: 'Some of what was used has no price' }).getByText('Push 2').waitFor()
  const table = card(page, 'By day and service').locator('tbody')
  expect(await table.locator('tr').first().locator('td').allTextContents()).toEqual(['€0.45', '€0.24', '€0.69'])
  expect(await seriousFindings(page)).toEqual([])
  await table.getByRole('button', { name: /^SMS, .*: €0\.45/ }).click()
  const drawer = page.getByRole('dialog', { name: /^SMS/ })
  await drawer.locator('tbody tr').waitFor()
  expect(await drawer.locator('tbody td').allTextContents()).toEqual([
    expect.stringMatching(/^SMS/),
    '€0.05 a part',
    '3',
    '9 parts',
    '€0.45',
  ])
  await drawer.getByRole('button', { name: 'SMS', exact: true }).click()
  await drawer.getByText('3 of 3 shown. Together they come to exactly this charge.').waitFor()
  await expect.poll(() => drawer.locator('.charge-postings li').count(), soon).toBeGreaterThan(0)
  const amounts = await drawer.locator('tbody tr td:last-child').allTextContents()
  expect(amounts.toSorted()).toEqual(['€0.10', '€0.15', '€0.20'])
  expect(await seriousFindings(page)).toEqual([])
  await drawer.getByRole('button', { name: 'm4' }).click()
  await drawer.getByRole('heading', { name: 'm4' }).waitFor()
  await drawer.getByText('Delivered').first().waitFor()
  await drawer.getByRole('button', { name: 'Back to the charge' }).click()
  await drawer.getByRole('button', { name: 'Back to the charges' }).click()
  await drawer.getByRole('button', { name: 'SMS', exact: true }).waitFor()
})

test('who has no billing sees no balance, and is told whom to ask', async () => {
  const page = await at(analyst, '/charges')
  await page.getByText('This page is for owners and finance').waitFor()
  expect(await page.getByRole('button', { name: /^Balance/ }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Charges' }).count()).toBe(0)
})

test('the notice of a low balance is set, says what is wrong, and shows the secret of its webhook once', async () => {
  const page = await at(finance, '/settings/low-balance')
  const field = (name: string) => page.getByRole('textbox', { name })
  const save = page.getByRole('button', { name: 'Save changes' })
  await page.getByText('This installation has no mail server yet.').waitFor()
  await field('When the balance falls below').fill('much')
  await save.click()
  await page.getByText('Write an amount such as 100').waitFor()
  await field('When the balance falls below').fill('99,5')
  await field('Address of the webhook').fill('http://example.com/hooks')
  await save.click()
  await page.getByText('It must start with https://').waitFor()
  await field('Address of the webhook').fill('https://example.com/hooks')
  await save.click()
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await page.locator('.secret pre').textContent()).toMatch(/^whsec_/)
  expect(await call(owner, 'GET', 'notices/low-balance')).toMatchObject({ threshold: '99.50', isOn: false })
  expect(await seriousFindings(page)).toEqual([])
  await page.reload()
  await page.getByRole('button', { name: 'Make a new secret' }).waitFor()
  expect(await page.locator('.secret').count()).toBe(0)
})

test('staff see what companies pay', async () => {
  await charged()
  const page = await at(owner, '/platform/charges')
  const row = card(page, 'Charges of companies').locator('tbody tr')
  await expect.poll(() => row.count(), soon).toBe(1)
  expect(await row.first().textContent()).toContain('My company')
  expect(await row.first().locator('td').first().textContent()).toBe('€0.69')
  expect(await row.first().textContent()).toContain('2 without a price')
  expect(await seriousFindings(page)).toEqual([])
})

test('in Russian on a phone no word is left in English', async () => {
  const session = await finance.storageState()
  const russian = await newPerson(browser(), url(), { language: 'ru', theme: 'dark', width: 390, height: 844, session })
  for (const path of ['/charges', '/settings/low-balance']) {
    const page = await at(russian, path)
    await page.locator('.charges, .settings-form').first().waitFor()
    await expectRussian(page, /^(EUR|TALKMETER_SMTP_URL\.?|JSON|CSV|e-mail|https|example\.com.*|\/\/.*|finance.*)$/)
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  }
  await russian.close()
})

/** Waits until what was used is charged. */
async function charged(): Promise<void> {
  await expect.poll(() => call(owner, 'GET', 'balance'), soon).toMatchObject({ amount: '-0.69' })
}
