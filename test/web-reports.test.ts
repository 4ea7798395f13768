import { readFileSync } from 'node:fs'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { excelRows } from '../src/providers/excel-rows.ts'
import { folded } from './serving.ts'
import { newPerson, seriousFindings } from './visitor.ts'
import { card, expectRussian } from './web-page.ts'
import { soon, webScene } from './web-scene.ts'

const channels = ['sms', 'viber', 'email', 'whatsapp', 'push'] as const
/** Owner of the first company and platform staff; and an analyst, who sees no money. */
let owner: BrowserContext
let analyst: BrowserContext

// Enough for a week of one channel by day, too few for the month of all of them.
const scene = webScene('web-reports', { TALKMETER_REPORT_ROWS_MAX: '30' }, async () => {
  owner = scene.owner()
  analyst = await joined({ role: 'analyst' })
  const { token } = await call<{ token: string }>(owner, 'POST', 'tokens', { name: 'feed', scopes: ['ingest'] })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  await fetch(`${url()}/api/v1/events`, { method: 'POST', headers, body: events() })
  await folded(url())
})
const { at, browser, call, joined, url } = scene

/** A message of each channel, and more by SMS. */
function events(): string {
  const time = new Date().toISOString()
  return [...Array.from({ length: 30 }, () => 'sms'), ...channels]
    .map((channel, n) => {
      const data = { channel, status: 'delivered', price: { amount: '0.05', currency: 'EUR' } }
      return JSON.stringify({
        specversion: '1.0',
        source: 'test',
        type: 'message.status',
        subject: `m${n}`,
        id: `m${n}`,
        time,
        data,
      })
    })
    .join('\n')
}

test('what a page of graphs shows becomes a report with chosen columns, which is made, downloaded and opened', async () => {
  const page = await at(owner, '/notifications?channel=sms')
  await page.getByRole('button', { name: 'Report of what I see' }).click()
  const dialog = page.getByRole('dialog', { name: 'New report' })
  const preview = dialog.getByRole('region', { name: 'What it will show' })
  await preview.getByText('SMS').first().waitFor()
  expect(await seriousFindings(page)).toEqual([])
  // Escape in a menu over the dialog leaves the dialog.
  await dialog.getByRole('button', { name: /^Channel: SMS/ }).click()
  await page.getByRole('checkbox', { name: 'Email' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('checkbox', { name: 'Email' }).waitFor({ state: 'detached' })
  for (const title of ['Sent', 'Delivered, of final', 'Undelivered', 'Error', 'Parts', 'Price', 'Currency']) {
    await dialog.getByRole('checkbox', { name: title, exact: true }).uncheck()
  }
  const up = dialog.getByRole('button', { name: 'Move Delivered up' })
  await up.focus()
  await page.keyboard.press('Enter')
  // It keeps the focus in its new place.
  await page.keyboard.press('Enter')
  const shown = preview.locator('thead th')
  await expect.poll(() => shown.allTextContents(), soon).toEqual(['Day', 'Delivered', 'Channel', 'Messages'])
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('SMS of the week')
  await dialog.getByRole('button', { name: 'Make the report' }).click()
  await page.waitForURL('**/reports')
  const row = rowOf(page, 'SMS of the week')
  await row.getByText('Generated').waitFor()
  expect(await row.textContent()).toMatch(/7 rows · [\d.]+ kB/)
  expect(await seriousFindings(page)).toEqual([])
  const [heads, ...rows] = await rowsOfExcel(await downloaded(page, row))
  expect(heads).toEqual(['Day', 'Delivered', 'Channel', 'Messages'])
  expect(rows).toHaveLength(7)
  expect(rows.at(-1)).toEqual([expect.anything(), { number: '31' }, 'SMS', { number: '31' }])
})

test('a report that went wrong says why and what to do, is made again, and is deleted after a question', async () => {
  const page = await at(owner, '/reports')
  await make(page, 'All channels')
  const row = rowOf(page, 'All channels')
  await expect.poll(() => page.locator('.said-line').textContent(), soon).toBe('')
  await row.getByText('Choose a shorter period, or filters that keep less.').waitFor()
  expect(await row.textContent()).toContain('It would have 150 rows, and 30 are the most.')
  await expect.poll(() => counts(page), soon).toEqual(['Generated 1', 'Generating 0', 'Error 1', 'All 2'])
  await row.getByRole('button', { name: 'Make All channels again' }).click()
  await row.getByText('It would have 150 rows').waitFor()
  await page.getByRole('button', { name: 'Generated 1' }).click()
  await page.waitForURL('**/reports?status=generated')
  await row.waitFor({ state: 'detached' })
  await page.getByRole('textbox', { name: 'Name of the report' }).fill('nothing')
  await page.getByText('No report is found').waitFor()
  expect(await counts(page)).toEqual(['Generated 0', 'Generating 0', 'Error 0', 'All 0'])
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await row.waitFor()
  expect(new URL(page.url()).search).toBe('')
  await row.getByRole('button', { name: 'Delete All channels' }).click()
  const question = page.getByRole('dialog', { name: 'Delete “All channels”?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await row.waitFor()
  await row.getByRole('button', { name: 'Delete All channels' }).click()
  await question.getByRole('button', { name: 'Delete' }).click()
  await row.waitFor({ state: 'detached' })
  await expect.poll(() => counts(page), soon).toEqual(['Generated 1', 'Generating 0', 'Error 0', 'All 1'])
})

test('too many rows are told before a report is asked for, and refused beside the period', async () => {
  const page = await at(owner, '/reports')
  await page.getByRole('button', { name: 'New report' }).click()
  const dialog = page.getByRole('dialog', { name: 'New report' })
  await dialog.getByText('It would have 35 rows, and 30 are the most.').waitFor()
  await dialog.getByRole('button', { name: 'Make the report' }).click()
  await dialog.locator('.report-field-fault').getByText('It would have 35 rows').waitFor()
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).focus()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

test('several reports are chosen and deleted at once', async () => {
  const page = await at(owner, '/reports')
  for (const name of ['first', 'second']) await ask(owner, name)
  await page.getByRole('textbox', { name: 'Name of the report' }).fill('s')
  for (const name of ['first', 'second']) await page.getByRole('checkbox', { name: `Choose ${name}` }).check()
  const tools = card(page, 'Reports')
  await tools.getByText('2 chosen').waitFor()
  const files: string[] = []
  page.on('download', (file) => files.push(file.suggestedFilename()))
  for (const name of ['first', 'second']) await rowOf(page, name).getByText('Generated').waitFor()
  await tools.getByRole('button', { name: 'Download', exact: true }).click()
  await expect.poll(() => files.length, soon).toBe(2)
  await tools.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('dialog', { name: 'Delete 2 reports?' }).getByRole('button', { name: 'Delete' }).click()
  await rowOf(page, 'second').waitFor({ state: 'detached' })
  await rowOf(page, 'first').waitFor({ state: 'detached' })
})

test('a schedule is made, says when it is due in words, is changed and switched off; the webhook shows its secret once', async () => {
  const page = await at(owner, '/reports')
  await page.getByRole('link', { name: 'Schedules' }).click()
  await page.getByRole('button', { name: 'New schedule' }).click()
  const dialog = page.getByRole('dialog', { name: 'New schedule' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('For the board')
  await dialog.getByRole('combobox', { name: 'On day' }).click()
  await page.getByRole('option', { name: '31', exact: true }).click()
  await dialog.getByText('A month that has no such day takes its last one.').waitFor()
  await dialog.getByRole('textbox', { name: 'At' }).fill('715')
  expect(await seriousFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Make the schedule' }).click()
  const row = rowOf(page, 'For the board')
  await row.getByText('Every month on day 31, or its last one, at 07:15').waitFor()
  expect(await row.textContent()).toContain('of the month before')
  expect(await seriousFindings(page)).toEqual([])
  await row.getByRole('button', { name: 'Change For the board' }).click()
  const edited = page.getByRole('dialog', { name: 'Change the schedule' })
  await edited.getByRole('combobox', { name: 'How often' }).click()
  await page.getByRole('option', { name: 'By cron' }).click()
  await edited.getByRole('textbox', { name: 'Cron' }).fill('99 6 * * *')
  await edited.getByRole('button', { name: 'Save changes' }).click()
  await edited.getByText('“99” does not fit: this field goes from 0 to 59.').waitFor()
  await edited.getByRole('textbox', { name: 'Cron' }).fill('0 6 * * 1')
  await edited.getByRole('button', { name: 'Save changes' }).click()
  await row.getByText('By cron: 0 6 * * 1').waitFor()
  const isMade = row.getByRole('switch', { name: 'For the board is made' })
  await isMade.click()
  await row.getByText('Off', { exact: true }).waitFor()
  expect(await isMade.getAttribute('aria-checked')).toBe('false')
  const { schedules } = await call<{ schedules: { name: string; isOn: boolean; nextAt: string | null }[] }>(
    owner,
    'GET',
    'reports/schedules',
  )
  expect(schedules.find(({ name }) => name === 'For the board')).toMatchObject({ isOn: false, nextAt: null })
  const webhook = card(page, 'Webhook')
  await webhook.getByRole('textbox').fill('https://example.com/hooks')
  await webhook.getByRole('button', { name: 'Set the webhook' }).click()
  expect(await webhook.locator('.secret pre').textContent()).toMatch(/^whsec_/)
  await page.reload()
  await webhook.getByRole('button', { name: 'Save, with a new secret' }).waitFor()
  expect(await webhook.locator('.secret').count()).toBe(0)
})

test('who may not see money is offered none', async () => {
  const page = await at(analyst, '/reports')
  await page.getByRole('button', { name: 'New report' }).click()
  const dialog = page.getByRole('dialog', { name: 'New report' })
  await dialog.getByRole('checkbox', { name: 'Created' }).waitFor()
  expect(await dialog.getByRole('checkbox', { name: 'Price' }).count()).toBe(0)
  await dialog.getByRole('combobox', { name: 'Service' }).click()
  expect(await page.getByRole('option').allTextContents()).toEqual(['Notifications', 'Chats', 'Calls', 'Operators'])
})

test('in Russian on a phone no word is left in English, and nothing is wider than the phone', async () => {
  const session = await owner.storageState()
  const russian = await newPerson(browser(), url(), { language: 'ru', theme: 'dark', width: 390, height: 844, session })
  const page = await at(russian, '/reports')
  await page.locator('.records').waitFor()
  await expectRussian(page, /^(Excel|CSV|Parquet|of|the|week|ann@.*)$/)
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await page.getByRole('link', { name: 'Расписания' }).click()
  await page.getByRole('switch').first().waitFor()
  await expectRussian(page, /^(Excel|For|the|board|cron|JSON|https|\(Europe\/Berlin\)\.|\/\/.*)$/)
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  await page.getByRole('link', { name: 'Отчёты', exact: true }).click()
  await page.getByRole('button', { name: 'Новый отчёт' }).click()
  await page.getByRole('dialog', { name: 'Новый отчёт' }).locator('.report-preview-body').waitFor()
  await expectRussian(page, /^(Excel|CSV|Parquet|of|the|week|ann@.*|xlsx|.*xlsx.*|EUR|m\d|test)$/)
  expect(await widthOf(page)).toBeLessThanOrEqual(390)
  expect(await seriousFindings(page)).toEqual([])
  await russian.close()
})

/** Makes a report of all notifications by day in the form. */
async function make(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New report' }).click()
  const dialog = page.getByRole('dialog', { name: 'New report' })
  await dialog.getByRole('combobox', { name: 'Type' }).click()
  await page.getByRole('option', { name: 'Notifications by day' }).click()
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await dialog.getByRole('button', { name: 'Make the report' }).click()
  await dialog.waitFor({ state: 'detached' })
}

async function ask(person: BrowserContext, name: string): Promise<void> {
  const [from, to] = [Date.now() - 86_400_000, Date.now() + 86_400_000].map((time) => new Date(time).toISOString())
  const filters = { channel: ['sms'] }
  await call(person, 'POST', 'reports', { service: 'notifications', type: 'by-day', name, from, to, filters })
}

function rowOf(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
}

function counts(page: Page): Promise<string[]> {
  return page.getByRole('group', { name: 'Status' }).getByRole('button').allTextContents()
}

async function downloaded(page: Page, row: Locator): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    row.getByRole('link', { name: /^Download / }).click(),
  ])
  return readFileSync(await file.path())
}

/** The rows of the second sheet: the first says what the report is. */
async function rowsOfExcel(file: Buffer): Promise<unknown[]> {
  const rows: unknown[] = []
  for await (const { cells } of excelRows(file, 1)) rows.push(cells)
  return rows
}

function widthOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth')
}
