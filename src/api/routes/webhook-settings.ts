import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { happeningKinds } from '../../invoices/happenings.ts'
import type { Notices } from '../../notices/open.ts'
import { changeWebhookSettings, readWebhookSettings, toldLately, tryWebhookOf } from '../../notices/webhook-settings.ts'
import type { WebhookSettings } from '../../notices/webhook-settings.ts'
import type { Calling } from '../caller.ts'
import { parametersOf } from '../parameters.ts'

export type WebhookSettingsRoute = {
  accounts: Accounts
  calling: Calling
  notices: Pick<Notices, 'means' | 'tryWebhook'>
  now: () => number
}

const address = '/api/v1/notices/webhook'
const latestMax = 20

/** By which webhook the caller's company is told what happened, and what it was told. */
export function webhookSettingsRoute(
  server: FastifyInstance,
  { accounts, calling, notices, now }: WebhookSettingsRoute,
): void {
  const { ledger } = accounts
  const { means } = notices

  async function view(company: number, settings: WebhookSettings) {
    const { email } = await accounts.company(company)
    const latest = await ledger.asCompany(company, (db) => toldLately(db, company, latestMax))
    return { ...settings, eventsKnown: happeningKinds, canMail: means.canMail, email, latest }
  }

  server.get(address, async (request) => {
    const { company } = await calling.withScope(request, 'admin')
    parametersOf(request, [])
    return view(company, await ledger.asCompany(company, (db) => readWebhookSettings(db, company)))
  })

  server.patch(address, async (request: FastifyRequest<{ Body: Record<string, unknown> | undefined }>) => {
    const caller = await calling.withScope(request, 'admin')
    const { secret, ...settings } = await changeWebhookSettings(
      { ledger, means },
      calling.actor(request, caller),
      caller.company,
      request.body ?? {},
      new Date(now()),
    )
    return { ...(await view(caller.company, settings)), secret }
  })

  server.post(`${address}/test`, async (request) => {
    const { company } = await calling.withScope(request, 'admin')
    const { number, name } = await accounts.company(company)
    const error = await tryWebhookOf({ ledger, tryWebhook: notices.tryWebhook }, { number, name }, new Date(now()))
    return { isTaken: error === null, error }
  })
}
