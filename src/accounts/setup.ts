import { failure, wrongField } from '../failure.ts'
import { takeTurn } from '../stores/ledger/open.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { system } from './actor.ts'
import type { Origin } from './actor.ts'
import { noteAct } from './audit.ts'
import type { Act } from './audit.ts'
import { checkCompanyField, createCompany } from './companies.ts'
import { checkEmail, checkForm, checkName } from './fields.ts'
import { checkNewPassword, hashPassword } from './password.ts'
import { scopes } from './scopes.ts'
import { digestOf, newSetupCode, shownPartOf } from './secrets.ts'
import { createThrottle, networkOf } from './throttle.ts'

/** What the environment gives for a set-up that nobody sits at. */
export type UnattendedSetup = {
  adminEmail: string | undefined
  adminPassword: string | undefined
  token: string | undefined
  /** IANA zone of the first company. */
  zone: string
}

/** What the setup page sends; each field is checked. */
export type SetupForm = Readonly<
  Record<'code' | 'name' | 'email' | 'password' | 'company' | 'zone' | 'currency' | 'language', unknown>
>

const codeRecord = 'setup-code'

/**
 * On a new installation, makes what the environment names: the first company and a token of it with every scope, and,
 * where a password is given, the first owner, who is platform staff, too. Nothing on every later start.
 * @throws Failure misconfigured naming the setting at fault
 */
export async function setUpUnattended(ledger: Ledger, asked: UnattendedSetup, at: Date): Promise<void> {
  const { adminEmail, adminPassword, token, zone } = asked
  if (adminEmail === undefined && adminPassword === undefined && token === undefined) return
  const isNew = await ledger.asPlatform(async (db) => !(await hasCompany(db)))
  if (!isNew) return
  if (adminEmail !== undefined && adminPassword === undefined) {
    throw failure('misconfigured', 'TALKMETER_INIT_ADMIN_EMAIL needs TALKMETER_INIT_ADMIN_PASSWORD beside it.')
  }
  const email = adminEmail?.toLowerCase() ?? 'admin@localhost'
  const weakness = adminPassword === undefined ? undefined : checkNewPassword(adminPassword, [email])
  if (weakness !== undefined) throw failure('misconfigured', `TALKMETER_INIT_ADMIN_PASSWORD ${weakness}`)
  const passwordHash = adminPassword === undefined ? undefined : await hashPassword(adminPassword)
  await ledger.asPlatform(async (db) => {
    await takeTurn(db, 'setup', 0)
    if (await hasCompany(db)) return
    const company = await createCompany(db, system, { name: 'My company', zone, currency: 'EUR', language: 'en' }, at)
    if (passwordHash !== undefined) await addOwner(db, company, { email, name: 'Admin', passwordHash }, at)
    if (token !== undefined) {
      await db
        .insertInto('tokens')
        .values({
          company,
          name: 'First token',
          scopes: [...scopes],
          // Only a token that the operator chose speaks for the platform as well.
          staff: true,
          hash: digestOf(token),
          prefix: shownPartOf(token),
        })
        .execute()
    }
    const after = { email: passwordHash === undefined ? null : email, company, token: token !== undefined }
    await noteAct(db, system, { company: null, action: 'installation.set-up', subject: 'installation', after }, at)
  })
}

/** Whether there is anybody who can sign in. */
export async function isSetUp(ledger: Ledger): Promise<boolean> {
  return ledger.asPlatform(hasUser)
}

/** A new one-time code for the setup page; undefined when the installation is set up. Earlier codes end. */
export async function offerSetup(ledger: Ledger): Promise<string | undefined> {
  const code = newSetupCode()
  const value = digestOf(bareCode(code))
  return ledger.asPlatform(async (db) => {
    if (await hasUser(db)) return undefined
    await db
      .insertInto('installation')
      .values({ name: codeRecord, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute()
    return code
  })
}

/**
 * Makes the administrator (owner of the first company, and platform staff) and the first company, by whoever has the code
 * from the terminal.
 * @returns the person and the company
 * @throws Failure not-found when the installation is set up already, too-many-requests for guessing, unprocessable naming
 * each field at fault
 */
export async function setUp(
  ledger: Ledger,
  origin: Origin,
  form: SetupForm,
  at: Date,
): Promise<{ user: string; company: number }> {
  if (await isSetUp(ledger)) throw alreadySetUp()
  const throttle = createThrottle(ledger, () => at.getTime())
  const targets = [
    { name: `setup from ${networkOf(origin.address)}`, freeTries: 10, waitSecondsMax: 900 },
    { name: 'setup', freeTries: 100, waitSecondsMax: 60 },
  ]
  await throttle.begin(targets)
  const code = typeof form.code === 'string' ? bareCode(form.code.slice(0, 100)) : ''
  const isRight = await ledger.asPlatform((db) => isCode(db, code))
  if (!isRight) {
    throw wrongField('code', 'is not the one that the terminal shows. A new start shows a new code.')
  }
  await throttle.right(targets)
  const { owner, company } = await checkedSetup(form)
  return ledger.asPlatform(async (db) => {
    await takeTurn(db, 'setup', 0)
    if (await hasUser(db)) throw alreadySetUp()
    if (!(await isCode(db, code))) throw failure('conflict', 'The code was used a moment ago.')
    await db.deleteFrom('installation').where('name', '=', codeRecord).execute()
    const number = await firstCompany(db, company, at)
    const user = await addOwner(db, number, owner, at)
    const actor = { id: `user:${user}`, name: owner.email, ...origin }
    const after = { email: owner.email, company: number }
    await noteAct(db, actor, { company: null, action: 'installation.set-up', subject: `user:${user}`, after }, at)
    return { user, company: number }
  })
}

type Owner = { email: string; name: string; passwordHash: string }
type CompanyForm = { name: string; zone: string; currency: string; language: string }

async function checkedSetup(asked: SetupForm): Promise<{ owner: Owner; company: CompanyForm }> {
  const form = checkForm()
  const name = form.field('name', () => checkName(asked.name))
  const email = form.field('email', () => checkEmail(asked.email))
  const company = form.field('company', () => checkCompanyField('name', asked.company))
  const weakness = checkNewPassword(asked.password, [email ?? '', name ?? '', String(company ?? '')])
  if (weakness !== undefined) form.fault('password', weakness)
  const [zone, currency, language] = (['zone', 'currency', 'language'] as const).map((field) =>
    form.field(field, () => checkCompanyField(field, asked[field])),
  )
  form.mustBeRight()
  return {
    owner: { email: email!, name: name!, passwordHash: await hashPassword(asked.password as string) },
    company: { name: company, zone, currency, language } as CompanyForm,
  }
}

/** An unattended set-up by token has made the company already; then it takes what was typed. */
async function firstCompany(db: LedgerTransaction, asked: CompanyForm, at: Date): Promise<number> {
  const existing = await db.selectFrom('companies').select('number').orderBy('number').limit(1).executeTakeFirst()
  if (existing === undefined) return createCompany(db, system, asked, at)
  await db.updateTable('companies').set(asked).where('number', '=', existing.number).execute()
  const act: Act = {
    company: existing.number,
    action: 'company.changed',
    subject: `company:${existing.number}`,
    after: asked,
  }
  await noteAct(db, system, act, at)
  return existing.number
}

async function addOwner(db: LedgerTransaction, company: number, owner: Owner, at: Date): Promise<string> {
  const { email, name, passwordHash } = owner
  const { id } = await db
    .insertInto('users')
    .values({ email, name, staff: true, password_hash: passwordHash, password_changed_at: at })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.insertInto('memberships').values({ company, user_id: id, role: 'owner' }).execute()
  return id
}

/** A code without what only makes it readable, so that people may type it as they like. */
function bareCode(code: string): string {
  return code.toLowerCase().replaceAll(/[^a-z\d]/g, '')
}

async function hasUser(db: LedgerTransaction): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined
}

async function hasCompany(db: LedgerTransaction): Promise<boolean> {
  return (await db.selectFrom('companies').select('number').limit(1).executeTakeFirst()) !== undefined
}

async function isCode(db: LedgerTransaction, code: string): Promise<boolean> {
  const row = await db.selectFrom('installation').select('value').where('name', '=', codeRecord).executeTakeFirst()
  return row?.value === digestOf(code)
}

function alreadySetUp() {
  return failure(
    'not-found',
    'This installation is set up already. Sign in, or ask its administrator for an invitation.',
  )
}
