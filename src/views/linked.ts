import { remember } from '../accounts/remembered.ts'
import { digestOf } from '../accounts/secrets.ts'
import { standingOf } from '../accounts/standing.ts'
import { failure } from '../failure.ts'
import type { LivePeriod } from '../measures/live-period.ts'
import { measureOf } from '../measures/measures.ts'
import type { PresetName } from '../measures/period-choice.ts'
import { pageById } from '../panels/pages.ts'
import type { Page } from '../panels/pages.ts'
import { measuresOf } from '../panels/panel.ts'
import type { Panel } from '../panels/panel.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { Row } from '../stores/ledger/schema.ts'
import type { Shown } from './shown.ts'

/** What a link leads to: nothing of it can be asked for otherwise. */
export type Linked = {
  id: string
  company: number
  name: string
  page: Page
  /** Those of the page that it shows. */
  panels: readonly Panel[]
  /** Whether they are all that there is to it: one panel by itself. */
  isOnePanel: boolean
  shown: Shown & { zone: string }
  showsMoney: boolean
  expiresAt: number
}

/** So long what was found of a link holds; one that is revoked here is over at once. */
const rememberedMilliseconds = 5000

type Found = { id: string; company: string } & ({ link: Linked } | { over: 'ended' | 'revoked' })

export function createLinkReader({ ledger, now }: { ledger: Ledger; now: () => number }) {
  const found = remember<Found>(rememberedMilliseconds, now)

  async function read(hash: string): Promise<Found | undefined> {
    return ledger.asPlatform(async (db) => {
      const row = await db
        .selectFrom('share_links')
        .innerJoin('companies', 'companies.number', 'share_links.company')
        .selectAll('share_links')
        .select('companies.name as company_name')
        .where('hash', '=', hash)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const known = { id: row.id, company: row.company_name }
      if (row.revoked_at !== null) return { ...known, over: 'revoked' }
      const link = await linkedOf(db, row, now())
      return link === undefined ? { ...known, over: 'ended' } : { ...known, link }
    })
  }

  return {
    async open(secret: string): Promise<Linked | undefined> {
      const hash = digestOf(secret)
      const known = await found.get(hash, () => read(hash))
      if (known === undefined) return undefined
      const over = 'over' in known ? known.over : known.link.expiresAt <= now() ? 'expired' : undefined
      if (over === undefined && 'link' in known) return known.link
      throw failure('gone', `${overSentences[over ?? 'ended']} Ask “${known.company}” for a new one.`)
    },
    async opened({ id }: Linked): Promise<void> {
      await ledger.asPlatform((db) =>
        db
          .updateTable('share_links')
          .set((row) => ({ opened_at: new Date(now()), opened_times: row('opened_times', '+', '1') }))
          .where('id', '=', id)
          .execute(),
      )
    },
    forget: (id: string) => found.forgetWhere((one) => one.id === id),
  }
}

const overSentences = {
  expired: 'This link is over: it was made for a limited time.',
  revoked: 'This link was taken back.',
  ended: 'This link shows nothing any more: nobody answers for it by now, or the page has changed since.',
} as const

/** Whether somebody with these scopes may have links of theirs open. */
export function mayAnswerFor(scopes: readonly string[]): boolean {
  return scopes.includes('admin') && scopes.includes('read')
}

/** Whether a panel tells amounts of money. */
export function isOfMoney(panel: Panel): boolean {
  return measuresOf(panel).some((name) => measureOf(name).unit === 'money')
}

/** By named periods, which panels that follow the clock never go beyond them. */
const liveWithin: Readonly<Partial<Record<PresetName, readonly LivePeriod[]>>> = {
  '15m': ['15m'],
  '60m': ['15m', '30m', '60m'],
  today: ['today'],
  '7d': ['15m', '30m', '60m', 'today'],
  '30d': ['15m', '30m', '60m', 'today'],
  month: ['today'],
  year: ['today', 'year'],
}

/** Whether a panel of a page tells of nothing that is beyond the period of the link. */
function isWithin({ live }: Panel, { period }: Shown): boolean {
  return live === undefined || (period !== null && (liveWithin[period] ?? []).includes(live))
}

/** What a link shows at the moment; undefined where who made it may not any more, or where less would be filtered than was meant. */
async function linkedOf(db: LedgerTransaction, row: Row<'share_links'>, now: number): Promise<Linked | undefined> {
  const may = await standingOf(db, { company: row.company, maker: row.maker, now })
  const page = pageById.get(row.page)
  if (may === undefined || !mayAnswerFor(may) || page === undefined) return undefined
  const shown = row.shown as Linked['shown']
  if (Object.keys(shown.filters).some((name) => !page.filters.some((one) => one === name))) return undefined
  const showsMoney = row.shows_money && may.includes('billing')
  const isShown = (one: Panel) => row.panel === one.id || (row.panel === null && isWithin(one, shown))
  const panels = page.panels.filter((one) => isShown(one) && (showsMoney || !isOfMoney(one)))
  if (panels.length === 0) return undefined
  const { id, company, name } = row
  const expiresAt = row.expires_at.getTime()
  return { id, company, name, page, panels, isOnePanel: row.panel !== null, shown, showsMoney, expiresAt }
}
