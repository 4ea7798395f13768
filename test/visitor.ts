import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

/** A page before a person, and what the browser complained of. */
export type Visit = {
  page: Page
  /** Errors and warnings of the console, violations of the content policy, faults that nothing caught. */
  complaints: string[]
}

export type Tastes = {
  language?: 'en' | 'ru'
  theme?: 'light' | 'dark'
  width?: number
  height?: number
  /** What an earlier visit was given to be known by. */
  session?: Awaited<ReturnType<BrowserContext['storageState']>>
}

/** `npm test` says where Chromium is. */
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-component-update', '--disable-sync']

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', ...quiet],
  })
}

/** The browser of one person, at `url`. Its clock is in New York, so that nothing can hold by the zone of the browser. */
export async function newPerson(browser: Browser, url: string, tastes: Tastes = {}): Promise<BrowserContext> {
  const { language = 'en', theme = 'light', width = 1440, height = 1000, session } = tastes
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: theme,
    locale: language === 'ru' ? 'ru-RU' : 'en-US',
    timezoneId: 'America/New_York',
    ...(session === undefined ? {} : { storageState: session }),
  })
  context.setDefaultTimeout(20_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  return context
}

/** A new tab. */
export async function newVisit(person: BrowserContext): Promise<Visit> {
  const page = await person.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints }
}

/** A third as long as the usual one, and the same: it goes to each page that is looked at. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The serious and critical findings of axe on a part of the page as it stands, in words. */
export async function seriousFindings(page: Page, part = 'html'): Promise<string[]> {
  // Evaluated from outside, the script is not held back by the page's content policy.
  if (await page.evaluate<boolean>(`typeof axe === 'undefined'`)) await page.evaluate(`${axe}; undefined`)
  // Style sheets are fetched for a rule that is switched off.
  const options = `{ resultTypes: ['violations'], preload: false }`
  const { violations } = await page.evaluate<AxeResults>(`axe.run('${part}', ${options})`)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    )
}
