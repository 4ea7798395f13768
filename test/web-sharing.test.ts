import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { folded } from './serving.ts'
import { seriousFindings } from './visitor.ts'
import { figures, settled } from './web-page.ts'
import { soon, webScene } from './web-scene.ts'

/** Views that people keep of pages of graphs. */

const channels = ['sms', 'sms', 'sms', 'viber', 'viber', 'email'] as const
let owner: BrowserContext
let analyst: BrowserContext

const scene = webScene('web-sharing', {}, async () => {
  owner = scene.owner()
  analyst = await joined({ role: 'analyst', name: 'Nina' })
  const { token } = await call<{ token: string }>(owner, 'POST', 'tokens', { name: 'feed', scopes: ['ingest'] })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  await fetch(`${url()}/api/v1/events`, { method: 'POST', headers, body: events() })
  await folded(url())
})
const { at, call, joined, url } = scene

function events(): string {
  const time = new Date().toISOString()
  return channels
    .map((channel, n) => {
      const data = { channel, status: 'delivered', price: { amount: '0.05', currency: 'EUR' } }
      const envelope = {
        specversion: '1.0',
        source: 'test',
        type: 'message.status',
        subject: `m${n}`,
        id: `m${n}`,
        time,
      }
      return JSON.stringify({ ...envelope, data })
    })
    .join('\n')
}

function search(page: Page): string {
  return new URL(page.url()).search
}

async function openViews(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^View/ }).click()
}

test('what a page shows is kept as a view, opened by its id, changed, and the page opens with it', async () => {
  const page = await at(owner, '/notifications?period=30d&channel=sms')
  await settled(page)
  await openViews(page)
  await page.getByText('No view of this page is kept yet').waitFor()
  await page.getByRole('menuitem', { name: 'Save as a view…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Text messages')
  await page.getByRole('checkbox', { name: 'For everybody in the company' }).check()
  await page.getByRole('button', { name: 'Save the view' }).click()
  await page.getByRole('button', { name: 'View: Text messages', exact: true }).waitFor()
  const [, id] = /^\?view=(\d+)&period=30d&channel=sms$/.exec(search(page)) ?? []
  expect(id).toBeDefined()

  const theirs = await at(analyst, `/notifications?view=${id}`)
  await settled(theirs)
  expect(search(theirs)).toBe(search(page))
  expect(await figures(theirs, 'Sent')).toEqual(['3'])
  await theirs.getByRole('button', { name: 'SMS' }).first().click()
  await theirs.getByRole('checkbox', { name: 'Viber' }).check()
  await theirs.keyboard.press('Escape')
  await theirs.getByRole('button', { name: 'View: Text messages, changed since' }).click()
  expect(await theirs.getByRole('menuitem').allTextContents()).toEqual([
    'Text messagesby Admin',
    'Save as a view…',
    'Open the page with it',
  ])
  expect(await seriousFindings(theirs)).toEqual([])
  await theirs.getByRole('menuitem', { name: 'Save as a view…' }).click()
  await theirs.getByRole('textbox', { name: 'Name' }).fill('Mine')
  await theirs.getByRole('checkbox', { name: 'Open the page with it' }).check()
  await theirs.getByRole('button', { name: 'Save the view' }).click()
  await theirs.getByRole('button', { name: 'View: Mine', exact: true }).waitFor()
  await theirs.goto('/notifications')
  await expect.poll(() => search(theirs), soon).toMatch(/^\?view=\d+&period=30d&channel=sms&channel=viber$/)
  expect(await figures(theirs, 'Sent')).toEqual(['5'])
  // Cleared, it stays so; another page has views of its own.
  await theirs.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect.poll(() => figures(theirs, 'Sent'), soon).toEqual(['6'])
  expect(search(theirs)).toBe('')

  await page.keyboard.press('y')
  await page.getByRole('button', { name: 'View: Text messages, changed since' }).click()
  await page.getByRole('menuitem', { name: 'Keep the change in “Text messages”' }).click()
  await page.getByRole('button', { name: 'View: Text messages', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Name and sharing…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('This year')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByRole('button', { name: 'View: This year', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Delete the view' }).click()
  await page.getByRole('button', { name: 'Views', exact: true }).waitFor()
  expect(search(page)).toBe('?period=year&channel=sms')
})

test('an address with a view that is not there, or an operator who is gone, says so and shows the rest', async () => {
  const page = await at(owner, '/notifications?view=999&period=30d')
  await settled(page)
  await page.getByText('The view 999 is not there any more, or is not for you.').waitFor()
  expect(await figures(page, 'Sent')).toEqual(['6'])
  await page.getByRole('button', { name: 'Close the notice' }).click()
  await expect.poll(() => search(page), soon).toBe('?period=30d')
  const kept = { page: 'chats', name: 'Of Lena', filters: { operator: ['op-gone'] } }
  const { id } = await call<{ id: string }>(owner, 'POST', 'views', kept)
  await page.goto(`/chats?view=${id}`)
  await page.getByText('so nothing is found for it: Operator “op-gone”').waitFor()
  expect(search(page)).toBe(`?view=${id}&operator=op-gone`)
})
