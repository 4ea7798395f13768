import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { folded } from './serving.ts'
import { newPerson, seriousFindings } from './visitor.ts'
import { card, download, expectRussian, figures, settled, styleOf } from './web-page.ts'
import { soon, webScene } from './web-scene.ts'

/** Views that people keep of pages of graphs, and links that show them without an account. */

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
const { at, browser, call, joined, tab, url } = scene

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
  await expect.poll(() => search(page), soon).toMatch(/^\?view=\d+&period=30d&channel=sms$/)
  const [, id] = /^\?view=(\d+)/.exec(search(page)) ?? []
  expect(id).toBeDefined()

  const theirs = await at(analyst, `/notifications?view=${id}`)
  await settled(theirs)
  await expect.poll(() => search(theirs), soon).toBe(search(page))
  await expect.poll(() => figures(theirs, 'Sent'), soon).toEqual(['3'])
  await theirs.getByRole('button', { name: 'SMS' }).first().click()
  await theirs.getByRole('checkbox', { name: 'Viber' }).check()
  await theirs.keyboard.press('Escape')
  await theirs.getByRole('button', { name: 'View: Text messages, changed since' }).click()
  await expect
    .poll(() => theirs.getByRole('menuitem').allTextContents(), soon)
    .toEqual(['Text messagesby Admin', 'Save as a view…', 'Open the page with it'])
  await expect.poll(() => styleOf(theirs, '.views', 'opacity'), soon).toBe('1')
  expect(await seriousFindings(theirs)).toEqual([])
  await theirs.getByRole('menuitem', { name: 'Save as a view…' }).click()
  await theirs.getByRole('textbox', { name: 'Name' }).fill('Mine')
  await theirs.getByRole('checkbox', { name: 'Open the page with it' }).check()
  await theirs.getByRole('button', { name: 'Save the view' }).click()
  await theirs.getByRole('button', { name: 'View: Mine', exact: true }).waitFor()
  await theirs.goto('/notifications')
  await expect.poll(() => search(theirs), soon).toMatch(/^\?view=\d+&period=30d&channel=sms&channel=viber$/)
  await expect.poll(() => figures(theirs, 'Sent'), soon).toEqual(['5'])
  // Cleared, it stays so; another page has views of its own.
  await theirs.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect.poll(() => figures(theirs, 'Sent'), soon).toEqual(['6'])
  await expect.poll(() => search(theirs), soon).toBe('?view=none')
  await theirs.reload()
  await expect.poll(() => figures(theirs, 'Sent'), soon).toEqual(['6'])
  expect(search(theirs)).toBe('?view=none')
  await theirs.keyboard.press('t')
  await expect.poll(() => search(theirs), soon).toBe('?period=30d')

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
  await expect.poll(() => search(page), soon).toBe('?period=year&channel=sms')
})

test('an address with a view that is not there, or an operator who is gone, says so and shows the rest', async () => {
  const page = await at(owner, '/notifications?view=999&period=30d')
  await settled(page)
  await page.getByText('The view 999 is not there any more, or is not for you.').waitFor()
  await expect.poll(() => figures(page, 'Sent'), soon).toEqual(['6'])
  await page.getByRole('button', { name: 'Close the notice' }).click()
  await expect.poll(() => search(page), soon).toBe('?period=30d')
  const kept = { page: 'chats', name: 'Of Lena', filters: { operator: ['op-gone'] } }
  const { id } = await call<{ id: string }>(owner, 'POST', 'views', kept)
  await page.goto(`/chats?view=${id}`)
  await page.getByText('so nothing is found for it: Operator “op-gone”').waitFor()
  await expect.poll(() => search(page), soon).toBe(`?view=${id}&operator=op-gone`)
})

test('a link made in the Share menu shows the page to somebody without an account, until it is revoked', async () => {
  const page = await at(owner, '/notifications?period=30d&channel=sms')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Share without an account…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('For a client')
  expect(await seriousFindings(page, '[role=dialog]')).toEqual([])
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = (await page.getByRole('region', { name: 'The link “For a client”' }).locator('pre').textContent()) ?? ''
  expect(link).toContain(`${url()}/shared#tms_`)

  expect((await fetch(`${url()}/shared`)).headers.get('x-robots-tag')).toBe('noindex, nofollow')
  const guest = await newPerson(browser(), url())
  const shown = await tab(guest)
  const asked: string[] = []
  shown.on('request', (request) => asked.push(request.url()))
  await shown.goto(link)
  await settled(shown)
  await shown.getByRole('heading', { name: 'For a client' }).waitFor()
  const about = await shown.getByRole('region', { name: 'What is shown' }).locator('dd').allTextContents()
  expect(about[0]).toMatch(/^Last 30 days .* · Europe\/Berlin$/)
  expect(about.slice(1)).toEqual(['SMS'])
  await expect.poll(() => figures(shown, 'Sent'), soon).toEqual(['3'])
  expect(await card(shown, 'Total price').count()).toBe(0)
  // Nothing leads to rows, to filters, or to another page.
  expect(await shown.getByRole('link').count()).toBe(0)
  expect(await shown.locator('button.counter-value, .filters').count()).toBe(0)
  await card(shown, 'Sent')
    .getByRole('button', { name: /^Actions:/ })
    .click()
  await expect
    .poll(() => shown.getByRole('menuitem').allTextContents(), soon)
    .toEqual(['Copy as table', 'Download Excel', 'Download CSV', 'Download PNG'])
  await shown.keyboard.press('Escape')
  await shown.getByRole('menu').waitFor({ state: 'detached' })
  const file = await download(shown, 'Text messages by status', 'Download Excel')
  expect(file.suggestedFilename()).toMatch(/^notifications\.by-status_[\d-]+_[\d-]+\.xlsx$/)
  expect(await seriousFindings(shown)).toEqual([])
  await shown.getByRole('button', { name: 'Русский' }).click()
  await card(shown, 'Отправлено').waitFor()
  await settled(shown)
  await expectRussian(shown, /^(For|a|client|\(Europe\/Berlin\)\.)$/)
  // The secret is in no address that a server sees, and only what the link shows was asked for.
  expect(asked.filter((address) => address.includes('tms_') && !address.includes('#'))).toEqual([])
  const paths = asked.map((address) => new URL(address).pathname).filter((path) => path.startsWith('/api/'))
  expect([...new Set(paths)].toSorted()).toEqual([
    '/api/v1/branding',
    '/api/v1/shared',
    '/api/v1/shared/page',
    '/api/v1/shared/panels/notifications.by-status',
  ])
  await guest.close()

  const phone = await newPerson(browser(), url(), { width: 390, theme: 'dark' })
  const small = await tab(phone)
  await small.goto(link)
  await settled(small)
  expect(await small.evaluate<number>('document.documentElement.scrollWidth')).toBe(390)
  await page.goto('/settings/share-links')
  await page.getByText('2 times, last').waitFor()
  await page.getByRole('button', { name: /^Revoke.*For a client/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('There are no such links.').waitFor()
  const over = await phone.newPage()
  await over.goto(link)
  await over.getByText('It was taken back by the company that made it.').waitFor()
  await over.getByText('Ask My company for a new one.').waitFor()
  await over.goto('/shared#tms_nothing')
  await over.getByRole('heading', { name: 'This link leads nowhere' }).waitFor()
  await phone.close()
})
