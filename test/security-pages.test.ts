import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { clone } from '../src/clone.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { newPerson, newVisit, openBrowser } from './visitor.ts'

/** What a browser is left with by the pages: what is typed, shown, kept, and there after signing out. */

vi.setConfig({ testTimeout: 90_000 })

const markup = '<img src=x onerror="window.hacked=1"><b>Acme</b>'

let server: ApiServer
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startApiServer(), openBrowser()])
  const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ name: markup })
  await fetch(`${server.url}/api/v1/company`, { method: 'PATCH', headers, body })
}, 90_000)

afterAll(async () => {
  await browser.close()
  await server.close()
})

async function signedIn(): Promise<Page> {
  const { page } = await newVisit(await newPerson(browser, server.url))
  await page.goto('/profile')
  await page.getByLabel('E-mail').fill(server.admin.email)
  const password = page.getByLabel('Password', { exact: true })
  expect(await password.getAttribute('type')).toBe('password')
  expect(await password.getAttribute('autocomplete')).toBe('current-password')
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(server.admin.password)})`)
  await password.focus()
  await page.keyboard.press('ControlOrMeta+V')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Your menu/ }).waitFor()
  return page
}

test('a password is masked while it is typed, may be pasted, and a manager of passwords knows the field', async () => {
  const page = await signedIn()
  await page.context().close()
})

test('markup in a name is shown as text, and runs nothing', async () => {
  const page = await signedIn()
  await page.goto('/notifications')
  await page.getByText(markup).first().waitFor()
  expect(await page.evaluate('window.hacked')).toBeUndefined()
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  await page.context().close()
})

test('every page has a way out; after it nothing is left to see, also with the button back', async () => {
  const page = await signedIn()
  const links = await page.locator('nav a').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  expect(links.length).toBeGreaterThan(5)
  for (const path of new Set(links)) {
    await page.goto(path)
    await page.getByRole('button', { name: /^Your menu/ }).waitFor()
  }
  const kept = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')
  expect(kept).not.toMatch(/localhost|Acme|admin/)
  expect(await page.evaluate('document.cookie')).toBe('')
  await page.getByRole('button', { name: /^Your menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await page.content()).not.toContain('Acme')
  expect(await page.context().cookies()).toEqual([])
  await page.context().close()
})

/** What makes code or markup of a text, or takes messages from windows that may be anybody's. */
const dangerous =
  /\beval\(|\bnew Function\b|dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write\b|window\.addEventListener\('message'|\.onmessage\b/

test('no code or markup is made of a text, and no message of another window is listened to', () => {
  const files = ['src', 'web'].flatMap((folder) => sourcesIn(folder))
  expect(files.length).toBeGreaterThan(150)
  expect(files.filter((file) => dangerous.test(readFileSync(file, 'utf8')))).toEqual([])
})

test('what must not be guessed is never made by Math.random, and no digest is of a broken kind', () => {
  const files = sourcesIn('src')
  const found = files.filter((file) =>
    /Math\.random|createHash\('(md5|sha1|md4)|createCipher/.test(readFileSync(file, 'utf8')),
  )
  expect(found).toEqual([])
})

test('only the ledger starts other programs, and no shell reads what it starts them with', () => {
  const starting = sourcesIn('src').filter((file) => readFileSync(file, 'utf8').includes('child_process'))
  expect(starting.map((file) => file.slice(clone.length + 1)).toSorted()).toEqual([
    'src/stores/ledger/home.ts',
    'src/stores/ledger/server-process.ts',
  ])
  expect(starting.filter((file) => /\bexec(Sync)?\(|shell: true/.test(readFileSync(file, 'utf8')))).toEqual([])
})

function sourcesIn(folder: string): string[] {
  return readdirSync(join(clone, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|js|html)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
