import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import { urlOf, workplace } from './serving.ts'
import { newPerson, newVisit, openBrowser } from './visitor.ts'
import type { Tastes, Visit } from './visitor.ts'

/** How long a page may take to show something. */
export const soon = { timeout: 20_000 }

/** The zone of the first company. */
export const zone = 'Europe/Berlin'

export const ownerEmail = 'ann@example.com'

/** Somebody who is invited to the first company; their name and address are made of the role where nothing is said. */
export type Invited = { role: string; email?: string; name?: string }

/** A server of its own with people before it, for the tests of a file; what the browser complains of fails the test. */
export type WebScene = {
  place: ReturnType<typeof workplace>
  url: () => string
  browser: () => Browser
  /** The owner of the first company, who is of the platform's staff. */
  owner: () => BrowserContext
  /** The owner once more, with other tastes. */
  signedIn: (tastes?: Tastes) => Promise<BrowserContext>
  /** A person who accepted an invitation of the first company. */
  joined: (asked: Invited, tastes?: Tastes) => Promise<BrowserContext>
  accept: (link: string, name: string, tastes?: Tastes) => Promise<BrowserContext>
  /** A new tab of a person. */
  tab: (person: BrowserContext) => Promise<Page>
  /** A new tab at a path. */
  at: (person: BrowserContext, path: string) => Promise<Page>
  /** Asks the API as a person; throws what it answers where that is no success. */
  call: <Answer>(person: BrowserContext, method: string, path: string, data?: unknown) => Promise<Answer>
}

/** @param begin what is there before the first test */
export function webScene(
  name: string,
  settings: Readonly<Record<string, string>>,
  begin: (scene: WebScene) => Promise<void>,
): WebScene {
  // A browser on a busy machine is slow; how fast the pages are is measured elsewhere.
  vi.setConfig({ testTimeout: 90_000 })
  const ann = { email: ownerEmail, password: `a-password-of-the-${name}-tests` }
  const place = workplace(name, 'made')
  const visits: Visit[] = []
  let url: string
  let browser: Browser | undefined
  let owner: BrowserContext

  const scene: WebScene = {
    place,
    url: () => url,
    browser: () => browser!,
    owner: () => owner,
    async signedIn(tastes = {}) {
      const person = await newPerson(browser!, url, tastes)
      await scene.call(person, 'POST', 'session', ann)
      return person
    },
    async joined({ role, email = `${role}@example.com`, name: called = role }, tastes = {}) {
      const { link } = await scene.call<{ link: string }>(owner, 'POST', 'invitations', { email, role })
      return scene.accept(link, called, tastes)
    },
    async accept(link, called, tastes = {}) {
      const person = await newPerson(browser!, url, tastes)
      const accepting = { secret: link.split('#')[1], name: called, password: `the secret words of ${called}` }
      await scene.call(person, 'POST', 'invitations/accept', accepting)
      return person
    },
    async tab(person) {
      const visit = await newVisit(person)
      visits.push(visit)
      return visit.page
    },
    async at(person, path) {
      const page = await scene.tab(person)
      await page.goto(path)
      return page
    },
    async call<Answer>(person: BrowserContext, method: string, path: string, data?: unknown) {
      const answer = await person.request.fetch(`${url}/api/v1/${path}`, {
        method,
        ...(data === undefined ? {} : { data }),
      })
      if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
      return (await answer.json()) as Answer
    },
  }

  beforeAll(async () => {
    const usual = {
      TZ: zone,
      TALKMETER_LOG_LEVEL: 'error',
      TALKMETER_INIT_ADMIN_EMAIL: ann.email,
      TALKMETER_INIT_ADMIN_PASSWORD: ann.password,
    }
    ;[url, browser] = await Promise.all([urlOf(place.talkmeter(['serve'], { ...usual, ...settings })), openBrowser()])
    owner = await scene.signedIn()
    await begin(scene)
  }, 90_000)

  afterEach(async () => {
    const past = visits.splice(0)
    for (const { page } of past) await page.close()
    // The browser itself tells of each refusal.
    const complaints = past.flatMap((visit) => visit.complaints).filter((text) => !/status of 4(00|09|22)/.test(text))
    if (complaints.length > 0) throw new Error(`The browser complains:\n${complaints.join('\n')}`)
  })

  afterAll(async () => {
    await browser?.close()
    await place.clear()
  })

  return scene
}
