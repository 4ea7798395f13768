import { readFileSync } from 'node:fs'
import { Temporal } from 'temporal-polyfill'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { isLong, sampled } from './long.ts'
import { cloudEvent, millionths, modelMessages } from './model.ts'
import type { ModelMessage } from './model.ts'
import { folded, urlOf, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'
import { card, chips, download, expectRussian, figures, settled, styleOf, tableOf, tabTo } from './web-page.ts'
import { newPerson, newVisit, openBrowser, seriousFindings } from './visitor.ts'
import type { Tastes, Visit } from './visitor.ts'
import { webDays } from './web-days.ts'
import { partsOf } from './zip-parts.ts'

// A browser on a busy machine is slow; how fast the pages are is measured elsewhere.
vi.setConfig({ testTimeout: 90_000 })

const soon = { timeout: 20_000 }

/** The zone of the company; the browser stands elsewhere. */
const zone = 'Europe/Berlin'
const email = 'ann@example.com'
const password = 'a-password-of-the-web-tests'
const token = 'a-token-of-the-web-tests'
const settings = {
  TZ: zone,
  TALKMETER_LOG_LEVEL: 'error',
  TALKMETER_INIT_ADMIN_EMAIL: email,
  TALKMETER_INIT_ADMIN_PASSWORD: password,
  TALKMETER_INIT_TOKEN: token,
}

const now = Date.now()
const events = webDays(now, 2400)
const messages = modelMessages(events)
const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()

/** From the morning of one day to the evening of another, on the company's clock. */
const period = { from: `${ago(24)}T09:30`, to: `${ago(2)}T18:00` }
const periodAsked = `from=${period.from}&to=${period.to}`

const places: Workplace[] = []
let browser: Browser
let url: string
let emptyUrl: string
let session: NonNullable<Tastes['session']>
const people = new Map<string, BrowserContext>()
const visits: Visit[] = []

beforeAll(async () => {
  const [busy, empty] = ['web', 'web-empty'].map((name) => workplace(name, 'made')) as [Workplace, Workplace]
  places.push(busy, empty)
  const started = await Promise.all([
    urlOf(busy.talkmeter(['serve'], settings)),
    urlOf(empty.talkmeter(['serve'], settings)),
    openBrowser(),
  ])
  ;[url, emptyUrl, browser] = started
  const body = events.map((event) => JSON.stringify(cloudEvent(event)))
  await post(url, body.join('\n'))
  await folded(url)
  session = await signedIn(url)
}, 90_000)

afterEach(async () => {
  const past = visits.splice(0)
  // A page that nobody looks at would go on asking for news.
  for (const { page } of past) await page.close()
  // The browser itself tells of each refused sign-in.
  const complaints = past.flatMap((visit) => visit.complaints).filter((text) => !text.includes('status of 401'))
  if (complaints.length > 0) throw new Error(`The browser complains:\n${complaints.join('\n')}`)
})

afterAll(async () => {
  await browser?.close()
  for (const place of places) await place.clear()
})

test('a person who follows a link signs in and is led to what the link shows', async () => {
  const { page } = await tabOf(await newPerson(browser, url))
  await page.goto('/analytics?period=30d&channel=sms')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('not-the-password')
  await page.keyboard.press('Enter')
  await page.getByText('The e-mail or the password is wrong').waitFor()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Analytics', level: 1 }).waitFor()
  expect(new URL(page.url()).search).toBe('?period=30d&channel=sms')
  await page.getByRole('button', { name: 'Your menu, Admin' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goto('/notifications')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})

test('the counters are what an independent count gives', async () => {
  const { page } = await arrive(`/notifications?${periodAsked}`)
  const counted = inPeriod(messages, period)
  const of = (...statuses: string[]) => counted.filter(({ status }) => statuses.includes(status))
  const sent = of('pending', 'delivered', 'undelivered')
  const delivered = of('delivered').length
  await expect.poll(() => figures(page, 'Sent'), soon).toEqual([whole(sent.length)])
  await expect
    .poll(() => figures(page, 'Delivered'), soon)
    .toEqual([share(delivered / of('delivered', 'undelivered', 'error').length)])
  const parts = sent.filter(({ channel }) => channel === 'sms').reduce((sum, message) => sum + message.parts, 0)
  await expect.poll(() => figures(page, 'SMS parts'), soon).toEqual([whole(parts), whole(parts)])
  await expect
    .poll(() => figures(page, 'Total price'), soon)
    .toEqual(['EUR', 'USD'].map((currency) => priceOf(counted, currency)))
  const open = of('created', 'created-optional', 'delayed', 'pending').length
  await page.getByText(`${share(open / counted.length)} of the messages have no final status yet`).waitFor()
  await page.getByRole('button', { name: /^Newest event/ }).click()
  const feed = page.getByRole('dialog').getByRole('row', { name: /^.feeds.alpha / })
  await expect.poll(async () => (await feed.locator('td').allTextContents()).at(-1), soon).toBe(whole(events.length))
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: 'Analytics' }).click()
  await page.getByRole('heading', { name: 'Analytics', level: 1 }).waitFor()
  await settled(page)
  await expect.poll(() => figures(page, 'Messages sent'), soon).toEqual([whole(sent.length)])
  await expect.poll(() => figures(page, 'Messages delivered'), soon).toEqual([whole(delivered)])
  for (const [channel, title] of Object.entries(channelTitles)) {
    const own = counted.filter((message) => message.channel === channel)
    const lines = await card(page, title).locator('dd button').allTextContents()
    expect(lines, title).toEqual([
      whole(own.filter((message) => sent.includes(message)).length),
      whole(own.filter(({ status }) => status === 'delivered').length),
      priceOf(own, channel === 'email' ? 'USD' : 'EUR'),
    ])
  }
})

test('every panel shows, as a table, what the API answers', async () => {
  const { page } = await arrive(`/notifications?${periodAsked}`)
  const { dimensions } = await api<Catalogue>('panels')
  const { panels } = await api<PageAnswer>(`pages/notifications?${asked(period)}`)
  const titles = new Map(
    Object.values(dimensions).flatMap(({ values }) => values.map(({ value, title }) => [value, title.en])),
  )
  const titleOf = (word: string) =>
    titles.get(word) ?? (word.length === 10 ? dayTitle(word) : dateTime(Date.parse(word)))
  const plotted = Object.values(panels).filter(({ panel }) => panel.chart !== 'counter')
  expect(plotted).toHaveLength(9)
  for (const { panel, columns, rows } of plotted) {
    const { head, rows: shown } = await tableOf(page, panel.title)
    const measure = columns.findIndex(({ unit }) => unit === 'count')
    const cells = shown.flatMap((row) =>
      row.cells.slice(0, measure === 2 ? -1 : 1).map((text, at) => {
        const names = measure === 2 ? [row.head, head[at + 1]] : [row.head]
        // A share stands beside its number.
        return `${names.join(', ')}: ${text.split(' · ')[0]!.replaceAll(',', '')}`
      }),
    )
    const answered = rows.map(
      (row) =>
        `${row
          .slice(0, measure)
          .map((word) => titleOf(String(word)))
          .join(', ')}: ${row[measure]}`,
    )
    expect(cells.length, panel.id).toBeGreaterThan(0)
    expect(cells.toSorted(), panel.id).toEqual(answered.toSorted())
  }
})

test('a period with times of day and a zone is chosen by keyboard alone', async () => {
  const { page } = await arrive('/notifications')
  await tabTo(page, page.getByRole('button', { name: /^Period:/ }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('textbox', { name: 'Start, date' }))
  const fields = [ago(12), '8:15', ago(10).split('-').toReversed().join('.'), '1930']
  for (const text of fields) {
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.type('Asia/Tok')
  // While the list still narrows, what is marked in it changes.
  await expect.poll(() => page.getByRole('option').count(), soon).toBe(1)
  await page.keyboard.press('ArrowDown')
  await page.locator('[role=option][data-combobox-selected]', { hasText: 'Asia/Tokyo' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('option').waitFor({ state: 'hidden' })
  await tabTo(page, page.getByRole('button', { name: 'Apply' }))
  await page.keyboard.press('Enter')
  const chosen = { from: `${ago(12)}T08:15`, to: `${ago(10)}T19:30`, zone: 'Asia/Tokyo' }
  await page.waitForURL(`**/notifications?from=${chosen.from}&to=${chosen.to}&tz=Asia/Tokyo`)
  await settled(page)
  const sent = inPeriod(messages, chosen).filter(isSent).length
  await expect.poll(() => figures(page, 'Sent'), soon).toEqual([whole(sent)])
  expect(await page.getByRole('button', { name: /^Period:/ }).textContent()).toContain('Asia/Tokyo')
})

test('a wrong time is told, and nothing is applied', async () => {
  const { page } = await arrive('/notifications')
  await page.getByRole('button', { name: /^Period:/ }).click()
  await page.getByRole('textbox', { name: 'End, time' }).fill('25:00')
  await page.getByText('Write a time such as 09:30').waitFor()
  expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true)
  await page.getByRole('textbox', { name: 'End, time' }).fill('24:00')
  await page.getByRole('textbox', { name: 'End, date' }).fill('1.1.2020')
  await page.getByText('The end must be after the start').waitFor()
  await page.keyboard.press('Escape')
  expect(new URL(page.url()).search).toBe('')
})

test('filters, Clear, back and forward, and a link that shows the same to a colleague', async () => {
  const { page } = await arrive(`/notifications?${periodAsked}`)
  const counted = inPeriod(messages, period)
  const sentBy = (...channels: string[]) =>
    whole(
      counted.filter((message) => isSent(message) && (channels.length === 0 || channels.includes(message.channel)))
        .length,
    )
  const shows = async (search: string, sent: string) => {
    await page.waitForURL((address) => address.search === search)
    await settled(page)
    await expect.poll(() => figures(page, 'Sent'), { ...soon, message: search }).toEqual([sent])
  }
  await page.getByRole('button', { name: /^Channel:/ }).click()
  await page.getByRole('checkbox', { name: 'SMS' }).check()
  await page.getByRole('checkbox', { name: 'Viber' }).check()
  await page.keyboard.press('Escape')
  await shows(`?${periodAsked}&channel=sms&channel=viber`, sentBy('sms', 'viber'))
  // The legend filters to one of its words, and gives the others back.
  const legend = card(page, 'Sent by channel by day').getByRole('button', { name: 'Viber', exact: true })
  await legend.click()
  await shows(`?${periodAsked}&channel=viber`, sentBy('viber'))
  await page.goBack()
  await shows(`?${periodAsked}&channel=sms&channel=viber`, sentBy('sms', 'viber'))
  await page.goForward()
  await shows(`?${periodAsked}&channel=viber`, sentBy('viber'))
  await page.getByRole('button', { name: /^Status:/ }).click()
  await page.getByRole('checkbox', { name: 'Delivered', exact: true }).check()
  await page.keyboard.press('Escape')
  const delivered = whole(counted.filter(({ channel, status }) => channel === 'viber' && status === 'delivered').length)
  await shows(`?${periodAsked}&channel=viber&status=delivered`, delivered)

  const colleague = await arrive(page.url().slice(url.length), { language: 'ru' })
  await expect.poll(() => figures(colleague.page, 'Отправлено'), soon).toEqual([delivered])
  await expect.poll(() => chips(colleague.page), soon).toEqual(['Viber', 'Доставлено', 'Без сравнения'])

  await page.getByRole('button', { name: 'Clear' }).click()
  await page.waitForURL(`${url}/notifications`)
  await settled(page)
  await expect.poll(() => chips(page), soon).toEqual(['All channels', 'All statuses', 'No comparison'])
})

test('a link can be copied that follows the clock, or that holds the period fast; both name the zone', async () => {
  const { page } = await arrive('/notifications?period=30d&channel=push')
  const copied = async (name: string) => {
    await page.getByRole('button', { name: 'Share' }).click()
    await page.getByRole('menuitem', { name }).click()
    await page.getByText('Link copied').waitFor()
    return page.evaluate<string>('navigator.clipboard.readText()')
  }
  expect(await copied('Copy a link that follows the clock')).toBe(
    `${url}/notifications?period=30d&tz=Europe/Berlin&channel=push`,
  )
  expect(await copied('Copy a link to exactly this period')).toMatch(
    new RegExp(`/notifications\\?from=${ago(29)}T00:00&to=${ago(0)}T\\d\\d:\\d\\d&tz=Europe/Berlin&channel=push$`),
  )
})

test('where Grafana is not known, its button tells three steps, and gives the files', async () => {
  const { page } = await arrive('/notifications?period=30d&tz=Asia/Tokyo', { language: 'ru' })
  await settled(page)
  await page.getByRole('button', { name: 'Открыть в Grafana' }).click()
  const dialog = page.getByRole('dialog', { name: 'Эти графики в Grafana' })
  await expect.poll(() => dialog.locator('li h3').allTextContents(), soon).toHaveLength(3)
  await expectRussian(
    page,
    /^(Grafana[.?]|grafana|cli|plugins|install|npx|--no|talkmeter|push|TALKMETER_\w+|.*\/.*|.*-datasource)$/,
  )
  expect(await seriousFindings(page)).toEqual([])
  const saved = page.waitForEvent('download')
  await dialog.getByRole('link', { name: 'Скачать файлы' }).click()
  const parts = partsOf(readFileSync(await (await saved).path()))
  expect(JSON.parse(parts.get('dashboards/talkmeter/notifications.json')!)).toMatchObject({
    title: 'Графики уведомлений',
    timezone: 'Asia/Tokyo',
  })
  expect(parts.get('provisioning/datasources/talkmeter.yaml')).toContain(`url: "${url}"`)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

test('the arrows go to the periods beside, and not into the future', async () => {
  const { page } = await arrive('/notifications?period=last-month')
  await page.getByRole('button', { name: 'Period before' }).click()
  await page.waitForURL(`**/notifications?from=${monthStart(2)}&to=${monthStart(1)}`)
  await page.getByRole('button', { name: 'Period after' }).click()
  await page.waitForURL(`**/notifications?from=${monthStart(1)}&to=${monthStart(0)}`)
  await page.goto('/notifications?period=today')
  expect(await page.getByRole('button', { name: 'Period after' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Period before' }).click()
  await page.waitForURL(`**/notifications?from=${ago(1)}T00:00&to=${ago(0)}T00:00`)
})

test('the CSV of a panel holds the numbers of its table', async () => {
  const { page } = await arrive(`/notifications?${periodAsked}&channel=sms&channel=push`)
  const title = 'Sent by channel by day'
  const { rows } = await tableOf(page, title)
  const file = await download(page, title, 'Download CSV')
  expect(file.suggestedFilename()).toBe(
    `notifications.sent-by-channel-by-day_${period.from.slice(0, 10)}_${period.to.slice(0, 10)}.csv`,
  )
  const [head, ...lines] = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(head).toBe('day,channel,sent')
  expect(lines).toHaveLength(rows.length * 2)
  const inFile = lines.map((line) => line.split(',')[2])
  expect(inFile).toEqual(rows.flatMap(({ cells }) => cells.slice(0, 2)))
})

test('the PNG of a panel is the plot with its title, at twice the size of the screen', async () => {
  const { page } = await arrive(`/notifications?${periodAsked}`)
  const title = 'Sent by channel by day'
  const file = await download(page, title, 'Download PNG')
  expect(file.suggestedFilename()).toMatch(/^notifications\.sent-by-channel-by-day_.*\.png$/)
  const png = readFileSync(await file.path())
  expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n')
  const size = { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
  const plot = (await card(page, title).locator('canvas').boundingBox())!
  expect(size.width).toBe((Math.round(plot.width) + 40) * 2)
  expect(size.height).toBeGreaterThan(Math.round(plot.height) * 2 + 100)
  expect(size.height).toBeLessThan(Math.round(plot.height) * 2 + 300)
})

test('a number opens to exactly the messages that it counts', async () => {
  const { page } = await arrive(`/notifications?${periodAsked}`)
  const title = 'Sent by channel by day'
  const day = ago(9)
  const counted = inPeriod(messages, { from: `${day}T00:00`, to: `${ago(8)}T00:00` }).filter(isSent)
  const ofSms = counted.filter(({ channel }) => channel === 'sms')
  const { rows } = await tableOf(page, title)
  const at = rows.findIndex(({ head }) => head === dayTitle(day))
  expect(rows[at]!.cells[0]).toBe(whole(ofSms.length))
  await card(page, title).locator('tbody tr').nth(at).locator('button').first().press('Enter')
  const drawer = page.getByRole('dialog')
  await drawer.getByText(`${whole(ofSms.length)} message`).waitFor()
  await drawer.getByText(`${dayTitle(day)} · SMS`).waitFor()
  const ids = await drawer.locator('tbody tr td:nth-child(2)').allTextContents()
  expect(ids.toSorted()).toEqual(ofSms.map(({ message }) => message).toSorted())

  // The sum of the day and those below open, too, to as many as they say.
  const sums = [
    { of: card(page, title).locator('tbody tr').nth(at).locator('button').last(), name: dayTitle(day) },
    { of: card(page, title).locator('tfoot button').first(), name: 'SMS' },
    { of: card(page, title).locator('tfoot button').last(), name: undefined },
  ]
  const ofPeriod = inPeriod(messages, period).filter(isSent)
  const expected = [counted, ofPeriod.filter(({ channel }) => channel === 'sms'), ofPeriod].map((some) =>
    whole(some.length),
  )
  for (const [index, { of, name }] of sums.entries()) {
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    expect(await of.textContent()).toBe(expected[index])
    await of.press('Enter')
    await drawer.getByText(`${expected[index]} message`).waitFor()
    expect(await drawer.locator('.rows-total > span:not(.soft)').allTextContents()).toEqual(
      name === undefined ? [] : [name],
    )
  }
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  await card(page, title).locator('tbody tr').nth(at).locator('button').first().press('Enter')
  await drawer.getByText(`${whole(ofSms.length)} message`).waitFor()

  // And each of them to the events that it was made of.
  await drawer.getByRole('button', { name: ids[0]! }).press('Enter')
  await drawer.getByRole('heading', { name: ids[0]! }).waitFor()
  const itsEvents = events.filter(({ message }) => message === ids[0])
  await expect.poll(() => drawer.locator('.history summary').count(), soon).toBe(itsEvents.length)
  await drawer.locator('.history summary').last().press('Enter')
  const sent = JSON.parse((await drawer.locator('.history details[open] pre').textContent())!) as { id: string }
  expect(itsEvents.map(({ id }) => id)).toContain(sent.id)
  await drawer.getByRole('button', { name: 'All messages' }).press('Enter')
  await drawer.getByText(`${whole(ofSms.length)} message`).waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })

  // All of them, page after page.
  const all = inPeriod(messages, period).filter((message) => isSent(message) && message.channel === 'email')
  expect(all.length).toBeGreaterThan(0)
  await card(page, 'Text messages sent, by channel')
    .locator('canvas')
    .click({ position: await barOf(page, 3) })
  await drawer.getByText(`${whole(all.length)} message`).waitFor()
  await drawer.getByText('Email').first().waitFor()
  const read = drawer.locator('tbody tr')
  while (await drawer.getByRole('button', { name: 'Load more' }).isVisible()) {
    const before = await read.count()
    await drawer.getByRole('button', { name: 'Load more' }).click()
    await expect.poll(() => read.count(), soon).toBeGreaterThan(before)
  }
  expect(await read.count()).toBe(all.length)
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })

  // Of an amount those that cost something in its currency.
  await card(page, 'Total price').locator('button.counter-value').nth(1).click()
  const inDollars = inPeriod(messages, period).filter(({ price }) => price?.currency === 'USD')
  await drawer.getByText(`${whole(inDollars.length)} message`).waitFor()
  expect(new URL(page.url()).searchParams.get('at.currency')).toBe('USD')
})

test('ten years are drawn by months, a bar of which opens to exactly its messages; a minute is drawn, too', async () => {
  const years = { from: `${ago(3650)}T00:00`, to: `${today.add({ days: 1 }).toString()}T00:00` }
  const { page } = await arrive(`/notifications?from=${years.from}&to=${years.to}`)
  const title = 'SMS parts'
  const place = card(page, title).last()
  await place.getByText('Each bar is a month.').waitFor()
  const plot = place.locator('canvas')
  const { width, height } = (await plot.boundingBox())!
  const drawer = page.getByRole('dialog')
  // The last bar, of this month, is the first that a pointer meets from the right.
  for (let x = width - 12; x > width - 60 && !(await drawer.isVisible()); x -= 2)
    await plot.click({ position: { x, y: height - 40 } })
  const month = await drawer.locator('.rows-total span').first().textContent()
  const [first, last] = month!.split(' – ').map((text) => Temporal.PlainDate.from(isoDay(text)))
  expect([first!.day, last!.equals(today) || last!.equals(last!.with({ day: last!.daysInMonth }))]).toEqual([1, true])
  const counted = inPeriod(messages, {
    from: `${first!.toString()}T00:00`,
    to: `${last!.add({ days: 1 }).toString()}T00:00`,
  })
  const ofSms = counted.filter((message) => isSent(message) && message.channel === 'sms')
  await expect.poll(() => drawer.getByTestId('rows-total').textContent(), soon).toBe(`${whole(ofSms.length)} messages`)
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  const { rows } = await tableOf(page, title)
  expect(rows.length).toBe(3651)

  const moment = Temporal.Instant.fromEpochMilliseconds(messages.find(isSent)!.createdAt).toZonedDateTimeISO(zone)
  const [from, to] = [0, 1].map((minutes) => moment.toPlainDateTime().add({ minutes }).toString().slice(0, 16))
  await page.goto(`/notifications?from=${from}&to=${to}`)
  const ofMinute = inPeriod(messages, { from: from!, to: to! }).filter(isSent)
  expect(ofMinute.length).toBeGreaterThan(0)
  await expect.poll(() => figures(page, 'Sent'), soon).toEqual([whole(ofMinute.length)])
})

test('a comparison says what was before, and draws it', async () => {
  const week = { from: `${ago(14)}T00:00`, to: `${ago(7)}T00:00` }
  const before = { from: `${ago(21)}T00:00`, to: `${ago(14)}T00:00` }
  const { page } = await arrive(`/notifications?from=${week.from}&to=${week.to}`)
  await page.getByRole('button', { name: /^Compare:/ }).click()
  await page.getByRole('menuitemradio', { name: 'Previous period' }).click()
  await page.waitForURL(/compare=previous/)
  await settled(page)
  const [is, was] = [week, before].map((p) => inPeriod(messages, p).filter(isSent).length) as [number, number]
  const note = card(page, 'Sent').locator('.counter-note')
  const [up, change] = [is > was ? 'up' : 'down', share(Math.abs((is - was) / was))]
  await expect.poll(() => note.textContent(), soon).toContain(`${up} ${change} vs ${whole(was)}`)
  const legend = card(page, 'Notifications').getByRole('button', { name: 'Previous period' })
  expect(await legend.getAttribute('aria-pressed')).toBe('true')
  await legend.click()
  expect(await legend.getAttribute('aria-pressed')).toBe('false')

  // Day over day, and word by word.
  const sentAt = (from: number) =>
    inPeriod(messages, { from: `${ago(from)}T00:00`, to: `${ago(from - 1)}T00:00` }).filter(isSent).length
  const byDay = await tableOf(page, 'Sent by channel by day')
  expect(byDay.head.at(-1)).toBe('Previous period')
  expect(byDay.rows.map(({ cells }) => cells.at(-1))).toEqual(
    [21, 20, 19, 18, 17, 16, 15].map((days) => whole(sentAt(days))),
  )
  const byChannel = await tableOf(page, 'Text messages sent, by channel')
  const ofSms = inPeriod(messages, before).filter((message) => isSent(message) && message.channel === 'sms')
  expect(byChannel.rows.find(({ head }) => head === 'SMS')?.cells.at(-1)).toBe(whole(ofSms.length))
})

test('the definition of each number is one click away', async () => {
  const { page } = await arrive(`/notifications?${periodAsked}`)
  const { panels } = await api<Catalogue>('panels')
  const onPage = panels.filter(({ page: own }) => own === 'notifications')
  for (const { title, measures } of onPage.toSpliced(4)) {
    await page
      .getByRole('button', { name: `What it means: ${title.en}`, exact: true })
      .first()
      .click()
    for (const { definition } of measures) await page.getByRole('dialog').getByText(definition.en).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  expect(await page.getByRole('button', { name: /^What it means:/ }).count()).toBe(onPage.length + 1)
})

test('why a page is empty is told, with a way on: filtered out, or nothing in the period', async () => {
  const { page } = await arrive(`/notifications?from=${ago(9)}T10:00&to=${ago(9)}T10:01&channel=push&status=canceled`)
  await page.getByRole('heading', { name: 'Nothing passes the filters' }).waitFor()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await page.waitForURL((address) => !address.search.includes('push'))
  await page.goto('/notifications?from=2021-01-01T00:00&to=2021-02-01T00:00')
  await page.getByRole('heading', { name: 'Nothing in this period' }).waitFor()
  await page.getByRole('button', { name: 'Show the last days with data' }).click()
  await page.waitForURL(`**/notifications?from=${ago(6)}T00:00&to=${today.add({ days: 1 }).toString()}T00:00`)
  await settled(page)
  await expect.poll(() => figures(page, 'Sent'), soon).not.toEqual(['0'])
})

test('a panel that failed says why, and a new try mends it alone', async () => {
  const { page, complaints } = await tab()
  const broken = { title: 'Too busy', status: 503, code: 'overloaded', detail: 'x', requestId: 'request-17' }
  let asks = 0
  await page.route('**/api/v1/pages/notifications?*', async (route) => {
    asks++
    const answer = await route.fetch()
    const body = (await answer.json()) as PageAnswer
    const undrawable = { ...body.panels['notifications.by-status'], columns: null }
    const panels = {
      ...body.panels,
      'notifications.by-channel': broken,
      'notifications.sent': broken,
      'notifications.by-status': undrawable,
    }
    await route.fulfill({ response: answer, json: { ...body, panels } })
  })
  await page.goto(`/notifications?${periodAsked}`)
  const failed = card(page, 'Text messages sent, by channel')
  await failed.getByText('The server is too busy now.').waitFor()
  await failed.getByText('request-17').waitFor()
  await card(page, 'Text messages by status').getByText('This could not be loaded.').waitFor()
  await card(page, 'Sent by channel by day').locator('canvas').waitFor()
  await failed.getByRole('button', { name: 'Try again' }).click()
  await failed.locator('canvas').waitFor()
  await card(page, 'Sent').getByRole('button', { name: 'Try again' }).click()
  const sent = inPeriod(messages, period).filter(isSent).length
  await card(page, 'Sent').getByText(whole(sent)).waitFor()
  expect(asks).toBe(1)
  // React tells of what a boundary held.
  complaints.splice(0)
})

test('a page that cannot be loaded says so, in the language of the page, and a new try loads it', async () => {
  const { page, complaints } = await tab({ language: 'ru' })
  let isDown = true
  await page.route('**/api/v1/pages/**', (route) => (isDown ? route.abort() : route.continue()))
  await page.goto('/analytics?period=30d')
  await page.getByText('Сервер не отвечает.').waitFor()
  isDown = false
  await page.getByRole('button', { name: 'Повторить' }).click()
  await settled(page)
  expect(await page.getByRole('alert').count()).toBe(0)
  complaints.splice(0)
})

test('a live page takes in what comes, by itself', async () => {
  const { page } = await tab()
  await page.clock.install()
  await page.goto('/notifications?period=15m&channel=push')
  await page.getByRole('heading', { name: 'Nothing passes the filters' }).waitFor()
  const time = new Date().toISOString()
  const data = { channel: 'push', status: 'delivered' }
  const event = { specversion: '1.0', id: 'live', source: 'x', type: 'message.status', subject: 'live-1', time, data }
  await post(url, JSON.stringify(event))
  await folded(url)
  await page.clock.fastForward(31_000)
  await expect.poll(() => figures(page, 'Sent'), soon).toEqual(['1'])
})

test('a newcomer is led to the first event, and the page fills by itself when it comes', async () => {
  const { page } = await tabOf(await newPerson(browser, emptyUrl, { session: await signedIn(emptyUrl) }))
  await page.goto('/')
  await page.getByRole('heading', { name: 'Send your first event' }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  expect(await page.getByRole('button', { name: 'Copy the command' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByText('The token is in the command below.').waitFor()
  await page.getByRole('button', { name: 'Copy the command' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const command = await page.evaluate<string>('navigator.clipboard.readText()')
  const [, made = ''] = /Bearer (tm_\S+)'/.exec(command) ?? []
  const [, body = ''] = /-d '([^']+)'/.exec(command) ?? []
  const answer = await fetch(`${emptyUrl}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${made}`, 'content-type': 'application/cloudevents+json' },
    body,
  })
  expect(await answer.json()).toMatchObject({ accepted: 1 })
  await settled(page)
  await expect.poll(() => figures(page, 'Sent'), soon).toEqual(['1'])
  await expect.poll(() => figures(page, 'Total price'), soon).toEqual(['€0.05'])
})

test('Russian, dark, and patterns are remembered, and there before anything is painted', async () => {
  const { page } = await tabOf(await newPerson(browser, url, { session }))
  await page.goto('/notifications?period=30d')
  await page.getByRole('button', { name: 'Your menu, Admin' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Patterns in charts' }).click()
  await page.getByRole('menuitemradio', { name: 'Русский' }).click()
  await page.getByRole('heading', { name: 'Графики уведомлений', level: 1 }).waitFor()
  await page.keyboard.press('Escape')
  await card(page, 'Сообщения по статусам')
    .getByRole('button', { name: /^Доставлено/ })
    .waitFor()
  // Once more, with every script but the first held back: what can be seen is dark already.
  await page.route('**/assets/*.js', () => {})
  await page.reload({ waitUntil: 'commit' })
  await expect.poll(() => page.evaluate<number>('document.styleSheets.length'), soon).toBeGreaterThan(0)
  const root = page.locator('html')
  const seen = {
    language: await root.getAttribute('lang'),
    theme: await root.getAttribute('data-mantine-color-scheme'),
    page: await styleOf(page, 'body', 'background-color'),
  }
  expect(seen).toEqual({ language: 'ru', theme: 'dark', page: 'rgb(15, 18, 22)' })
  await page.unroute('**/assets/*.js')
  await page.reload()
  await settled(page)
  const mark = '[aria-label="Отправлено по каналам по дням"] .legend li:nth-child(2) i'
  expect(await styleOf(page, mark, 'background-image')).toContain('gradient')
  await expectRussian(page)
})

test('nothing on a phone is wider than the phone, in the longest words, and the menu is a sheet', async () => {
  const compared = `${periodAsked}&compare=previous`
  const { page } = await arrive(`/analytics?${compared}`, { width: 360, height: 740, language: 'ru' })
  const expectToFit = async () =>
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'), page.url()).toBe(0)
  await expectToFit()
  await page.getByRole('button', { name: 'Открыть меню' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: /My company/ }).waitFor()
  await sheet.getByRole('link', { name: 'Отчёты' }).click()
  await page.getByRole('heading', { name: 'Отчёты' }).waitFor()
  await sheet.waitFor({ state: 'detached' })
  await expectToFit()
  await page.goto(`/notifications?${compared}`)
  await settled(page)
  await expectToFit()
  await page.locator('.period-shown').click()
  await page.getByRole('textbox').first().waitFor()
  await expectToFit()
})

test('keyboard alone reaches everything that can be pressed, and shows where it is', async () => {
  const { page } = await arrive(`/notifications?${periodAsked}&compare=previous`)
  await page.locator('body').press('Tab')
  const focused = page.locator(':focus')
  expect(await focused.textContent()).toBe('Skip to the content')
  const reached: string[] = []
  const unseen: string[] = []
  for (let presses = 0; presses < 300 && (await focused.count()) > 0; presses++) {
    const name = (await focused.getAttribute('aria-label')) ?? (await focused.textContent()) ?? ''
    reached.push(name)
    if ((await styleOf(page, ':focus', 'outline-style')) === 'none') unseen.push(name)
    await page.keyboard.press('Tab')
  }
  expect(unseen).toEqual([])
  const pressable = await page
    .locator('button:visible:enabled, a[href]:visible')
    .evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? element.textContent))
  expect(pressable.length).toBeGreaterThan(60)
  expect(pressable.filter((name) => !reached.includes(name))).toEqual([])
})

test('single keys choose periods and pages, are listed under ?, wait while somebody types, and can be switched off', async () => {
  const { page } = await arrive('/notifications?channel=sms')
  const search = () => new URL(page.url()).search
  await page.keyboard.press('t')
  await expect.poll(search, soon).toBe('?period=30d&channel=sms')
  await page.keyboard.press('x')
  await expect.poll(search, soon).toBe('?period=30d&channel=sms&compare=previous')
  await page.keyboard.press('l')
  await page.getByText('Link copied').waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    `${url}/notifications?period=30d&tz=${zone}&channel=sms&compare=previous`,
  )
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await page.getByRole('heading', { name: 'Analytics', level: 1 }).waitFor()
  await page.keyboard.press('0')
  await expect.poll(search, soon).toBe('')
  await page.keyboard.press('c')
  await page.getByLabel('Start, date').fill('2026-01-01')
  await page.keyboard.press('d')
  await page.keyboard.press('Escape')
  await page.getByLabel('Start, date').waitFor({ state: 'detached' })
  expect(search()).toBe('')

  await page.keyboard.press('?')
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await list.getByText('Last 30 days').waitFor()
  expect(await list.getByText('Search in the list').count()).toBe(0)
  expect(await seriousFindings(page, '[role=dialog]')).toEqual([])
  await list.getByLabel('Single keys do something').click()
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
  await page.keyboard.press('e')
  await page.keyboard.press('?')
  await page.getByRole('button', { name: 'Your menu, Admin' }).click()
  await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click()
  expect(search()).toBe('')
  await list.getByLabel('Single keys do something').click()
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })

  // A page with fields to choose from has their lists in it, closed.
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.getByRole('heading', { name: 'Invoices', level: 1 }).waitFor()
  await page.getByRole('listbox', { includeHidden: true }).first().waitFor({ state: 'attached' })
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('heading', { name: 'Reports', level: 1 }).waitFor()
  await page.getByLabel('Name of the report').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('d/g')
  expect(await page.getByLabel('Name of the report').inputValue()).toBe('d/g')
})

test('what is printed is light, without menus, and with the year of the period', async () => {
  const { page } = await arrive(`/notifications?period=30d`, { theme: 'dark' })
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('navigation').isVisible()).toBe(false)
  expect(
    await page
      .getByRole('button', { name: /^Actions:/ })
      .first()
      .isVisible(),
  ).toBe(false)
  expect(await page.locator('.period-shown').innerText()).toContain(String(today.year))
  const paper = await styleOf(page, '.card', 'background-color')
  expect(paper).toBe('rgb(255, 255, 255)')
})

const openers = {
  'the choice of channels': /^(Channel|Канал):/,
  'the choice of a comparison': /^(Compare|Сравнение):/,
  'the menu for sharing': /^(Share|Поделиться)$/,
  'the menu of the person': /^(Your menu|Ваше меню)/,
  'the company': /^(Company|Компания):/,
  'the balance': /^(Balance|Баланс)/,
  'the definition of a number': /^(What it means|Что означает):/,
  'the feeds': /^(Newest event|Последнее событие)/,
  'the menu of a card': /^(Actions|Действия):/,
}

test.each(
  sampled(
    [
      ['English and light', { language: 'en', theme: 'light' }],
      ['Russian and dark', { language: 'ru', theme: 'dark' }],
    ] as const,
    1,
  ),
)('axe finds nothing serious on any page or state, in %s', { timeout: 240_000 }, async (_title, tastes) => {
  const { page, complaints } = await tab(tastes)
  // Half of a fading menu would be hard to read; who asks for less motion gets it whole at once.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const look = async (state: string, part = 'html') => expect(await seriousFindings(page, part), state).toEqual([])
  const opened = '[role=dialog], [role=menu]'
  await page.goto(`/notifications?${periodAsked}&compare=previous`)
  await settled(page)
  await look('notifications')
  await page.locator('.period-shown').click()
  await page.getByRole('textbox').first().waitFor()
  await look('the form of the period', opened)
  await page.keyboard.press('Escape')
  // What is opened is the same in each language and theme, so without the time for all it is looked at in one.
  for (const [state, opener] of Object.entries(isLong || tastes.language === 'ru' ? openers : {})) {
    await page.getByRole('button', { name: opener }).first().click()
    await page.locator(opened).first().waitFor()
    await look(state, opened)
    await page.keyboard.press('Escape')
    await page.locator(opened).first().waitFor({ state: 'detached' })
  }
  await page.getByRole('button', { name: openers['the menu of a card'] }).nth(5).click()
  await page.getByRole('menuitem').first().click()
  await page.locator('.card-table button').first().click()
  await page.getByRole('dialog').locator('tbody tr').first().waitFor()
  await look('a table, and the messages behind a number')
  await page.goto(`/analytics?${periodAsked}&compare=previous`)
  await settled(page)
  await look('analytics')
  for (const path of [
    '/reports',
    '/nowhere',
    '/sign-in',
    '/notifications?from=2021-01-01&to=2021-01-02',
    '/notifications?period=decade',
  ]) {
    await page.goto(path)
    await page.locator(':is(h1, h2):visible').first().waitFor()
    await page.waitForLoadState('networkidle')
    await look(path)
  }
  await page.route('**/api/v1/pages/**', (route) => route.abort())
  const before = complaints.length
  await page.goto('/notifications')
  await page.getByRole('alert').waitFor()
  await look('a page that failed')
  complaints.splice(before)
})

type Answer = {
  panel: { id: string; title: string; chart: string }
  columns: { name: string; unit: string | null }[]
  rows: (string | number)[][]
}
type PageAnswer = { panels: Record<string, Answer> }
type Catalogue = {
  panels: { page: string; title: { en: string }; measures: { definition: { en: string } }[] }[]
  dimensions: Record<string, { values: { value: string; title: { en: string } }[] }>
}
type WallPeriod = { from: string; to: string; zone?: string }

const channelTitles = { sms: 'SMS', viber: 'Viber', email: 'Email', whatsapp: 'WhatsApp', push: 'Push' }

/** A tab at a path, with what it has to show there. Who has the same tastes is the same person, with a warm cache. */
async function arrive(path: string, tastes: Tastes = {}): Promise<Visit> {
  const visit = await tab(tastes)
  await visit.page.goto(path)
  await settled(visit.page)
  return visit
}

async function tab(tastes: Tastes = {}): Promise<Visit> {
  const name = JSON.stringify(tastes)
  const person = people.get(name) ?? (await newPerson(browser, url, { session, ...tastes }))
  people.set(name, person)
  return tabOf(person)
}

/** A tab of somebody in particular. */
async function tabOf(person: BrowserContext): Promise<Visit> {
  const visit = await newVisit(person)
  visits.push(visit)
  return visit
}

async function signedIn(base: string): Promise<NonNullable<Tastes['session']>> {
  const person = await newPerson(browser, base)
  const answer = await person.request.post(`${base}/api/v1/session`, { data: { email, password } })
  expect(answer.status()).toBe(200)
  const state = await person.storageState()
  await person.close()
  return state
}

async function post(base: string, body: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  const answer = await fetch(`${base}/api/v1/events`, { method: 'POST', headers, body })
  expect(await answer.json()).toMatchObject({ rejected: [] })
}

async function api<Body>(path: string): Promise<Body> {
  const answer = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Body
}

function asked({ from, to }: WallPeriod): string {
  const times = [from, to].map((wall) => new Date(instantOf(wall, zone)).toISOString())
  return new URLSearchParams({ from: times[0]!, to: times[1]!, tz: zone }).toString()
}

function instantOf(wall: string, at: string): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(at).epochMilliseconds
}

function inPeriod(all: readonly ModelMessage[], { from, to, zone: at = zone }: WallPeriod): ModelMessage[] {
  const [first, end] = [instantOf(from, at), instantOf(to, at)]
  return all.filter(({ createdAt }) => createdAt >= first && createdAt < end)
}

function isSent({ status }: ModelMessage): boolean {
  return ['pending', 'delivered', 'undelivered'].includes(status)
}

/** Where on the plot of channels the nth bar is. */
async function barOf(page: Page, nth: number): Promise<{ x: number; y: number }> {
  const { width, height } = (await card(page, 'Text messages sent, by channel').locator('canvas').boundingBox())!
  return { x: width * 0.36, y: (height / 5) * (nth - 0.5) }
}

/** When the month so many months ago began. */
function monthStart(months: number): string {
  return `${today.subtract({ months }).with({ day: 1 }).toString()}T00:00`
}

/** The day so many days ago, by the company's calendar. */
function ago(days: number): string {
  return today.subtract({ days }).toString()
}

/** `1 Nov 2026` as a date. */
function isoDay(text: string): string {
  const date = new Date(`${text} 12:00 UTC`)
  return date.toISOString().slice(0, 10)
}

function dayTitle(day: string): string {
  const date = new Date(`${day}T12:00:00Z`)
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat('en-GB', options).format(date)
}

function dateTime(time: number): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).format(new Date(time))
}

function whole(count: number): string {
  return count.toLocaleString('en-GB')
}

function share(part: number): string {
  return `${(part * 100).toFixed(1)}\u00a0%`
}

function priceOf(all: readonly ModelMessage[], currency: string): string {
  const sum = all.reduce(
    (total, { price }) => (price?.currency === currency ? total + millionths(price.amount) : total),
    0n,
  )
  const decimal = `${sum / 1_000_000n}.${String(sum % 1_000_000n).padStart(6, '0')}` as Intl.StringNumericLiteral
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  return new Intl.NumberFormat('en-GB', style).format(decimal)
}
