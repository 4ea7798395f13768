import { expect } from 'vitest'
import type { Download, Locator, Page } from 'playwright-core'

/** How a person reads and works a page of graphs. */

/** The card with this title. */
export function card(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true })
}

/** Waits until the page shows the numbers of its address, or why there are none. */
export async function settled(page: Page): Promise<void> {
  await page.locator('.counter-value, .channel-line button, .reading, .lane, .empty, .failure').first().waitFor()
  await page.locator('[aria-busy=true], .coming, .counter-coming').first().waitFor({ state: 'detached' })
}

/** The great numbers of all cards with this title. */
export function figures(page: Page, title: string): Promise<string[]> {
  return card(page, title).locator('.counter-value').allTextContents()
}

/** What the filters of the page show, without the period. */
export function chips(page: Page): Promise<string[]> {
  return page.locator('.filters > .chip .chip-text').allTextContents()
}

export type ShownTable = { head: string[]; rows: { head: string; cells: string[] }[] }

/** Shows a panel as a table and reads it. */
export async function tableOf(page: Page, title: string): Promise<ShownTable> {
  const place = card(page, title).last()
  await place.getByRole('button', { name: /^Actions:/ }).click()
  await page.getByRole('menuitem', { name: 'Show as table' }).click()
  await place.locator('tbody').waitFor()
  return {
    head: await place.locator('thead th').allTextContents(),
    rows: await place.locator('tbody tr').evaluateAll((rows) =>
      rows.map((row) => ({
        head: row.querySelector('th')?.textContent ?? '',
        cells: [...row.querySelectorAll('td')].map((cell) => cell.textContent),
      })),
    ),
  }
}

/** Takes a file from the menu of a panel. */
export async function download(page: Page, title: string, item: string): Promise<Download> {
  await card(page, title)
    .getByRole('button', { name: /^Actions:/ })
    .click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
  return file
}

/** Presses Tab until something has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element.matches(':focus'))) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there')
}

/** Fails on text of another language than Russian, but for names, codes and what people wrote; `alsoOwn` knows more of them. */
export async function expectRussian(page: Page, alsoOwn = /^$/): Promise<void> {
  const text = await page.locator('body').innerText()
  const own = /^(Talkmeter|My company|SMS|Viber|Email|WhatsApp|Push|Grafana|Europe\/Berlin|English|A|[a-z]+\.[a-z-]+)$/
  const words = text
    .split(/[\s,·:]+/)
    .filter((word) => /[a-z]{2}/i.test(word) && !own.test(word) && !alsoOwn.test(word))
  expect(words.filter((word) => !['My', 'company'].includes(word))).toEqual([])
}

/** A style as the browser reckons it. */
export function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate<string>(
    `getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`,
  )
}
