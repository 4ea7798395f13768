import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { chargesByCompany, chargesTogether } from '../../billing/company-charges.ts'
import type { CompanyCharges } from '../../billing/company-charges.ts'
import { csv } from '../../renderers/csv.ts'
import type { Calling } from '../caller.ts'
import { daysAsked } from '../days-asked.ts'
import type { DaysAsked } from '../days-asked.ts'
import { choice, integerMax, numberAsked, parametersOf } from '../parameters.ts'

export type CompanyChargesRoute = { accounts: Accounts; calling: Calling; now: () => number }

const pageOf = { usual: 200, max: 1000 }

/** What companies pay, and what is left of it: all of them for staff, of a reseller its own. */
export function companyChargesRoute(server: FastifyInstance, { accounts, calling, now }: CompanyChargesRoute): void {
  const { ledger } = accounts

  async function asked(request: FastifyRequest, company: number) {
    const parameters = parametersOf(request, ['from', 'to', 'expenses', 'format', 'after', 'limit'])
    const { zone } = await accounts.company(company)
    return {
      ...daysAsked(parameters, { zone, now: now() }),
      onlyWithExpenses: choice(parameters, 'expenses', ['true', 'false'] as const) === 'true',
      isFile: choice(parameters, 'format', ['json', 'csv'] as const) === 'csv',
      after: numberAsked(parameters, 'after', integerMax) ?? 0,
      limit: numberAsked(parameters, 'limit', pageOf.max) ?? pageOf.usual,
    }
  }

  async function companiesOf(parent: number | undefined) {
    return ledger.asPlatform((db) => {
      const all = db.selectFrom('companies').select(['number', 'name', 'parent']).orderBy('number')
      return (parent === undefined ? all : all.where('parent', '=', parent)).execute()
    })
  }

  server.get('/api/v1/staff/charges', async (request, reply) => {
    const { company } = await calling.staff(request)
    const question = await asked(request, company)
    const companies = await companiesOf(undefined)
    const all = await ledger.asPlatform((db) => chargesByCompany(db, companies, question))
    return answer(reply, all, question)
  })

  server.get('/api/v1/charges/companies', async (request, reply) => {
    const { company } = await calling.withScope(request, 'billing')
    const question = await asked(request, company)
    const companies = await companiesOf(company)
    const all = await ledger.asCompany(company, (db) => chargesByCompany(db, companies, question))
    return answer(reply, all, question)
  })
}

type Question = DaysAsked & { isFile: boolean; after: number; limit: number }

function answer(reply: FastifyReply, all: readonly CompanyCharges[], { first, last, isFile, after, limit }: Question) {
  if (isFile) {
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="companies_${first}_${last}.csv"`)
      .send(
        csv(
          columns.map((name) => ({ name })),
          all.flatMap(rowsOf),
        ),
      )
  }
  const rest = all.filter(({ company }) => company > after)
  const page = rest.slice(0, limit)
  return {
    days: { first, last },
    companies: page,
    totals: chargesTogether(all),
    next: rest.length > limit ? page.at(-1)!.company : null,
  }
}

const columns = ['company', 'name', 'parent', 'service', 'events', 'quantity', 'unit', 'currency', 'amount'] as const

/** A row per service and currency; what its reseller pays, and the margin, are in rows of their own. */
function rowsOf({ company, name, parent, services, resellerPays, margin }: CompanyCharges) {
  const head = [company, name, parent]
  return [
    ...services.flatMap(({ service, events, quantity, unit, amounts }) =>
      (amounts.length === 0 ? [{ currency: null, amount: null }] : amounts).map(({ currency, amount }) => [
        ...head,
        service,
        events,
        quantity,
        unit,
        currency,
        amount,
      ]),
    ),
    ...Object.entries({ resellerPays, margin }).flatMap(([what, amounts]) =>
      (amounts ?? []).map(({ currency, amount }) => [...head, what, null, null, null, currency, amount]),
    ),
  ]
}
