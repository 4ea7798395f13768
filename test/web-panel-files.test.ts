import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import type { Download, Page } from 'playwright-core'
import { extractText, getDocumentProxy } from 'unpdf'
import { expect, test } from 'vitest'
import { excelRows } from '../src/providers/excel-rows.ts'
import { folded } from './serving.ts'
import { simulatedDays } from './simulated-days.ts'
import { soon, webScene, zone } from './web-scene.ts'

/** What people take with them from the graphs: links to rows and cards, tables, files, pictures, paper. */

const token = 'a-token-for-the-files-of-panels'
const day = 86_400_000
/** Of the last whole days, so that nothing changes while they are looked at. */
const end = Math.floor(Date.now() / day) * day - day
const wall = (time: number) => new Date(time).toISOString().slice(0, 16)
const period = `from=${wall(end - 2 * day)}&to=${wall(end)}`

const scene = webScene('panel-files', { TALKMETER_INIT_TOKEN: token }, async ({ url }) => {
  const response = await fetch(`${url()}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: simulatedDays({ from: end - 5 * day, to: end, messages: 1500 }),
  })
  if (!response.ok) throw new Error(await response.text())
  await folded(url())
})

const card = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true })

async function choose(page: Page, title: string, item: string): Promise<void> {
  const name = `Actions: ${title}`
  await card(page, title).getByRole('button', { name, exact: true }).press('Enter')
  // That of another card may still be closing.
  const menu = page.getByRole('menu', { name, exact: true })
  await menu.getByRole('menuitem', { name: item, exact: true }).press('Enter')
}

async function download(page: Page, act: () => Promise<void>): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent('download', soon), act()])
  return file
}

const withComma = (value: number | null) => (value === null ? '' : String(value).replace('.', ','))

/** Waits until every card of a page has come. */
async function drawn(page: Page): Promise<void> {
  await page.locator('.counter-value, .reading, .channel-line button').first().waitFor(soon)
  await expect.poll(() => page.locator('.coming, .counter-coming').count(), soon).toBe(0)
}

const drawerOf = (page: Page) => page.getByRole('dialog')
const totalIn = (page: Page) => drawerOf(page).getByTestId('rows-total').innerText()

test('the rows behind a number have an address: a step back closes them, a link opens the same, Escape leaves a clean one', async () => {
  const owner = scene.owner()
  await owner.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await scene.at(owner, `/notifications?${period}`)
  await choose(page, 'Text messages by status', 'Show as table')
  const row = card(page, 'Text messages by status').locator('tbody tr').first()
  const shown = await row.locator('button').innerText()
  await row.locator('button').press('Enter')
  expect(await totalIn(page)).toMatch(new RegExp(`^${shown} messages?$`))
  expect(new URL(page.url()).searchParams.get('rows')).toBe('notifications.by-status')
  expect(new URL(page.url()).searchParams.get('at.status')).toBe('delivered')
  await drawerOf(page).getByText('Delivered', { exact: true }).first().waitFor()
  await drawerOf(page).getByRole('button', { name: 'Copy link' }).press('Enter')
  const link = await page.evaluate<string>('navigator.clipboard.readText()')
  await page.goBack()
  await drawerOf(page).waitFor({ state: 'detached' })
  expect(page.url()).not.toContain('rows=')

  const other = await scene.at(owner, link)
  expect(await totalIn(other)).toMatch(new RegExp(`^${shown} messages?$`))
  await other.keyboard.press('Escape')
  await drawerOf(other).waitFor({ state: 'detached' })
  expect(other.url()).not.toMatch(/rows=|at\./)
  expect(new URL(other.url()).searchParams.get('tz')).toBe(zone)
})

test('what a row opens to has an address, too: a step back is the list, a link opens it, and what is not there says so', async () => {
  const owner = scene.owner()
  const page = await scene.at(owner, `/notifications?${period}&rows=notifications.by-status&at.status=delivered`)
  const total = await totalIn(page)
  const first = drawerOf(page).locator('tbody button').first()
  const id = await first.innerText()
  const heading = (one: Page) => drawerOf(one).getByRole('heading', { name: id, exact: true })
  await first.click()
  await heading(page).waitFor()
  expect(new URL(page.url()).searchParams.get('message')).toBe(id)
  await drawerOf(page).getByText('Events, as they were sent').waitFor()
  await page.goBack()
  expect(await totalIn(page)).toBe(total)
  await first.click()
  await heading(page).waitFor()
  const link = page.url()
  await drawerOf(page).getByRole('button', { name: 'All messages' }).click()
  expect(await totalIn(page)).toBe(total)
  await first.click()
  await heading(page).waitFor()
  await page.keyboard.press('Escape')
  await drawerOf(page).waitFor({ state: 'detached' })
  expect(page.url()).not.toMatch(/rows=|at\.|message=/)

  await page.goto(link)
  await heading(page).waitFor()
  await drawerOf(page).getByRole('button', { name: 'All messages' }).click()
  expect(await totalIn(page)).toBe(total)
  // By itself, without a list; and what this company does not have.
  await page.goto(`/notifications?${period}&message=${encodeURIComponent(id)}`)
  await heading(page).waitFor()
  expect(await drawerOf(page).getByRole('button', { name: 'All messages' }).count()).toBe(0)
  // A tab of its own: the browser complains of what is not found.
  const other = await owner.newPage()
  await other.goto(`/notifications?${period}&message=of-somebody-else&call=1`)
  await drawerOf(other).getByText('There is no such message.').waitFor()
  expect(await drawerOf(other).getByRole('button', { name: 'Try again' }).count()).toBe(0)
  await other.getByText('Not understood in the address and left out: call=1').waitFor({ state: 'attached' })
  await other.close()
})

test('a list without rows says so, and leads on', async () => {
  const page = await scene.at(
    scene.owner(),
    `/notifications?${period}&rows=notifications.over-time&at.time=${encodeURIComponent(new Date(end - 2 * day).toISOString())}&channel=push&status=error`,
  )
  await drawerOf(page).getByRole('heading', { name: 'No rows here' }).waitFor()
  expect(await drawerOf(page).locator('table').count()).toBe(0)
  await drawerOf(page).getByRole('button', { name: 'Back to the graphs' }).click()
  await drawerOf(page).waitFor({ state: 'detached' })
  expect(page.url()).not.toContain('rows=')
})

test('a number that is nothing says so when it is pressed; a link to it says what may have become of its rows', async () => {
  const page = await scene.at(scene.owner(), `/analytics?${period}`)
  await drawn(page)
  await card(page, 'Push').locator('.channel-line button', { hasText: '0.00' }).first().click()
  await drawerOf(page).getByText('Nothing in this period counts towards this number.').waitFor()
  const { pathname, search } = new URL(page.url())
  const link = await scene.at(scene.owner(), `${pathname}${search}`)
  await drawerOf(link).getByText('What a link led to may have been erased').waitFor()
})

test('a period longer than ten years says what is the most, and leads to one that can be shown', async () => {
  const page = await scene.at(scene.owner(), `/notifications?from=2012-03-01T00:00&to=${wall(end)}`)
  const said = page.getByRole('alert').filter({ hasText: 'A period is 10 years at most.' })
  await said.waitFor()
  expect(await said.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  await said.getByRole('button', { name: 'Its last 10 years' }).click()
  await drawn(page)
  const { searchParams } = new URL(page.url())
  expect([searchParams.get('from'), searchParams.get('to')]).toEqual([
    wall(end).replace(/^\d+/, (year) => String(Number(year) - 10)),
    wall(end),
  ])
  // Who types one is told before it is asked for.
  await page.locator('.period-shown').click()
  await page.getByRole('textbox', { name: 'Start, date' }).fill('2012-03-01')
  await page.getByText('A period is 10 years at most').waitFor()
  expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true)
})

test('an address of rows that are not there shows the page, and says what was left out', async () => {
  const page = await scene.at(scene.owner(), `/notifications?${period}&rows=notifications.none&at.day=2026-11-01`)
  await page
    .getByText('Not understood in the address and left out: rows=notifications.none, at.day=2026-11-01')
    .waitFor()
  await card(page, 'Text messages by status').locator('canvas').waitFor()
  expect(await drawerOf(page).count()).toBe(0)

  await page.goto(`/notifications?${period}&rows=notifications.by-status&at.status=gone&at.measure=price&at.x=1`)
  await page
    .getByText('Not understood in the address and left out: at.status=gone, at.measure=price, at.x=1')
    .waitFor({ state: 'attached' })
  expect(await totalIn(page)).toMatch(/messages$/)
})

test('a panel that follows the clock opens rows of the time that it showed', async () => {
  const page = await scene.at(scene.owner(), `/telephony?${period}`)
  const title = 'Calls by status, this year'
  await choose(page, title, 'Show the calls')
  const { searchParams } = new URL(page.url())
  expect(searchParams.get('rows')).toBe('telephony.status-year')
  expect(searchParams.get('at.from')).toMatch(/^\d{4}-01-01T00:00:00\+01:00$/)
  const total = await totalIn(page)
  await page.reload()
  expect(await totalIn(page)).toBe(total)
})

test('a card has a link that marks it and brings it into sight', async () => {
  const page = await scene.at(scene.owner(), `/telephony?${period}`)
  const title = 'Average call duration (ACD)'
  await choose(page, title, 'Copy link to this card')
  await page.getByText('Link copied').waitFor()
  const link = await page.evaluate<string>('navigator.clipboard.readText()')
  expect(link).toContain(`tz=${zone}`)
  await page.goto(link)
  expect(new URL(link).hash).toBe('#telephony.acd')
  await expect.poll(() => card(page, title).getAttribute('data-marked'), soon).toBe('true')
  await expect
    .poll(
      () =>
        card(page, title)
          .boundingBox()
          .then((box) => box !== null && box.y < 1000),
      soon,
    )
    .toBe(true)
})

test('every card of a page has a link of its own', async () => {
  const page = await scene.at(scene.owner(), `/notifications?${period}`)
  await drawn(page)
  const ids = await page.locator('.cards > .card').evaluateAll((cards) => cards.map(({ id }) => id))
  expect(ids).not.toContain('')
  expect(new Set(ids).size).toBe(ids.length)
  // What is both a number and a plot is two cards.
  expect(ids).toEqual(expect.arrayContaining(['notifications.sms-parts', 'notifications.sms-parts.number']))
})

test('a card is copied as cells: words of the page, numbers whole with its decimal point, both periods', async () => {
  const owner = await scene.signedIn({ language: 'ru' })
  await owner.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await scene.at(owner, `/telephony?${period}&compare=previous`)
  const title = 'Средняя длительность разговора (ACD)'
  await card(page, title)
    .getByRole('button', { name: `Действия: ${title}` })
    .press('Enter')
  await page.getByRole('menuitem', { name: 'Скопировать таблицей' }).press('Enter')
  await page.getByText('Таблица скопирована').waitFor()
  const read = (type: string) =>
    page.evaluate<string>(
      `navigator.clipboard.read().then(([item]) => item.getType('${type}')).then((blob) => blob.text())`,
    )
  const copied = { text: await read('text/plain'), html: await read('text/html') }
  const lines = copied.text.split(/\r?\n/).map((line) => line.split('\t'))
  const columns = ['ACD, с', 'Медиана, с', '90 % не дольше, с']
  expect(lines[0]).toEqual(['Время', ...columns.flatMap((name) => [name, `${name}, период сравнения`])])
  type Rows = [string, ...(number | null)[]][]
  const answer = await scene.call<{ rows: Rows; compare: { rows: Rows } }>(
    owner,
    'GET',
    `panels/telephony.acd?${new URLSearchParams({ from: `${wall(end - 2 * day)}:00+01:00`, to: `${wall(end)}:00+01:00`, tz: zone, compare: 'previous' })}`,
  )
  expect(lines.slice(1).map(([, ...numbers]) => numbers)).toEqual(
    answer.rows.map(([, ...numbers], at) => {
      const [, ...before] = answer.compare.rows[at]!
      return numbers.flatMap((seconds, place) => [withComma(seconds), withComma(before[place]!)])
    }),
  )
  expect(copied.html).toContain('<th>ACD, с</th>')
})

test('the menu of a card has its workbook', async () => {
  const page = await scene.at(scene.owner(), `/chats?${period}`)
  const file = await download(page, () => choose(page, 'Chat cost per period, by name', 'Download Excel'))
  expect(file.suggestedFilename()).toMatch(/^chats\.cost-by-chat_.*\.xlsx$/)
  const sheet = async (place: number) => {
    const rows: string[][] = []
    for await (const { cells } of excelRows(readFileSync(await file.path()), place)) {
      rows.push(cells.map((cell) => (typeof cell === 'string' ? cell : 'number' in cell ? cell.number : cell.fault)))
    }
    return rows
  }
  expect((await sheet(0))[0]).toEqual(['Chat cost per period, by name'])
  expect((await sheet(1))[0]).toEqual(['Chat', 'Currency', 'Chat cost'])
})

test('the card of a channel gives files and a table of that channel alone', async () => {
  const owner = scene.owner()
  await owner.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await scene.at(owner, `/analytics?${period}&channel=viber&channel=sms&compare=previous`)
  await drawn(page)
  const shown = await card(page, 'SMS').locator('.channel-figure').first().innerText()
  const file = await download(page, () => choose(page, 'SMS', 'Download CSV: Sent'))
  const [, ...lines] = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual([
    ['asked', 'sms'],
    ['compared', 'sms'],
  ])
  expect(lines[0]!.split(',')[2]).toBe(shown.replaceAll(',', ''))
  await choose(page, 'SMS', 'Copy as table: Sent')
  await page.getByText('Copied as a table').waitFor()
  const copied = await page.evaluate<string>('navigator.clipboard.readText()')
  const [, ...rows] = copied.split(/\r?\n/).map((line) => line.split('\t').slice(0, 2))
  expect(rows).toEqual([['SMS', shown.replaceAll(',', '')]])
})

test('of a card that shows nothing no picture is taken, and it says why', async () => {
  const page = await scene.at(scene.owner(), `/notifications?${period}&channel=sms`)
  for (const title of ['Viber by status by day', 'Viber by status by day, percent']) {
    await choose(page, title, 'Download PNG')
    await card(page, title).getByText('There is nothing in this period to take a picture of.').waitFor()
  }
})

/** Whether the lower part of a picture has anything on it: in a PNG what is as above or beside is written as zeros. */
function isBlank(png: Buffer): boolean {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const packed: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const lines = inflateSync(Buffer.concat(packed))
  const length = lines.length / height
  expect(width).toBeGreaterThan(1000)
  const marked = Array.from({ length: height }, (_, line) =>
    lines.subarray(line * length + 1, (line + 1) * length).some((byte) => byte !== 0 && byte !== 255),
  )
  return marked.slice(Math.floor(height * 0.5)).filter(Boolean).length < height * 0.05
}

test.each([
  ['analytics', ['SMS']],
  [
    'chats',
    [
      'Total number of dialogues',
      'Popular robot phrases',
      'Web widget dialogues by coordinates',
      'Operator activity (online)',
    ],
  ],
  ['telephony', ['Volume of contact', 'Trunking level CPS', 'Calls by status, this year']],
])('the cards of %s are pictures, of every kind', async (path, titles) => {
  const page = await scene.at(scene.owner(), `/${path}?${period}`)
  await drawn(page)
  for (const title of titles) {
    const file = await download(page, () => choose(page, title, 'Download PNG'))
    expect(isBlank(readFileSync(await file.path())), title).toBe(false)
  }
  const last = titles.at(-1)!
  if (path !== 'telephony') return
  // What is shown as a table is a picture of the table.
  await choose(page, last, 'Show as table')
  const table = await download(page, () => choose(page, last, 'Download PNG'))
  expect(isBlank(readFileSync(await table.path()))).toBe(false)
})

test('with a comparison every card tells of the period before', async () => {
  for (const path of ['analytics', 'notifications', 'chats', 'telephony']) {
    const page = await scene.at(scene.owner(), `/${path}?${period}&compare=previous`)
    await drawn(page)
    const cards = await page
      .locator('.card')
      .evaluateAll((all) => all.map((one) => ({ title: one.getAttribute('aria-label'), text: one.textContent ?? '' })))
    expect(cards.length).toBeGreaterThan(7)
    const silent = cards.filter(({ text }) => !/Previous period|vs |[▲▼]|no change|no comparable|Nothing in/.test(text))
    expect(silent.map(({ title }) => title)).toEqual([])
  }
  const page = await scene.at(scene.owner(), `/telephony?${period}&compare=previous`)
  await choose(page, 'Trunking level CPS', 'Show as table')
  const head = card(page, 'Trunking level CPS').locator('thead')
  expect(await head.innerText()).toContain('Most in a second, Previous period')
})

test('on paper a page is light, says what it is about, and has every card, with its pages numbered', async () => {
  const dark = await scene.signedIn({ theme: 'dark' })
  const page = await scene.at(dark, `/notifications?${period}&channel=sms&channel=viber&compare=previous`)
  await drawn(page)
  await choose(page, 'Notifications', 'Show as table')
  const titles = await page.locator('.card').evaluateAll((cards) => cards.map((one) => one.getAttribute('aria-label')!))
  for (const landscape of [true, false]) {
    const path = join(scene.place.folder, 'page.pdf')
    await page.pdf({ path, format: 'A4', landscape })
    const { pages, text } = await textOf(path)
    expect(text).toContain('Notification graphs')
    expect(text).toContain(zone)
    expect(text).toContain('Channel: SMS, Viber')
    expect(text).toContain('compared with the previous period')
    expect(text).toContain('Read at')
    for (const title of titles) expect(text, title).toContain(title)
    expect(pages).toBeGreaterThan(2)
    expect(text).toContain(`1 / ${pages}`)
    expect(text).not.toContain('All channels')
  }
  // The sheet is white in a dark theme, too.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await page.evaluate<string>('getComputedStyle(document.querySelector(".card")).backgroundColor')).toBe(
    'rgb(255, 255, 255)',
  )
  // Colours that tell what is what are there without backgrounds, and plots are as wide as their cards.
  const seen = await page.evaluate<{ colours: string[]; gaps: number[]; scales: number[] }>(`(() => {
    const plots = [...document.querySelectorAll('.plot')].map((plot) => ({
      room: plot.parentElement.clientWidth,
      canvas: [...plot.querySelectorAll('canvas')].find((one) => one.offsetWidth > 0),
    }))
    return {
      colours: [...document.querySelectorAll('.legend .dot')].map((one) => getComputedStyle(one).printColorAdjust),
      gaps: plots.map(({ room, canvas }) => room - canvas.getBoundingClientRect().width),
      scales: plots.map(({ canvas }) => canvas.getBoundingClientRect().width / canvas.width),
    }
  })()`)
  expect(new Set(seen.colours)).toEqual(new Set(['exact']))
  expect(seen.gaps.length).toBeGreaterThan(5)
  // The letters of all plots are of one size.
  expect(Math.max(...seen.scales) / Math.min(...seen.scales)).toBeLessThan(1.1)
  expect(seen.gaps.filter((gap) => Math.abs(gap) > 1)).toEqual([])
})

test('on paper straight from the screen every table is whole, up to the last card, and nothing lies over another', async () => {
  const page = await scene.tab(scene.owner())
  const reads = ['online', 'paused'].map((order) =>
    page.waitForResponse((answer) => answer.url().endsWith(`order=${order}&offset=0&limit=100`), soon),
  )
  await page.goto(`/chats?${period}`)
  await drawn(page)
  await page.locator('.map-table tr').first().waitFor(soon)
  await page.locator('.card').last().locator('.lane').first().waitFor(soon)
  const [operators = []] = await Promise.all(
    reads.map(async (read) => ((await (await read).json()) as { lanes: { name: string }[] }).lanes),
  )
  expect(operators.length).toBeGreaterThan(10)
  const files = []
  for (const landscape of [true, false]) {
    const path = join(scene.place.folder, `chats-${landscape}.pdf`)
    await page.pdf({ path, format: 'A4', landscape })
    files.push(path)
  }
  const more = page.locator('.bars-more')
  expect(await more.count()).toBeGreaterThan(1)
  for (const button of await more.all()) await button.press('Enter')
  const named = page.locator('.bars-table tbody th bdi, .map-row, .lane-name, .card h2')
  const told = (await named.allInnerTexts()).map(bare)
  expect(told.length).toBeGreaterThan(40)
  for (const path of files) {
    const { pages, text } = await textOf(path)
    expect(text).toContain(`${pages} / ${pages}`)
    const all = bare(text)
    expect(told.filter((one) => !all.includes(one))).toEqual([])
    const [, online = '', paused = ''] = all.split(/Operatoractivity\((?:online|paused)\)/)
    for (const part of [online, paused]) expect(operators.filter(({ name }) => !part.includes(bare(name)))).toEqual([])
    expect(all).not.toContain(`1–10of${operators.length}`)
    expect(await overlaid(path)).toEqual([])
  }
})

/** A text without what a line may be broken at. */
function bare(text: string): string {
  return text.replaceAll(/\s/g, '')
}

/** The pieces of text of a file whose middle lies within another piece. */
async function overlaid(path: string): Promise<string[]> {
  const file = await getDocumentProxy(new Uint8Array(readFileSync(path)))
  const found: string[] = []
  for (let at = 1; at <= file.numPages; at++) {
    const { items } = await (await file.getPage(at)).getTextContent()
    const boxes = items.flatMap((item) => {
      if (!('str' in item) || item.str.trim() === '') return []
      const [, , , , left, bottom] = item.transform as number[]
      return [{ text: item.str, left: left!, bottom: bottom!, width: item.width, height: item.height }]
    })
    for (const one of boxes) {
      const [x, y] = [one.left + one.width / 2, one.bottom + one.height / 2]
      const over = boxes.find(
        (box) =>
          box !== one && x > box.left && x < box.left + box.width && y > box.bottom && y < box.bottom + box.height,
      )
      if (over !== undefined) found.push(`${at}: ${one.text} / ${over.text}`)
    }
  }
  return found
}

async function textOf(path: string): Promise<{ pages: number; text: string }> {
  const { totalPages, text } = await extractText(await getDocumentProxy(new Uint8Array(readFileSync(path))), {
    mergePages: true,
  })
  return { pages: totalPages, text }
}
