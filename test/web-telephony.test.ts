import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { folded, urlOf, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'
import { newPerson, newVisit, openBrowser, seriousFindings } from './visitor.ts'
import type { Tastes, Visit } from './visitor.ts'
import { card, expectRussian, settled, tableOf } from './web-page.ts'

// A browser on a busy machine is slow; how fast the pages are is measured elsewhere.
vi.setConfig({ testTimeout: 90_000 })

const soon = { timeout: 30_000 }
const email = 'ann@example.com'
const password = 'a-password-of-the-web-tests'
const token = 'a-token-of-the-web-tests'
const settings = {
  TZ: 'Europe/Berlin',
  TALKMETER_LOG_LEVEL: 'error',
  TALKMETER_INIT_ADMIN_EMAIL: email,
  TALKMETER_INIT_ADMIN_PASSWORD: password,
  TALKMETER_INIT_TOKEN: token,
  TALKMETER_GRAFANA_URL: 'https://grafana.example.com/',
}
const hostile = '<img src=x onerror=document.title="run">'
const minute = 60_000
let ids = 0

function at(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

/** A call told whole, so many minutes ago. */
function call(minutesAgo: number, data: Record<string, unknown>, seconds = 42) {
  ids++
  const startedAt = Date.now() - minutesAgo * minute
  const isAnswered = data['outcome'] === 'answered'
  return {
    specversion: '1.0',
    id: `c${ids}`,
    source: '/switch',
    type: 'call.status',
    subject: `call-${ids}`,
    time: at(startedAt),
    data: {
      status: 'ended',
      startedAt: at(startedAt),
      endedAt: at(startedAt + 1000 * seconds),
      ...(isAnswered ? { answeredAt: at(startedAt), billedSeconds: seconds } : {}),
      direction: 'outbound',
      trunk: 'north',
      trunkLimit: 5,
      to: `+4930555${1000 + (ids % 7)}`,
      from: '+49301000',
      ...data,
    },
  }
}

/** Who has the same tastes is the same person, with a warm cache. */
const people = new Map<string, BrowserContext>()
const visits: Visit[] = []
let place: Workplace
let browser: Browser
let url: string
let session: NonNullable<Tastes['session']>

beforeAll(async () => {
  place = workplace('web-telephony', 'made')
  ;[url, browser] = await Promise.all([urlOf(place.talkmeter(['serve'], settings)), openBrowser()])
  const bot = { id: 'debts', name: 'Debts' }
  await post([
    ...Array.from({ length: 6 }, () => call(3, { outcome: 'answered', bot, evaluation: 'goal-reached' })),
    ...Array.from({ length: 2 }, () => call(4, { outcome: 'answered', operator: { id: '7' }, trunk: hostile }, 200)),
    call(5, { outcome: 'busy', bot, trunk: '__proto__' }),
    ...Array.from({ length: 3 }, () => call(25, { outcome: 'no-answer' })),
    call(2 * 1440, { outcome: 'answered', bot, evaluation: 'our own word' }, 700),
  ])
  await folded(url)
  const person = await newPerson(browser, url)
  const signedIn = await person.request.post('/api/v1/session', { data: { email, password } })
  if (!signedIn.ok()) throw new Error(`not signed in: ${signedIn.status()}`)
  session = await person.storageState()
  await person.close()
}, 60_000)

afterEach(async () => {
  const past = visits.splice(0)
  // A page that nobody looks at would go on asking for news.
  for (const { page } of past) await page.close()
  const complaints = past.flatMap((visit) => visit.complaints)
  if (complaints.length > 0) throw new Error(`The browser complains:\n${complaints.join('\n')}`)
})

afterAll(async () => {
  await browser?.close()
  await place.clear()
})

async function post(some: readonly object[]): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  const body = some.map((one) => JSON.stringify(one)).join('\n')
  const response = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body })
  expect(await response.json()).toMatchObject({ accepted: some.length, rejected: [] })
}

async function arrive(tastes: Tastes = {}): Promise<Page> {
  const name = JSON.stringify(tastes)
  const person = people.get(name) ?? (await newPerson(browser, url, { ...tastes, session }))
  people.set(name, person)
  const visit = await newVisit(person)
  visits.push(visit)
  await visit.page.goto('/telephony')
  await settled(visit.page)
  return visit.page
}

const last15 = 'Calls by status, last 15 minutes'

test('panels that follow the clock show a call without a reload, and say when they were read', async () => {
  const page = await arrive()
  const { rows } = await tableOf(page, last15)
  expect(rows.map(({ head, cells }) => [head, cells[0]])).toEqual(
    expect.arrayContaining([
      ['Answered', '8'],
      ['Busy', '1'],
      ['No answer', '0'],
    ]),
  )
  const reading = card(page, last15).locator('.reading')
  await expect.poll(() => reading.textContent(), soon).toMatch(/^Read at \d\d:\d\d:\d\d$/)
  const before = await reading.textContent()
  await post([call(1, { outcome: 'answered' })])
  await folded(url)
  await expect.poll(() => card(page, last15).locator('tbody').textContent(), soon).toContain('Answered9')
  expect(await reading.textContent()).not.toBe(before)
  // The panel of the page's own period has its own pace; the half hour holds what the quarter does not.
  const half = await tableOf(page, 'Calls by status, last 30 minutes')
  expect(half.rows.find(({ head }) => head === 'No answer')!.cells[0]).toBe('3')
})

test('a page that is hidden asks for nothing, and at once when it is seen again', async () => {
  const page = await arrive()
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/pages/telephony')) asked.push(request.url())
  })
  const see = (state: 'hidden' | 'visible') =>
    page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'))`)
  await expect.poll(() => asked.length, soon).toBeGreaterThan(0)
  await see('hidden')
  await page.waitForTimeout(500)
  asked.splice(0)
  await page.waitForTimeout(7000)
  expect(asked).toEqual([])
  await see('visible')
  await expect.poll(() => asked.length, { timeout: 3000 }).toBeGreaterThan(0)
})

test('a number opens to its calls, and a call to its events; names are text', async () => {
  const page = await arrive()
  await tableOf(page, last15)
  const row = card(page, last15).getByRole('row', { name: /^Busy/ })
  await row.getByRole('button').click()
  const drawer = page.getByRole('dialog')
  expect(await drawer.getByTestId('rows-total').textContent()).toBe('1 call')
  expect(await drawer.locator('tbody').textContent()).toMatch(/\+49.*•/)
  await drawer.getByTitle('Show this call').click()
  await drawer.locator('.history-facts').waitFor()
  expect(await drawer.locator('.history').textContent()).toContain('Ended')
  await page.keyboard.press('Escape')
  const cps = await tableOf(page, 'Trunking level CPS')
  expect(cps.rows.map(({ head }) => head)).toContain(hostile)
  expect(await page.title()).not.toBe('run')
  // What all objects are made of is as it was.
  expect(
    await page.evaluate('(() => { const all = []; for (const name in {}) all.push(name); return all })()'),
  ).toEqual([])
  const evaluation = await tableOf(page, 'Evaluation of the bot’s work')
  expect(evaluation.rows.map(({ head, cells }) => [head, cells[0]])).toEqual(
    expect.arrayContaining([
      ['Goal reached', '6'],
      ['our own word', '1'],
    ]),
  )
})

test('a filter can keep what has no bot', async () => {
  const page = await arrive()
  await page.getByRole('button', { name: 'Bot script: All bot scripts' }).click()
  await page.getByRole('checkbox', { name: 'Not told' }).check()
  await page.keyboard.press('Escape')
  const half = 'Calls by status, last 30 minutes'
  await tableOf(page, half)
  const row = (name: RegExp) => card(page, half).getByRole('row', { name }).textContent()
  await expect.poll(() => row(/^Busy/), soon).toMatch(/^Busy0/)
  expect(await row(/^No answer/)).toMatch(/^No answer3/)
  expect(new URL(page.url()).searchParams.getAll('bot')).toEqual([''])
})

test('a filter that a panel does not know is said in its card, and left out of its list', async () => {
  const page = await arrive()
  await page.getByRole('button', { name: 'Bot script: All bot scripts' }).click()
  await page.getByRole('checkbox', { name: 'Not told' }).check()
  await page.keyboard.press('Escape')
  const cps = card(page, 'Trunking level CPS')
  await expect.poll(() => cps.textContent(), soon).toContain('Not filtered here by: Bot script')
  await cps.locator('.card-head button').last().click()
  await page.getByRole('menuitem', { name: /^Show the attempts/ }).click()
  const drawer = page.getByRole('dialog')
  await expect.poll(() => drawer.getByTestId('rows-total').textContent(), soon).toMatch(/^\d+ attempts$/)
})

test('a click beside a line opens what the line has there', async () => {
  const page = await arrive()
  const asr = card(page, 'Answer-seizure ratio (ASR)')
  await asr.locator('.plot').first().scrollIntoViewIfNeeded()
  const plot = asr.locator('canvas').first()
  const { width, height } = (await plot.boundingBox())!
  const drawer = page.getByRole('dialog')
  // The last hours have calls; which step that is depends on the time of day.
  for (let x = width - 11; x > width * 0.8 && !(await drawer.isVisible()); x -= 2) {
    await plot.click({ position: { x, y: height / 2 } })
  }
  await expect.poll(() => drawer.getByTestId('rows-total').textContent(), soon).toMatch(/^\d+ calls?$/)
})

test('the sum in the middle of a ring opens all that it counts, and nothing where only some words are left', async () => {
  const page = await arrive()
  let ring = card(page, 'Evaluation of the bot’s work')
  const [, total] = /(\d+)/.exec((await ring.locator('.plot').getAttribute('aria-label'))!)!
  const cursor = async () => {
    await ring.locator('canvas').hover({ position: { x: 2, y: 2 } })
    await ring.locator('canvas').hover()
    return ring
      .locator('.plot div')
      .first()
      .evaluate((element) => element.style.cursor)
  }
  // It is drawn a little after it is there.
  await expect.poll(cursor, soon).toBe('pointer')
  await expect.poll(() => page.locator('.plot-tooltip').allInnerTexts(), soon).toContainEqual(`Total\n${total}`)
  await ring.locator('canvas').click()
  const drawer = page.getByRole('dialog')
  await expect.poll(() => drawer.getByTestId('rows-total').textContent(), soon).toBe(`${total} calls`)
  expect([...new URL(page.url()).searchParams.keys()].filter((name) => name.startsWith('at.'))).toEqual([])
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })

  const leaveOut = (name: RegExp) => ring.getByRole('button', { name }).click({ modifiers: ['Shift'] })
  await leaveOut(/^Goal reached/)
  // The word that is left is the sum.
  await expect.poll(cursor, soon).toBe('pointer')
  await ring.locator('canvas').click()
  await expect.poll(() => drawer.getByTestId('rows-total').textContent(), soon).toBe('1 call')
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })

  ring = card(page, 'Calls by duration, last 60 minutes')
  await leaveOut(/^Not answered/)
  await expect.poll(cursor, soon).toBe('default')
  await ring.locator('canvas').click()
  expect(new URL(page.url()).searchParams.get('rows')).toBeNull()
})

test.each([
  { theme: 'light', language: 'en', width: 1440 },
  { theme: 'dark', language: 'ru', width: 390 },
] as const)('the page is whole in $theme, $language, $width wide', async (tastes) => {
  const page = await arrive(tastes)
  await expect.poll(() => page.locator('.plot').count(), soon).toBeGreaterThan(9)
  // What is not in sight yet is drawn a little later.
  for (const plot of await page.locator('.plot').all()) {
    await plot.scrollIntoViewIfNeeded()
    await plot.locator('canvas').first().waitFor()
  }
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(await page.locator('.failure').count()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  if (tastes.language === 'ru') await expectRussian(page, /^(\(?ASR\)?|\(?ACD\)?|CPS|UTC|our|own|word)$/)
})

test('the button of Grafana leads to the same dashboard, period, zone and filters', async () => {
  const page = await arrive()
  await page.goto('/telephony?tz=Asia/Tokyo&direction=inbound&direction=outbound&bot=debts')
  const link = page.getByRole('link', { name: 'Open in Grafana' })
  const dashboard = 'https://grafana.example.com/d/talkmeter-telephony/talkmeter-telephony'
  await expect
    .poll(() => link.getAttribute('href'), soon)
    .toBe(
      `${dashboard}?from=now-6d%2Fd&to=now&timezone=Asia%2FTokyo&var-bot=debts&var-direction=inbound&var-direction=outbound`,
    )
  expect([await link.getAttribute('target'), await link.getAttribute('rel')]).toEqual(['_blank', 'noopener noreferrer'])
})
