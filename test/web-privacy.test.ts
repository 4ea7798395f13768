import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cloudEvent } from './model.ts'
import { folded, urlOf, workplace } from './serving.ts'
import { newPerson, newVisit, openBrowser, seriousFindings } from './visitor.ts'

/** An owner finds a person, saves what is known of them, and forgets them, with the browser. */

// A browser on a busy machine is slow; how fast the pages are is measured elsewhere.
vi.setConfig({ testTimeout: 90_000 })

const ann = { email: 'ann@example.com', password: 'a-password-of-the-privacy-tests' }
const token = 'token-of-the-privacy-page-test'
const phone = '+491760000051'
const place = workplace('web-privacy', 'made')
let browser: Browser
let url: string
let owner: BrowserContext

beforeAll(async () => {
  const settings = {
    TALKMETER_LOG_LEVEL: 'error',
    TALKMETER_INIT_ADMIN_EMAIL: ann.email,
    TALKMETER_INIT_ADMIN_PASSWORD: ann.password,
    TALKMETER_INIT_TOKEN: token,
  }
  ;[url, browser] = await Promise.all([urlOf(place.talkmeter(['serve'], settings)), openBrowser()])
  const event = { source: 's', time: Date.now() - 60_000, channel: 'sms', status: 'delivered' }
  const events = [1, 2, 3].map((n) =>
    cloudEvent({ ...event, id: `e${n}`, message: `m${n}`, texts: { to: n < 3 ? phone : '+491760000052' } }),
  )
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) })
  await folded(url)
  owner = await signedIn('en')
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await place.clear()
})

async function signedIn(language: 'en' | 'ru', width = 1440): Promise<BrowserContext> {
  const person = await newPerson(browser, url, { language, width })
  expect((await person.request.post('/api/v1/session', { data: ann })).status()).toBe(200)
  return person
}

test('a person is found, what is known is saved, and they are forgotten with a proof', async () => {
  const { page, complaints } = await newVisit(owner)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto('/settings/privacy')
  await page.getByRole('link', { name: 'Privacy' }).waitFor()
  await page.getByText('Nobody was forgotten so far.').waitFor()
  await page.getByLabel('Phone number or address').fill('0049 176 0000051')
  await page.getByRole('button', { name: 'Find', exact: true }).click()
  await page.getByText('+4917••••••51').waitFor()
  const known = page.locator('.facts')
  await expect.poll(() => known.innerText(), { timeout: 20_000 }).toMatch(/Messages\n2\n[\s\S]*Channels\nSMS/)
  expect(await seriousFindings(page)).toEqual([])

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save what is known' }).click()
  const file = await saving
  expect(file.suggestedFilename()).toBe('person.json')
  expect(JSON.parse(readFileSync(await file.path(), 'utf8'))).toMatchObject({ messages: [{}, {}], refusedEvents: [] })

  await page.getByRole('button', { name: 'Forget this person…' }).click()
  const question = page.getByRole('region', { name: 'Forget this person for ever?' })
  await question.getByRole('button', { name: 'Forget for ever' }).click()
  await question.getByText('Fill this in.').waitFor()
  await question.getByLabel('Reason').fill(`letter of ${phone}`)
  await question.getByRole('button', { name: 'Forget for ever' }).click()
  await question.getByText('Say why, not whom: the reason').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await question.getByLabel('Reason').fill('Asked for by letter')
  await question.getByRole('button', { name: 'Forget for ever' }).click()
  await page.getByText('A search of everything afterwards found nothing.').waitFor()
  const row = page.getByRole('row', { name: /Asked for by letter/ })
  await row.waitFor()
  expect((await row.innerText()).split(/\s+/).slice(-6)).toEqual(['2', '0', '0', '0', '1', '0'])
  expect(await seriousFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Find', exact: true }).click()
  await page.getByText('No message was sent to this address').waitFor()
  expect(asked.filter((address) => /0000051/.test(decodeURIComponent(address)))).toEqual([])
  expect(page.url()).toBe(new URL('/settings/privacy', page.url()).href)
  expect(complaints.filter((text) => !/status of 422/.test(text))).toEqual([])
  await page.close()
})

test('in Russian, on a phone, nothing is wider than the page', async () => {
  const person = await signedIn('ru', 390)
  const { page } = await newVisit(person)
  await page.goto('/settings/privacy')
  await page.getByText('Asked for by letter').waitFor()
  await page.getByLabel('Телефон или адрес').fill('+491760000052')
  await page.getByRole('button', { name: 'Найти', exact: true }).click()
  await page.getByText('+4917••••••52').waitFor()
  await page.getByRole('button', { name: 'Забыть этого человека…' }).click()
  await page.getByText('Забыть этого человека навсегда?').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(await seriousFindings(page)).toEqual([])
  await person.close()
})
