import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccountsScene, somewhere } from '../../../test/accounts-scene.ts'
import type { AccountsScene } from '../../../test/accounts-scene.ts'
import { commandLine } from '../../accounts/actor.ts'
import { invite } from '../../accounts/invitations.ts'
import { changeCompany } from '../../accounts/companies.ts'
import { changePlatform } from '../../accounts/platform.ts'
import { closeMonths } from '../../invoices/close-months.ts'
import { fileOf } from '../../invoices/files.ts'
import { recordPayment } from '../../invoices/payment.ts'
import { reviseInvoice } from '../../invoices/revise.ts'
import { buyer, supplier } from '../../../test/invoices-scene.ts'
import { postCharges } from '../../billing/charges.ts'
import { addVersion } from '../../billing/tariff-store.ts'
import { changeWebhook } from '../../jobs/reports/webhook-settings.ts'
import { changeLowBalanceSettings } from '../../notices/settings.ts'
import { changeWebhookSettings } from '../../notices/webhook-settings.ts'
import { beginErasure } from '../../privacy/erasures.ts'
import { openRecipients } from '../../privacy/recipients.ts'
import { createShareLinks } from '../../views/share-links.ts'
import { createViewDesk } from '../../views/view-desk.ts'
import type { LedgerTransaction } from './open.ts'

/** Two companies with rows in every table: what one asks never shows the other. */

let scene: AccountsScene
let ours: number
let theirs: number

beforeAll(async () => {
  scene = await openAccountsScene()
  ours = await scene.newCompany('Ours')
  theirs = await scene.newCompany('Canary company')
  await changePlatform(scene.ledger, commandLine, supplier, new Date(scene.now()))
  for (const company of [ours, theirs]) {
    const word = company === ours ? 'ours' : 'canary'
    const user = await scene.newPerson(`${word}@example.com`, company, 'owner')
    await scene.accounts.sessions.open(user, somewhere, 'test', company)
    await scene.accounts.tokens.create(company, commandLine, { name: word, scopes: ['read'], expiresAt: null })
    const invited = { email: `${word}-invited@example.com`, role: 'analyst' }
    await invite(scene.ledger, commandLine, company, invited, user, new Date(scene.now()))
    const recipients = await openRecipients(scene.ledger, scene.now())
    const { person } = (await recipients.of(company)).hide('+491761234567')
    await recipients.keepOut(company, person, scene.now())
    const begun = { reason: word, at: new Date(scene.now()), remember: async () => {} }
    await beginErasure(scene.ledger, company, commandLine, begun)
    const asked = { isOn: true, webhookUrl: `https://${word}.example/` }
    const means = { canMail: false, canReachPrivate: false }
    await changeLowBalanceSettings({ ledger: scene.ledger, means }, commandLine, company, asked, new Date(scene.now()))
    const webhookUrl = `https://${word}.example/`
    await changeWebhook({ ledger: scene.ledger, means }, commandLine, company, { webhookUrl }, new Date(scene.now()))
    const hook = { isOn: true, url: `https://${word}.example/` }
    await changeWebhookSettings({ ledger: scene.ledger, means }, commandLine, company, hook, new Date(scene.now()))
    await scene.ledger.asPlatform(async (db) => {
      const line = { day: '2026-03-01', service: 'sms', kind: 'told', rate: '', unitPrice: undefined } as const
      const due = [{ ...line, currency: 'EUR', events: 1, quantity: 1, amount: 1_000_000n }]
      const at = new Date(scene.now())
      await postCharges(db, [{ payer: company, seller: 0, usedBy: company, lines: due, isClosed: () => false }], at)
      await db.insertInto('charging').values({ company, generation: '1', zone: 'UTC', currency: 'EUR' }).execute()
      const sum = { at, amount: '0', threshold: '1', currency: 'EUR', charged_until: null }
      const { id: notice } = await db
        .insertInto('notices')
        .values({ company, ...sum })
        .returning('id')
        .executeTakeFirstOrThrow()
      await db.insertInto('notice_deliveries').values({ notice, company, way: 'email', target: word }).execute()
      await db
        .insertInto('reports')
        .values({
          company,
          name: word,
          service: 'notifications',
          type: 'detail',
          needs: ['read'],
          asked: '{}',
          actor: 'cli',
          actor_name: word,
          status: 'generating',
          added_at: at,
          queued_at: at,
        })
        .execute()
      await db
        .insertInto('report_schedules')
        .values({
          company,
          name: word,
          service: 'notifications',
          type: 'detail',
          needs: ['read'],
          form: '{}',
          timetable: '{}',
          covers: 'day',
          is_on: false,
          emails: [],
          zone: 'UTC',
          created_at: at,
        })
        .execute()
      await db.insertInto('report_defaults').values({ company, service: word, made_at: at }).execute()
      const rate = { service: 'sms', keys: {}, price: 1n } as const
      const version = { validFrom: 0, ownPrices: 'first', rates: [rate], note: word } as const
      await addVersion(db, { seller: 0, buyer: company, currency: 'EUR' }, version, { name: word, at })
    })
    await makeViews(company, word)
    await makeInvoices(company, word)
  }
})

afterAll(() => scene.close())

/** A view with which a page opens, and a link without an account. */
async function makeViews(company: number, word: string): Promise<void> {
  const viewer = { company, actor: commandLine, name: word, mayShare: true }
  const view = { page: 'chats', name: word, isDefault: true }
  await createViewDesk(scene.ledger).add(viewer, view, new Date(scene.now()))
  const links = createShareLinks({ ledger: scene.ledger, now: scene.now })
  await links.add({ ...viewer, maySeeMoney: true }, { page: 'chats', name: word }, 'UTC')
}

/** An invoice of a month, a revision that waits, a file and a payment. */
async function makeInvoices(company: number, word: string): Promise<void> {
  const { ledger } = scene
  await changeCompany(ledger, commandLine, company, buyer, new Date(scene.now()))
  const later = scene.now() + 40 * 86_400_000
  const month = { company, first: '2026-03-01', next: '2026-04-01', endedAt: Date.parse('2026-04-01') }
  await ledger.asPlatform((db) =>
    db.updateTable('charging').set({ zone: 'UTC', currency: 'EUR', anew_from: null }).execute(),
  )
  expect(await closeMonths(ledger, [month], later)).toMatchObject({ invoices: 1 })
  const { id, number } = await ledger.asPlatform((db) =>
    db.selectFrom('invoices').select(['id', 'number']).where('company', '=', company).executeTakeFirstOrThrow(),
  )
  const papers = { pdf: () => Buffer.from(word), cii: () => Buffer.from(word), ubl: () => Buffer.from(word) }
  await fileOf({ ledger, papers }, { invoice: id, revision: 0, format: 'pdf' }, new Date(later))
  const reviser = { actor: commandLine, name: word, email: null }
  const added = [{ name: word, quantity: '1', unitPrice: '5000' }]
  await reviseInvoice(ledger, reviser, { number, body: { revision: 0, comment: word, added } }, new Date(later))
  const paid = { company, invoice: number, amount: 500_000n, currency: 'EUR', receivedAt: new Date(later) } as const
  await ledger.asPlatform((db) =>
    recordPayment(db, commandLine, { ...paid, source: 'manual', key: word }, new Date(later)),
  )
}

/** Works as the user that the ledger connects as, whom row-level security does not bind. */
function asOwner<Result>(work: (db: LedgerTransaction) => Promise<Result>): Promise<Result> {
  return scene.ledger.asPlatform(async (db) => {
    await sql`RESET ROLE`.execute(db)
    return work(db)
  })
}

async function tablesOf(db: LedgerTransaction): Promise<{ name: string; column: string | null }[]> {
  const { rows } = await sql<{ name: string; column: string | null }>`
    SELECT table_name AS name, CASE WHEN table_name = 'companies' THEN 'number' ELSE (
      SELECT column_name FROM information_schema.columns
      WHERE columns.table_name = tables.table_name AND column_name = 'company') END AS column
    FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`.execute(db)
  return rows
}

const refused = { code: '42501' }
const countIn = async (db: LedgerTransaction, table: string, where = sql`true`) =>
  (await sql<{ n: number }>`SELECT count(*)::int AS n FROM ${sql.table(table)} WHERE ${where}`.execute(db)).rows[0]!.n

/** They name a company, and are not for its people. */
const ofPlatform = ['sessions', 'recipient_keys', 'erased_recipients', 'invoice_proposals']

test('in every table with a company, the rows of another one are not there', async () => {
  const tables = (await asOwner(tablesOf)).filter(({ column }) => column !== null)
  expect(tables.map(({ name }) => name).toSorted()).toEqual([
    'audit',
    'charges',
    'charging',
    'companies',
    'entries',
    'erased_recipients',
    'erasures',
    'happenings',
    'invitations',
    'invoice_documents',
    'invoice_files',
    'invoice_proposals',
    'invoices',
    'invoicing',
    'ledger_accounts',
    'low_balance_settings',
    'memberships',
    'notice_deliveries',
    'notices',
    'payments',
    'postings',
    'recipient_keys',
    'report_defaults',
    'report_schedules',
    'report_settings',
    'reports',
    'sessions',
    'settlements',
    'share_links',
    'tokens',
    'view_defaults',
    'views',
    'webhook_settings',
  ])
  for (const { name, column } of tables) {
    const ofThem = sql`${sql.ref(column!)} = ${theirs}`
    expect(await asOwner((db) => countIn(db, name, ofThem)), name).toBeGreaterThan(0)
    if (ofPlatform.includes(name)) {
      await expect(scene.ledger.asCompany(ours, (db) => countIn(db, name))).rejects.toMatchObject(refused)
      continue
    }
    expect(await scene.ledger.asCompany(ours, (db) => countIn(db, name, ofThem)), name).toBe(0)
    expect(await scene.ledger.asCompany(ours, (db) => countIn(db, name)), name).toBeGreaterThan(0)
  }
})

test('people of another company are not there, and what anybody signs in with cannot be read', async () => {
  const emails = await scene.ledger.asCompany(ours, (db) => db.selectFrom('users').select('email').execute())
  expect(emails).toEqual([{ email: 'ours@example.com' }])
  for (const column of ['password_hash', 'totp_secret'] as const) {
    await expect(
      scene.ledger.asCompany(ours, (db) => db.selectFrom('users').select(column).execute()),
    ).rejects.toMatchObject(refused)
  }
})

test('secrets that webhooks are signed with, and digests of those of links, cannot be read by a company', async () => {
  const read = scene.ledger.asCompany(ours, (db) =>
    db.selectFrom('low_balance_settings').select('webhook_secret').execute(),
  )
  await expect(read).rejects.toMatchObject(refused)
  const ofReports = scene.ledger.asCompany(ours, (db) =>
    db.selectFrom('report_settings').select('webhook_secret').execute(),
  )
  await expect(ofReports).rejects.toMatchObject(refused)
  const ofLinks = scene.ledger.asCompany(ours, (db) => db.selectFrom('share_links').select('hash').execute())
  await expect(ofLinks).rejects.toMatchObject(refused)
  const readOther = scene.ledger.asCompany(ours, (db) => db.selectFrom('webhook_settings').select('secret').execute())
  await expect(readOther).rejects.toMatchObject(refused)
})

test('rows for another company cannot be written, nor can one’s own be given away', async () => {
  const { asCompany } = scene.ledger
  const user = await asCompany(ours, (db) => db.selectFrom('users').select('id').executeTakeFirstOrThrow())
  const token = { name: 'x', scopes: ['admin'], prefix: 'x' }
  const times = { expires_at: new Date(scene.now()) }
  for (const write of [
    (db: LedgerTransaction) => db.insertInto('tokens').values({ company: theirs, hash: 'h', ...token }),
    (db: LedgerTransaction) =>
      db.insertInto('memberships').values({ company: theirs, user_id: user.id, role: 'owner' }),
    (db: LedgerTransaction) =>
      db.insertInto('invitations').values({ company: theirs, email: 'x@y.z', role: 'owner', hash: 'h', ...times }),
    (db: LedgerTransaction) => db.updateTable('tokens').set({ company: theirs }),
    (db: LedgerTransaction) => db.updateTable('memberships').set({ company: theirs }),
  ]) {
    await expect(asCompany(ours, async (db) => void (await write(db).execute()))).rejects.toMatchObject(refused)
  }
  const renamed = await asCompany(ours, (db) =>
    db.updateTable('companies').set({ name: 'Taken over' }).where('number', '=', theirs).executeTakeFirstOrThrow(),
  )
  expect(renamed.numUpdatedRows).toBe(0n)
  const left = await asCompany(ours, (db) =>
    db.deleteFrom('memberships').where('company', '=', theirs).executeTakeFirstOrThrow(),
  )
  expect(left.numDeletedRows).toBe(0n)
})

test('of tariffs a company sees its own and what its seller asks of everybody', async () => {
  const notes = (company: number) =>
    scene.ledger.asCompany(company, async (db) => {
      const versions = await db.selectFrom('tariff_versions').select(['id', 'note']).orderBy('id').execute()
      const rates = await db.selectFrom('tariff_rates').select('version').orderBy('version').execute()
      expect(rates.map(({ version }) => version)).toEqual(versions.map(({ id }) => id))
      return versions.map(({ note }) => note)
    })
  const bought = await scene.newCompany('Bought from ours')
  const at = new Date(scene.now())
  const version = { validFrom: 0, ownPrices: 'first', rates: [{ service: 'sms', keys: {}, price: 1n }] } as const
  await scene.ledger.asPlatform(async (db) => {
    await db.updateTable('companies').set({ parent: ours }).where('number', '=', bought).execute()
    for (const [seller, note] of [
      [0, 'the platform’s'],
      [ours, 'of ours for all'],
    ] as const) {
      await addVersion(db, { seller, buyer: 0, currency: 'EUR' }, { ...version, note }, { name: 'test', at })
    }
  })
  expect(await notes(ours)).toEqual(['ours', 'the platform’s', 'of ours for all'])
  expect(await notes(theirs)).toEqual(['canary', 'the platform’s'])
  expect(await notes(bought)).toEqual(['of ours for all'])
})

test('what was posted is never changed or taken away, by whatever role, and an entry that does not balance is refused', async () => {
  const { rows } = await asOwner((db) =>
    sql<{ entry: string; account: number }>`SELECT entry, account FROM postings LIMIT 1`.execute(db),
  )
  const { entry, account } = rows[0]!
  const ofInvoices = ['invoices', 'invoice_documents', 'invoice_files', 'payments', 'settlements']
  for (const table of ['entries', 'postings', 'charges', 'ledger_accounts', ...ofInvoices]) {
    for (const change of [sql`UPDATE ${sql.table(table)} SET company = 7`, sql`DELETE FROM ${sql.table(table)}`]) {
      await expect(
        scene.ledger.asPlatform((db) => change.execute(db)),
        table,
      ).rejects.toMatchObject(refused)
      await expect(
        scene.ledger.asCompany(ours, (db) => change.execute(db)),
        table,
      ).rejects.toMatchObject(refused)
      await expect(
        asOwner(async (db) => {
          await sql`ALTER TABLE ${sql.table(table)} NO FORCE ROW LEVEL SECURITY`.execute(db)
          await change.execute(db)
        }),
        table,
      ).rejects.toMatchObject({ code: '23001' })
    }
  }
  // That it is void may be noted of an invoice, and nothing with it.
  const withMore = asOwner(async (db) => {
    await sql`ALTER TABLE invoices NO FORCE ROW LEVEL SECURITY`.execute(db)
    await sql`UPDATE invoices SET voided_at = now(), number = 'X'`.execute(db)
  })
  await expect(withMore).rejects.toMatchObject({ code: '23001' })
  const unbalanced = scene.ledger.asPlatform(async (db) => {
    const { id } = await db
      .insertInto('entries')
      .values({ company: ours, seller: 0, kind: 'payment', at: new Date(), reason: 'x', key: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('postings')
      .values({ entry: id, account, company: ours, currency: 'EUR', amount: '1' })
      .execute()
  })
  await expect(unbalanced).rejects.toMatchObject({ code: '23514' })
  const added = scene.ledger.asPlatform((db) =>
    db
      .insertInto('postings')
      .values({ entry, account: account + 1000, company: ours, currency: 'EUR', amount: '1' })
      .execute(),
  )
  await expect(added).rejects.toMatchObject({ code: '23503' })
})

test('without a company nothing is there', async () => {
  for (const table of ['companies', 'memberships', 'invitations', 'tokens', 'audit', 'erasures', 'users']) {
    const column = sql.ref(table === 'users' ? 'id' : table === 'companies' ? 'number' : 'company')
    const seen = await asOwner(async (db) => {
      await sql`SET LOCAL ROLE talkmeter_company`.execute(db)
      return (await sql`SELECT ${column} FROM ${sql.table(table)}`.execute(db)).rows
    })
    expect(seen, table).toEqual([])
  }
})

test('every table is bound by a policy or closed; one that comes later is closed until it has one', async () => {
  await expect(
    asOwner(async (db) => {
      await sql`CREATE TABLE later (company integer)`.execute(db)
      for (const { name } of await tablesOf(db)) {
        const { rows } = await sql<{ bound: boolean; open: boolean }>`
          SELECT relrowsecurity AND relforcerowsecurity AS bound,
            has_table_privilege('talkmeter_company', oid, 'SELECT, INSERT, UPDATE, DELETE') OR
            has_table_privilege('talkmeter_platform', oid, 'SELECT, INSERT, UPDATE, DELETE') AS open
          FROM pg_class WHERE oid = ${name}::regclass`.execute(db)
        expect(rows[0]!.bound || !rows[0]!.open, name).toBe(true)
      }
      await sql`SET LOCAL ROLE talkmeter_company`.execute(db)
      await sql`SELECT * FROM later`.execute(db)
    }),
  ).rejects.toMatchObject(refused)
})
