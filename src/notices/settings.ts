import { randomBytes } from 'node:crypto'
import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import { checkEmail, checkForm, mustBeVersion } from '../accounts/fields.ts'
import type { FormCheck } from '../accounts/fields.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import { failure } from '../failure.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'

/** When a company wants to know that its balance is low, and how it is told. */
export type LowBalanceSettings = {
  isOn: boolean
  /** In the currency of the company; told when the balance falls below it. */
  threshold: string
  emails: string[]
  webhookUrl: string | null
  version: number
}

/** What this installation can do. */
export type Means = {
  canMail: boolean
  /** Whether webhooks may go to private networks, for which http is enough. */
  canReachPrivate: boolean
}

const emailsMax = 10
const urlLengthMax = 2000
const fields = ['isOn', 'threshold', 'emails', 'webhookUrl', 'renewSecret', 'version']
const usual: LowBalanceSettings = { isOn: false, threshold: '0.00', emails: [], webhookUrl: null, version: 0 }

export async function readLowBalanceSettings(db: LedgerTransaction, company: number): Promise<LowBalanceSettings> {
  const row = await db
    .selectFrom('low_balance_settings')
    .select(['is_on', 'threshold', 'emails', 'webhook_url', 'version'])
    .where('company', '=', company)
    .executeTakeFirst()
  if (row === undefined) return usual
  return {
    isOn: row.is_on,
    threshold: decimalOf(readDecimal(row.threshold)!),
    emails: row.emails,
    webhookUrl: row.webhook_url,
    version: row.version,
  }
}

/**
 * Changes what is asked for. A webhook gets a secret when its address is set first, or when a new one is asked for: it is in this
 * answer, and nowhere else.
 * @throws Failure unprocessable naming each field at fault, conflict when the version is old
 */
export async function changeLowBalanceSettings(
  { ledger, means }: { ledger: Ledger; means: Means },
  actor: Actor,
  company: number,
  asked: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<LowBalanceSettings & { webhookSecret: string | null }> {
  const form = checkForm()
  for (const name of Object.keys(asked)) {
    if (!fields.includes(name)) {
      form.fault(name.slice(0, 40), `is not a field that can be changed; there are: ${fields.join(', ')}.`)
    }
  }
  form.field('version', () => mustBeVersion(asked['version']))
  const changes = checked(form, asked, means)
  form.mustBeRight()
  return ledger.asCompany(company, async (db) => {
    // Who has no settings yet has these from now on; the row is held until the end.
    await db
      .insertInto('low_balance_settings')
      .values({ company, is_on: false, threshold: '0', emails: [], webhook_url: null, webhook_secret: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await db
      .updateTable('low_balance_settings')
      .set({ is_on: (set) => set.ref('is_on') })
      .where('company', '=', company)
      .execute()
    const before = await readLowBalanceSettings(db, company)
    const { version } = asked
    // Nothing was version 0; the row that was just made is version 1.
    if (version !== undefined && Math.max(1, Number(version)) !== before.version) {
      throw failure(
        'conflict',
        'Somebody else changed this notice in the meantime. Load it again, then repeat your change.',
      )
    }
    const after = { ...before, ...changes }
    const isTold = after.emails.length > 0 || after.webhookUrl !== null
    if (after.isOn && !isTold) form.fault('isOn', 'needs an e-mail address or a webhook to tell it to.')
    const isRenewed = asked['renewSecret'] === true
    if (isRenewed && after.webhookUrl === null) form.fault('renewSecret', 'needs a webhook.')
    form.mustBeRight()
    const isNew = after.webhookUrl !== null && (before.webhookUrl === null || isRenewed)
    const webhookSecret = isNew ? newSecret() : null
    const told = { ...after, version: before.version + 1 }
    await db
      .updateTable('low_balance_settings')
      .set({
        is_on: told.isOn,
        threshold: told.threshold,
        emails: told.emails,
        webhook_url: told.webhookUrl,
        version: told.version,
        ...(told.webhookUrl === null ? { webhook_secret: null } : isNew ? { webhook_secret: webhookSecret } : {}),
      })
      .where('company', '=', company)
      .execute()
    const subject = `company:${company}`
    const act = { company, subject, before: shown(before), after: { ...shown(told), isSecretNew: isNew } }
    await noteAct(db, actor, { ...act, action: 'low-balance-notice.changed' }, at)
    return { ...told, webhookSecret }
  })
}

function shown({ isOn, threshold, emails, webhookUrl }: LowBalanceSettings) {
  return { isOn, threshold, emails, webhookUrl }
}

/** In the form of https://www.standardwebhooks.com, which libraries of many languages read. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

function checked(form: FormCheck, asked: Readonly<Record<string, unknown>>, means: Means): Partial<LowBalanceSettings> {
  const changes: Partial<LowBalanceSettings> = {}
  if ('isOn' in asked) form.field('isOn', () => (changes.isOn = checkYesOrNo(asked['isOn'])))
  if ('renewSecret' in asked) form.field('renewSecret', () => checkYesOrNo(asked['renewSecret']))
  if ('threshold' in asked) form.field('threshold', () => (changes.threshold = checkAmount(asked['threshold'])))
  if ('emails' in asked) form.field('emails', () => (changes.emails = checkEmails(asked['emails'], means)))
  if ('webhookUrl' in asked) form.field('webhookUrl', () => (changes.webhookUrl = checkUrl(asked['webhookUrl'], means)))
  return changes
}

export function checkYesOrNo(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Error('must be true or false.')
  return value
}

const wholeDigitsMax = 12

function checkAmount(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : ''
  const amount = readDecimal(text)
  if (amount === undefined || text.replace(/^-/, '').split('.')[0]!.length > wholeDigitsMax) {
    throw new Error(
      `must be an amount such as "100" or "99.50": a text with a point, ${wholeDigitsMax} digits before it at most, and six after.`,
    )
  }
  return decimalOf(amount)
}

export function checkEmails(value: unknown, { canMail }: Means): string[] {
  if (!Array.isArray(value)) throw new Error('must be a list of e-mail addresses.')
  if (value.length > emailsMax) throw new Error(`must be ${emailsMax} addresses at most.`)
  if (value.length > 0 && !canMail) {
    throw new Error('cannot be used: this installation has no mail server. Whoever runs it sets TALKMETER_SMTP_URL.')
  }
  return [
    ...new Set(
      value.map((address) => {
        try {
          return checkEmail(address)
        } catch {
          throw new Error(`must be e-mail addresses; "${String(address).slice(0, 80)}" is none.`)
        }
      }),
    ),
  ]
}

export function checkUrl(value: unknown, { canReachPrivate }: Means): string | null {
  if (value === null || value === '') return null
  if (typeof value !== 'string' || value.length > urlLengthMax || !URL.canParse(value)) {
    throw new Error(`must be the address of a webhook, such as "https://example.com/hooks", or nothing.`)
  }
  const { protocol, username, password, hash, href } = new URL(value)
  if (protocol !== 'https:' && !(protocol === 'http:' && canReachPrivate)) {
    throw new Error('must start with https://, so that nobody on the way reads what is told.')
  }
  if (username !== '' || password !== '') throw new Error('must not hold a password: requests are signed.')
  if (hash !== '') throw new Error('must not hold a #.')
  return href
}
