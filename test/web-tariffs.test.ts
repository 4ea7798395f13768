import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { folded, urlOf, workplace } from './serving.ts'
import { newPerson, newVisit, openBrowser, seriousFindings } from './visitor.ts'
import type { Tastes } from './visitor.ts'

// A browser on a busy machine is slow; how fast the pages are is measured elsewhere.
vi.setConfig({ testTimeout: 90_000 })

const zone = 'Europe/Berlin'
const ann = { email: 'ann@example.com', password: 'a-password-of-the-tariff-tests' }
const place = workplace('web-tariffs', 'made')
let browser: Browser
let url: string
/** Owner of the first company, and platform staff. */
let owner: BrowserContext

beforeAll(async () => {
  const settings = {
    TZ: zone,
    TALKMETER_LOG_LEVEL: 'error',
    TALKMETER_INIT_ADMIN_EMAIL: ann.email,
    TALKMETER_INIT_ADMIN_PASSWORD: ann.password,
  }
  ;[url, browser] = await Promise.all([urlOf(place.talkmeter(['serve'], settings)), openBrowser()])
  owner = await newPerson(browser, url)
  await owner.request.post(`${url}/api/v1/session`, { data: ann, failOnStatusCode: true })
}, 90_000)

afterAll(async () => {
  await browser?.close()
  await place.clear()
})

test('staff make prices, see what changes before it does, import a file, compare and withdraw', async () => {
  const { page, complaints } = await newVisit(owner)
  await page.goto('/tariffs')
  await page.getByText('There are no prices yet.').waitFor()
  await page.getByRole('button', { name: 'Make prices' }).click()
  await addPrice(page, '0,0725')
  await page.getByText('Write a decimal point, no comma').waitFor()
  await page.getByRole('textbox', { name: /^Price of a part/ }).fill('0.0725')
  await page.getByRole('button', { name: 'Take it over' }).click()
  await page.getByRole('row', { name: /SMS · All others.* €0\.0725 a part/ }).waitFor()
  await page.getByLabel('Valid from').fill('2026-03-01')
  await page.getByLabel('Time').fill('930')
  await page.getByLabel('Note').fill('Prices of spring')
  await seeAndMake(page, /1 new/)
  await page.getByText('In force since 1 Mar 2026, 09:30, Europe/Berlin').waitFor()

  // The next version begins with these prices.
  await page.getByRole('button', { name: 'Change prices' }).click()
  await page.getByRole('button', { name: 'Edit All others' }).click()
  await page.getByRole('textbox', { name: /^Price of a part/ }).fill('0.08')
  await page.getByRole('button', { name: 'Take it over' }).click()
  await page.getByRole('row', { name: /All others changed €0\.0725 a part €0\.08 a part/ }).waitFor()
  await page.getByLabel('Valid from').fill('2030-01-01')
  await seeAndMake(page, /1 changed/)
  await page.getByText('Coming: valid from 1 Jan 2030, 00:00').waitFor()

  await page.getByRole('button', { name: 'Import' }).click()
  await chooseFile(page, 'service,network,price\nsms,26201,"0,07"\nsms,Vodafone,0.07\n')
  const faults = page.getByRole('table', { name: 'Faults of the file' })
  await faults.getByRole('row', { name: /2 price Write a decimal point/ }).waitFor()
  await faults.getByRole('row', { name: /3 network Write the MCC and MNC/ }).waitFor()
  await page.getByRole('button', { name: 'Back' }).click()
  await chooseFile(page, 'service,network,price\nsms,,0.0725\nsms,262-01,0.07\n')
  await page.getByText('2 rows were read without a fault.').waitFor()
  await page.getByRole('row', { name: /SMS · Network 262 01 new — €0\.07 a part/ }).waitFor()
  await page.getByRole('button', { name: 'Make this version' }).click()
  await page.getByRole('row', { name: /Network 262 01 €0\.07 a part/ }).waitFor()

  const versions = page.getByRole('table', { name: 'Versions' })
  await versions.getByRole('button', { name: 'Compare the version from 1 Jan 2030, 00:00' }).click()
  const compared = page.getByRole('dialog', { name: /^What the version from 1 Jan 2030/ })
  await compared.getByRole('row', { name: /SMS · Network 262 01 removed/ }).waitFor()
  await page.keyboard.press('Escape')
  await versions.getByRole('button', { name: 'Withdraw the version from 1 Jan 2030, 00:00' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
  await versions.getByRole('row', { name: /1 Jan 2030, 00:00 withdrawn/ }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  // The browser itself tells of what was refused.
  expect(complaints.filter((text) => !/status of 422/.test(text))).toEqual([])
  await page.close()
})

test('what a month would cost by another version stands beside what it costs, and staff see that all numbers are one', async () => {
  const { token } = (await (
    await owner.request.post(`${url}/api/v1/tokens`, { data: { name: 'send', scopes: ['ingest'] } })
  ).json()) as { token: string }
  const lines = Array.from({ length: 10 }, (_, at) =>
    JSON.stringify({
      specversion: '1.0',
      source: 'test',
      type: 'message.status',
      subject: `m${at}`,
      id: String(at),
      data: { channel: 'sms', status: 'delivered', network: '26202' },
    }),
  )
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  const sent = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: lines.join('\n') })
  expect(sent.status).toBe(200)
  await folded(url)
  const later = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
  const made = await owner.request.post(`${url}/api/v1/tariffs/0-0-EUR/versions`, {
    data: { validFrom: `${later}T00:00:00Z`, ownPrices: 'first', note: '', rates: [{ service: 'sms', price: '0.05' }] },
  })
  expect([made.status(), await made.text()]).toEqual([201, expect.any(String)])
  const { page, complaints } = await newVisit(owner)
  await page.goto('/tariffs')
  await page
    .getByRole('table', { name: 'Versions' })
    .getByRole('row', { name: /coming/ })
    .getByRole('button', { name: /^What if/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog', { name: /^What if/ })
  await dialog.getByRole('row', { name: /SMS €0\.7\d €0\.50 -€0\.2\d/ }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.goto('/platform/proof')
  await page.getByRole('button', { name: 'Check all companies' }).click()
  await page.getByText(/numbers were compared: each is one everywhere/).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  expect(complaints).toEqual([])
  await page.close()
})

test('finance reads what the company pays and changes nothing; an analyst is told whom to ask', async () => {
  const finance = await joined('finance', { language: 'ru', theme: 'dark', width: 390 })
  const { page, complaints } = await newVisit(finance)
  await page.goto('/tariffs')
  await page.getByText('0,0725 € за часть').waitFor()
  expect(await page.getByRole('button', { name: /Изменить|Импорт|Отозвать/ }).count()).toBe(0)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  expect(await seriousFindings(page)).toEqual([])
  expect(complaints).toEqual([])
  const analyst = await joined('analyst')
  const other = await newVisit(analyst)
  await other.page.goto('/tariffs')
  await other.page.getByText('This page is for owners and finance').waitFor()
  expect(await other.page.getByRole('link', { name: 'Tariffs' }).count()).toBe(0)
})

async function addPrice(page: Page, price: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a price' }).click()
  await page.getByRole('textbox', { name: /^Price of a part/ }).fill(price)
  await page.getByRole('button', { name: 'Take it over' }).click()
}

async function seeAndMake(page: Page, counts: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'See what changes' }).click()
  const told = page.getByRole('dialog', { name: 'What changes' })
  await told.getByText(counts).first().waitFor()
  await told.getByRole('button', { name: 'Make this version' }).click()
  await told.waitFor({ state: 'detached' })
}

async function chooseFile(page: Page, text: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByLabel('File', { exact: true }).click(),
  ])
  await chooser.setFiles({ name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Check the file' }).click()
}

async function joined(role: string, tastes: Tastes = {}): Promise<BrowserContext> {
  const invited = await owner.request.post(`${url}/api/v1/invitations`, {
    data: { email: `${role}@example.com`, role },
  })
  const { link } = (await invited.json()) as { link: string }
  const person = await newPerson(browser, url, tastes)
  const accepting = { secret: link.split('#')[1], name: role, password: 'words of somebody who joins' }
  const answer = await person.request.post(`${url}/api/v1/invitations/accept`, { data: accepting })
  expect(answer.status()).toBeLessThan(300)
  return person
}
