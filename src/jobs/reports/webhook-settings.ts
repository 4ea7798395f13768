import type { Actor } from '../../accounts/actor.ts'
import { noteAct } from '../../accounts/audit.ts'
import { checkForm } from '../../accounts/fields.ts'
import { checkUrl, newSecret } from '../../notices/settings.ts'
import type { Means } from '../../notices/settings.ts'
import type { Ledger, LedgerTransaction } from '../../stores/ledger/open.ts'
import { fieldsOf } from './report-request.ts'

/** Where a company is told that reports are ready or went wrong. */
export type ReportWebhook = { webhookUrl: string | null; version: number }

export async function readWebhook(db: LedgerTransaction, company: number): Promise<ReportWebhook> {
  const row = await db
    .selectFrom('report_settings')
    .select(['webhook_url', 'version'])
    .where('company', '=', company)
    .executeTakeFirst()
  return { webhookUrl: row?.webhook_url ?? null, version: row?.version ?? 0 }
}

/**
 * Changes the address. Whenever one is set the webhook gets a new secret: it is in this answer, and nowhere else.
 * @throws Failure unprocessable naming the field at fault
 */
export async function changeWebhook(
  { ledger, means }: { ledger: Ledger; means: Means },
  actor: Actor,
  company: number,
  body: unknown,
  at: Date,
): Promise<ReportWebhook & { webhookSecret: string | null }> {
  const asked = fieldsOf(body, ['webhookUrl'])
  const form = checkForm()
  if (!('webhookUrl' in asked)) form.fault('webhookUrl', 'must be an address, or null for none.')
  const url = form.field('webhookUrl', () => checkUrl(asked['webhookUrl'], means)) ?? null
  form.mustBeRight()
  const secret = url === null ? null : newSecret()
  return ledger.asCompany(company, async (db) => {
    const before = await readWebhook(db, company)
    const version = before.version + 1
    const values = { webhook_url: url, webhook_secret: secret, version }
    await db
      .insertInto('report_settings')
      .values({ company, webhook_url: url, webhook_secret: secret })
      .onConflict((conflict) => conflict.column('company').doUpdateSet(values))
      .execute()
    const told = {
      subject: `company:${company}`,
      before: { webhookUrl: before.webhookUrl },
      after: { webhookUrl: url },
    }
    await noteAct(db, actor, { company, action: 'report-webhook.changed', ...told }, at)
    return { webhookUrl: url, version, webhookSecret: secret }
  })
}
