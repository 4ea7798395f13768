import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cloudEvent } from './model.ts'
import { folded, urlOf, workplace } from './serving.ts'
import { newPerson, newVisit, openBrowser } from './visitor.ts'
import { webDays } from './web-days.ts'
import { settled } from './web-page.ts'

const picture = join(import.meta.dirname, '../docs/notification-graphs.png')
const signIn = { email: 'ann@example.com', password: 'a-password-for-the-picture' }
const token = 'a-token-for-the-picture'

/** `UPDATE_DOCS=1` takes the picture of the README anew, from a server with believable days. */
test.runIf(process.env['UPDATE_DOCS'] !== undefined)('the picture of the README', { timeout: 120_000 }, async () => {
  const place = workplace('picture', 'made')
  const browser = await openBrowser()
  try {
    const serving = place.talkmeter(['serve'], {
      TZ: 'Europe/Berlin',
      TALKMETER_INIT_ADMIN_EMAIL: signIn.email,
      TALKMETER_INIT_ADMIN_PASSWORD: signIn.password,
      TALKMETER_INIT_TOKEN: token,
    })
    const url = await urlOf(serving)
    await fetch(`${url}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: webDays(Date.now(), 60_000)
        .map((event) => JSON.stringify(cloudEvent(event)))
        .join('\n'),
    })
    await folded(url)
    const person = await newPerson(browser, url, { height: 1010 })
    expect((await person.request.post(`${url}/api/v1/session`, { data: signIn })).status()).toBe(200)
    const { page } = await newVisit(person)
    await page.goto('/notifications?period=30d&compare=previous')
    await settled(page)
    await page.waitForTimeout(1000)
    writeFileSync(picture, await page.screenshot())
  } finally {
    await browser.close()
    await place.clear()
  }
})
