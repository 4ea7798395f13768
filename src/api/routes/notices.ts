import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { latestNotices } from '../../notices/low-balance.ts'
import type { Notices } from '../../notices/open.ts'
import { changeLowBalanceSettings, readLowBalanceSettings } from '../../notices/settings.ts'
import type { LowBalanceSettings } from '../../notices/settings.ts'
import type { Calling } from '../caller.ts'
import { parametersOf } from '../parameters.ts'

export type NoticesRoute = { accounts: Accounts; calling: Calling; notices: Pick<Notices, 'means'>; now: () => number }

const address = '/api/v1/notices/low-balance'
const latestMax = 10

/** When the caller's company wants to know that its balance is low, and what was told of that. */
export function noticesRoute(server: FastifyInstance, { accounts, calling, notices, now }: NoticesRoute): void {
  const { ledger } = accounts
  const { means } = notices

  async function view(company: number, settings: LowBalanceSettings) {
    const { currency } = await accounts.company(company)
    const latest = await ledger.asCompany(company, (db) => latestNotices(db, company, latestMax))
    return { ...settings, currency, canMail: means.canMail, latest }
  }

  server.get(address, async (request) => {
    const { company } = await calling.withScope(request, 'billing')
    parametersOf(request, [])
    return view(company, await ledger.asCompany(company, (db) => readLowBalanceSettings(db, company)))
  })

  server.patch(address, async (request: FastifyRequest<{ Body: Record<string, unknown> | undefined }>) => {
    const caller = await calling.withScope(request, 'billing')
    const { webhookSecret, ...settings } = await changeLowBalanceSettings(
      { ledger, means },
      calling.actor(request, caller),
      caller.company,
      request.body ?? {},
      new Date(now()),
    )
    return { ...(await view(caller.company, settings)), webhookSecret }
  })
}
