import type { FastifyInstance } from 'fastify'
import { changeCompany, missingForInvoices } from '../../accounts/companies.ts'
import type { Company } from '../../accounts/companies.ts'
import type { Accounts } from '../../accounts/open.ts'
import type { Calling } from '../caller.ts'

export type CompanyRoute = { accounts: Accounts; calling: Calling; now: () => number }

/** The caller's company: its details, and what invoices still miss of them. */
export function companyRoute(server: FastifyInstance, { accounts, calling, now }: CompanyRoute): void {
  server.get('/api/v1/company', async (request) =>
    view(await accounts.company((await calling.withScope(request, 'read')).company)),
  )

  server.patch<{ Body: Record<string, unknown> | undefined }>('/api/v1/company', async (request) => {
    const caller = await calling.withScope(request, 'admin')
    const actor = calling.actor(request, caller)
    const company = await changeCompany(accounts.ledger, actor, caller.company, request.body ?? {}, new Date(now()))
    accounts.forgetCompany(caller.company)
    return view(company)
  })
}

function view(company: Company) {
  return { ...company, missingForInvoices: missingForInvoices(company) }
}
