import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import { checkForm, checkName } from '../accounts/fields.ts'
import type { FormCheck } from '../accounts/fields.ts'
import { digestOf, newShareSecret } from '../accounts/secrets.ts'
import { standingOf } from '../accounts/standing.ts'
import { parseInstant } from '../events/time.ts'
import { failure } from '../failure.ts'
import { periodOfChoice } from '../measures/period-choice.ts'
import type { Page } from '../panels/pages.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { Row } from '../stores/ledger/schema.ts'
import { createLinkReader, isOfMoney, mayAnswerFor } from './linked.ts'
import type { Linked } from './linked.ts'
import { checkPage, choiceOf, readShown, shownFields } from './shown.ts'
import type { Shown } from './shown.ts'

/** What became of a link: it opens, or why it does not. */
export type LinkState = 'open' | 'expired' | 'maker-gone' | 'maker-may-not'

/** A link as its company sees it: never its secret. */
export type ShareLink = Shown & {
  id: string
  name: string
  page: string
  /** The one panel that it shows; null for all of the page. */
  panel: string | null
  showsMoney: boolean
  /** Who made it, as the audit log names them. */
  madeBy: string
  isOwn: boolean
  state: LinkState
  createdAt: string
  expiresAt: string
  openedAt: string | null
  openedTimes: number
}

/** Who comes: in which company, and what they may. */
export type Sharer = { company: number; actor: Actor; mayShare: boolean; maySeeMoney: boolean }

export type ShareLinks = {
  /** Those that were not taken back, newest first: their own, and of who may share all of the company. */
  list: (sharer: Sharer) => Promise<ShareLink[]>
  /** Makes a link; its secret is in this answer and nowhere else. @param zone the company’s */
  add: (sharer: Sharer, body: unknown, zone: string) => Promise<ShareLink & { secret: string }>
  /** It shows nothing from now on. */
  revoke: (sharer: Sharer, id: string) => Promise<void>
  /** What a secret leads to. @throws Failure gone where it does not lead there any more; undefined for one that no link has */
  open: (secret: string) => Promise<Linked | undefined>
  /** Notes that somebody looked. */
  opened: (link: Linked) => Promise<void>
}

const openMax = 200
const listedMax = 500
const day = 86_400_000
const usualMilliseconds = 7 * day
const longestMilliseconds = 366 * day

export function createShareLinks({ ledger, now }: { ledger: Ledger; now: () => number }): ShareLinks {
  const reader = createLinkReader({ ledger, now })
  return {
    async list(sharer) {
      const rows = await ledger.asCompany(sharer.company, (db) =>
        linksFor(db, sharer).select(columns).orderBy('id', 'desc').limit(listedMax).execute(),
      )
      const states = await statesOf(ledger, rows, now())
      return rows.map((row) => viewOf(row, sharer, isOver(row, now()) ? 'expired' : states.get(row.maker)))
    },
    async add(sharer, body, zone) {
      mustMayShare(sharer)
      const at = new Date(now())
      const asked = readLink((body ?? {}) as Readonly<Record<string, unknown>>, sharer, { zone, now: at.getTime() })
      const { company, actor } = sharer
      const secret = newShareSecret()
      return ledger.asCompany(company, async (db) => {
        const { many } = await db
          .selectFrom('share_links')
          .select((select) => select.fn.countAll<string>().as('many'))
          .where('revoked_at', 'is', null)
          .where('expires_at', '>', at)
          .executeTakeFirstOrThrow()
        if (Number(many) >= openMax) {
          throw failure('conflict', `A company has ${openMax} open links at most. Revoke one that nobody needs first.`)
        }
        const { shown, page, ...values } = asked
        const row = await db
          .insertInto('share_links')
          .values({
            company,
            name: values.name,
            page: page.id,
            panel: values.panel,
            shown: JSON.stringify(shown),
            shows_money: values.showsMoney,
            hash: digestOf(secret),
            maker: actor.id,
            maker_name: actor.name,
            created_at: at,
            expires_at: values.expiresAt,
          })
          .returning(columns)
          .executeTakeFirstOrThrow()
        const link = viewOf(row, sharer, undefined)
        const act = {
          company,
          action: 'share-link.created',
          subject: `share-link:${row.id}`,
          after: toldOf(row),
        } as const
        await noteAct(db, actor, act, at)
        return { ...link, secret }
      })
    },
    async revoke(sharer, id) {
      const at = new Date(now())
      await ledger.asCompany(sharer.company, async (db) => {
        const row = /^\d{1,18}$/.test(id)
          ? await linksFor(db, sharer).select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
          : undefined
        if (row === undefined) throw failure('not-found', `There is no link ${id.slice(0, 20)}.`)
        await db.updateTable('share_links').set({ revoked_at: at }).where('id', '=', row.id).execute()
        const { company, actor } = sharer
        const act = { company, action: 'share-link.revoked', subject: `share-link:${id}`, before: toldOf(row) } as const
        await noteAct(db, actor, act, at)
      })
      reader.forget(id)
    },
    open: (secret) => reader.open(secret),
    opened: (link) => reader.opened(link),
  }
}

const columns = [
  'id',
  'name',
  'page',
  'panel',
  'shown',
  'shows_money',
  'company',
  'maker',
  'maker_name',
  'created_at',
  'expires_at',
  'opened_at',
  'opened_times',
] as const

function linksFor(db: LedgerTransaction, { company, actor, mayShare }: Sharer) {
  const rows = db.selectFrom('share_links').where('company', '=', company).where('revoked_at', 'is', null)
  return mayShare ? rows : rows.where('maker', '=', actor.id)
}

type LinkRow = Pick<Row<'share_links'>, (typeof columns)[number]>

/** By who made them: what became of the links that are not over. */
async function statesOf(ledger: Ledger, rows: readonly LinkRow[], now: number): Promise<Map<string, LinkState>> {
  const makers = new Map(rows.map(({ maker, company }) => [maker, company]))
  return ledger.asPlatform(async (db) => {
    const states = new Map<string, LinkState>()
    for (const [maker, company] of makers) {
      const may = await standingOf(db, { company, maker, now })
      const state = may === undefined ? 'maker-gone' : mayAnswerFor(may) ? undefined : 'maker-may-not'
      if (state !== undefined) states.set(maker, state)
    }
    return states
  })
}

function isOver({ expires_at: end }: LinkRow, now: number): boolean {
  return end.getTime() <= now
}

function mustMayShare({ mayShare }: Sharer): void {
  if (!mayShare)
    throw failure('forbidden', 'Links without an account are made by who has the scopes "read" and "admin".')
}

const fields = ['name', 'page', 'panel', ...shownFields, 'showsMoney', 'expiresAt']

function readLink(
  asked: Readonly<Record<string, unknown>>,
  { maySeeMoney }: Sharer,
  { zone, now }: { zone: string; now: number },
) {
  const form = checkForm('bad-request')
  const name = form.field('name', () => checkName(asked['name']))
  const page = form.field('page', () => checkPage(asked['page']))
  const panel = page === undefined ? undefined : form.field('panel', () => checkPanel(page, asked['panel'] ?? null))
  const showsMoney = form.field('showsMoney', () => {
    const value = asked['showsMoney'] ?? false
    if (typeof value !== 'boolean') throw new Error('must be true or false.')
    if (value && !maySeeMoney)
      throw new Error('must be false: showing prices and costs without an account needs the scope "billing".')
    return value
  })
  for (const field of Object.keys(asked)) {
    if (!fields.includes(field)) form.fault(field.slice(0, 40), `is not known here; there are: ${fields.join(', ')}.`)
  }
  const expiresAt = form.field('expiresAt', () => checkEnd(asked['expiresAt'] ?? null, now))
  // Whoever opens it must see what was shown, also after the company moved.
  const shown = page === undefined ? undefined : readShown(form, page, { ...asked, zone: asked['zone'] ?? zone })
  if (page !== undefined) {
    const shownPanels = page.panels.filter(
      (one) => (panel ?? one.id) === one.id && (showsMoney === true || !isOfMoney(one)),
    )
    if (showsMoney !== undefined && panel !== undefined && shownPanels.length === 0) {
      form.fault('showsMoney', 'must be true: this panel is about money.')
    }
  }
  form.mustBeRight()
  mustBePeriod(form, shown!, now)
  return { name: name!, page: page!, panel: panel!, showsMoney: showsMoney!, expiresAt: expiresAt!, shown: shown! }
}

function checkPanel(page: Page, value: unknown): string | null {
  if (value === null || page.panels.some(({ id }) => id === value)) return value as string | null
  throw new Error(`must be a panel of the page ${page.id}, or null.`)
}

function checkEnd(value: unknown, now: number): Date {
  if (value === null) return new Date(now + usualMilliseconds)
  const instant = typeof value === 'string' ? parseInstant(value) : undefined
  if (instant === undefined || instant <= now || instant > now + longestMilliseconds) {
    throw new Error('must be an RFC 3339 time in the future, a year from now at most.')
  }
  return new Date(instant)
}

/** Two times that a change of clocks makes one are no period. */
function mustBePeriod(form: FormCheck, shown: Shown, now: number): void {
  const { from, to } = periodOfChoice(choiceOf(shown), shown.zone!, now)
  if (from >= to) form.fault('to', 'must be later than the start.')
  form.mustBeRight()
}

/** What the audit log keeps of a link. */
function toldOf({ name, page, panel, shown, shows_money: showsMoney, expires_at: end }: LinkRow) {
  return { name, page, panel, ...(shown as Shown), showsMoney, expiresAt: end.toISOString() }
}

function viewOf(row: LinkRow, { actor }: Sharer, state: LinkState | undefined): ShareLink {
  return {
    id: row.id,
    name: row.name,
    page: row.page,
    panel: row.panel,
    ...(row.shown as Shown),
    showsMoney: row.shows_money,
    madeBy: row.maker_name,
    isOwn: row.maker === actor.id,
    state: state ?? 'open',
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    openedAt: row.opened_at?.toISOString() ?? null,
    openedTimes: Number(row.opened_times),
  }
}
