import { randomUUID } from 'node:crypto'
import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import { checkForm, mustBeVersion } from '../accounts/fields.ts'
import { failure } from '../failure.ts'
import { happeningKinds } from '../invoices/happenings.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { bodyOfTrial } from './happening.ts'
import { checkUrl, checkYesOrNo, newSecret } from './settings.ts'
import type { Means } from './settings.ts'

/** Which happenings a company wants to be told by a webhook, and whether it is written to when an invoice is there. */
export type WebhookSettings = {
  isOn: boolean
  url: string | null
  events: string[]
  /** Letters about new invoices go to the e-mail address of the company. */
  mailsInvoices: boolean
  version: number
}

const fields = ['isOn', 'url', 'events', 'mailsInvoices', 'renewSecret', 'version']
const usual: WebhookSettings = {
  isOn: false,
  url: null,
  events: [...happeningKinds],
  mailsInvoices: true,
  version: 0,
}

export async function readWebhookSettings(db: LedgerTransaction, company: number): Promise<WebhookSettings> {
  const row = await db
    .selectFrom('webhook_settings')
    .select(['is_on', 'url', 'events', 'mails_invoices', 'version'])
    .where('company', '=', company)
    .executeTakeFirst()
  if (row === undefined) return usual
  const { is_on, mails_invoices, ...rest } = row
  return { isOn: is_on, mailsInvoices: mails_invoices, ...rest }
}

/**
 * Changes what is asked for. The secret is in the answer when the address is set first, or when a new one is asked for, and nowhere else.
 * @throws Failure unprocessable naming each field at fault, conflict when the version is old
 */
export async function changeWebhookSettings(
  { ledger, means }: { ledger: Ledger; means: Means },
  actor: Actor,
  company: number,
  asked: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<WebhookSettings & { secret: string | null }> {
  const form = checkForm()
  for (const name of Object.keys(asked)) {
    if (!fields.includes(name)) {
      form.fault(name.slice(0, 40), `is not a field that can be changed; there are: ${fields.join(', ')}.`)
    }
  }
  form.field('version', () => mustBeVersion(asked['version']))
  const changes: Partial<WebhookSettings> = {}
  if ('isOn' in asked) form.field('isOn', () => (changes.isOn = checkYesOrNo(asked['isOn'])))
  if ('url' in asked) form.field('url', () => (changes.url = checkUrl(asked['url'], means)))
  if ('events' in asked) form.field('events', () => (changes.events = checkEvents(asked['events'])))
  if ('renewSecret' in asked) form.field('renewSecret', () => checkYesOrNo(asked['renewSecret']))
  if ('mailsInvoices' in asked) {
    form.field('mailsInvoices', () => (changes.mailsInvoices = checkYesOrNo(asked['mailsInvoices'])))
  }
  form.mustBeRight()
  return ledger.asCompany(company, async (db) => {
    // Who has no settings yet has these from now on; the row is held until the end.
    await db
      .insertInto('webhook_settings')
      .values({ company, is_on: false, url: null, secret: null, events: usual.events, mails_invoices: true })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await db
      .updateTable('webhook_settings')
      .set({ is_on: (set) => set.ref('is_on') })
      .where('company', '=', company)
      .execute()
    const before = await readWebhookSettings(db, company)
    // Nothing was version 0; the row that was just made is version 1.
    if (asked['version'] !== undefined && Math.max(1, Number(asked['version'])) !== before.version) {
      throw failure(
        'conflict',
        'Somebody else changed this webhook in the meantime. Load it again, then repeat your change.',
      )
    }
    const after = { ...before, ...changes, version: before.version + 1 }
    const isRenewed = asked['renewSecret'] === true
    if (after.isOn && after.url === null) form.fault('url', 'is needed to switch the webhook on.')
    if (isRenewed && after.url === null) form.fault('renewSecret', 'needs a webhook.')
    form.mustBeRight()
    const isNew = after.url !== null && (before.url === null || isRenewed)
    const secret = isNew ? newSecret() : null
    await db
      .updateTable('webhook_settings')
      .set({
        is_on: after.isOn,
        url: after.url,
        events: after.events,
        mails_invoices: after.mailsInvoices,
        version: after.version,
        ...(after.url === null ? { secret: null } : isNew ? { secret } : {}),
      })
      .where('company', '=', company)
      .execute()
    await noteAct(
      db,
      actor,
      {
        company,
        action: 'webhook.changed',
        subject: `company:${company}`,
        before: shown(before),
        after: { ...shown(after), isSecretNew: isNew },
      },
      at,
    )
    return { ...after, secret }
  })
}

function shown({ isOn, url, events, mailsInvoices }: WebhookSettings) {
  return { isOn, url, events, mailsInvoices }
}

function checkEvents(value: unknown): string[] {
  const known: readonly string[] = happeningKinds
  if (Array.isArray(value) && value.every((one) => known.includes(one as string))) {
    return known.filter((kind) => value.includes(kind))
  }
  throw new Error(`must be a list of some of: ${known.join(', ')}.`)
}

/** What was told of happenings lately, as the company sees it. */
export type ToldLately = {
  at: string
  event: string
  subject: string
  way: string
  target: string
  attempts: number
  sentAt: string | null
  /** When it is tried next; nothing when it was told, or given up. */
  nextAt: string | null
  error: string | null
}

export async function toldLately(db: LedgerTransaction, company: number, limit: number): Promise<ToldLately[]> {
  const rows = await db
    .selectFrom('notice_deliveries')
    .innerJoin('happenings', 'happenings.id', 'notice_deliveries.happening')
    .select(['happenings.at', 'kind', 'subject', 'way', 'target', 'attempts', 'sent_at', 'next_at', 'error'])
    .where('notice_deliveries.company', '=', company)
    .orderBy('notice_deliveries.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ at, kind, sent_at, next_at, ...row }) => ({
    at: at.toISOString(),
    event: kind,
    ...row,
    sentAt: sent_at?.toISOString() ?? null,
    nextAt: next_at?.toISOString() ?? null,
  }))
}

type TryWebhook = (post: { url: string; secret: string; id: string; body: string }) => Promise<void>

/**
 * Tells the webhook of a company that somebody tries it, once and at once.
 * @returns why it was not taken; nothing where it was
 * @throws Failure conflict where there is no webhook
 */
export async function tryWebhookOf(
  { ledger, tryWebhook }: { ledger: Ledger; tryWebhook: TryWebhook },
  company: { number: number; name: string },
  at: Date,
): Promise<string | null> {
  const found = await ledger.asPlatform((db) =>
    db
      .selectFrom('webhook_settings')
      .select(['url', 'secret'])
      .where('company', '=', company.number)
      .executeTakeFirst(),
  )
  if (found === undefined || found.url === null) {
    throw failure('conflict', 'There is no webhook to try: set its address first.')
  }
  const post = { url: found.url, secret: found.secret!, id: `test-${randomUUID()}`, body: bodyOfTrial(company, at) }
  return tryWebhook(post).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, errorLengthMax),
  )
}

const errorLengthMax = 300
