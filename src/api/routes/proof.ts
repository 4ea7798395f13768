import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { decimalOf } from '../../measures/decimal.ts'
import { verifyCompany } from '../../billing/verify.ts'
import { whatIf } from '../../billing/what-if.ts'
import { failure } from '../../failure.ts'
import { verifyInvoices } from '../../invoices/verify.ts'
import { comparePaper } from '../../papers/read-paper.ts'
import type { Query } from '../../measures/ask.ts'
import { readPeriod, stepsOf } from '../../measures/period.ts'
import type { Period } from '../../measures/period.ts'
import { dayAround } from '../../measures/zone.ts'
import type { Calling } from '../caller.ts'
import { fault, integerMax, numberAsked, one, parametersOf } from '../parameters.ts'
import type { Parameters } from '../parameters.ts'
import type { Reading } from '../../panels/every-row.ts'

export type ProofRoute = { accounts: Accounts; calling: Calling; query: Query; reading: Reading; now: () => number }

const day = 86_400_000
const daysUsual = 31
/** Each day is compared row by row: a year is asked for month by month. */
const daysMax = 62

/** Whether charts, charges and postings tell one number, and what another tariff would have cost. */
export function proofRoute(server: FastifyInstance, { accounts, calling, query, reading, now }: ProofRoute): void {
  const { ledger } = accounts

  server.get('/api/v1/verify', async (request) => {
    const caller = await calling.withScope(request, 'billing')
    const parameters = parametersOf(request, ['from', 'to', 'company'])
    const number = numberAsked(parameters, 'company', integerMax) ?? caller.company
    if (number !== caller.company) await calling.staff(request)
    const { zone } = await accounts.company(number)
    const period = periodIn(parameters, zone)
    const proof = await verifyCompany({ ledger, query, reading, now: now() }, number, period)
    const invoices = await verifyInvoices({ ledger, readFile: comparePaper }, number, period)
    return { ...proof, checks: [...proof.checks, ...invoices] }
  })

  server.get('/api/v1/charges/what-if', async (request) => {
    const caller = await calling.withScope(request, 'billing')
    const company = await accounts.company(caller.company)
    const parameters = parametersOf(request, ['from', 'to', 'version'])
    const version = numberAsked(parameters, 'version', integerMax)
    if (version === undefined) throw fault([{ field: 'version', detail: 'Say which version of a tariff.' }])
    const { from, to } = periodIn(parameters, company.zone)
    const end = Math.min(to, now())
    const whole = {
      from: dayAround(from, company.zone).from,
      to: dayAround(end - 1, company.zone).to,
      zone: company.zone,
    }
    const days = from < end ? stepsOf(whole, 'day') : []
    const compared = days.length === 0 ? [] : await whatIf({ ledger, query, reading }, company, days, version)
    if (compared === undefined)
      throw failure('not-found', `There is no version ${version} of a tariff that this company pays by.`)
    return {
      version,
      from: days[0]?.day ?? null,
      to: days.at(-1)?.day ?? null,
      services: compared.map((row) => ({
        ...row,
        present: decimalOf(row.present),
        other: decimalOf(row.other),
        difference: decimalOf(row.other - row.present),
      })),
    }
  })

  function periodIn(parameters: Parameters, zone: string): Period {
    const asked = { from: one(parameters, 'from'), to: one(parameters, 'to') }
    const usual = asked.from ?? new Date(now() - daysUsual * day).toISOString()
    const period = readPeriod({ ...asked, from: usual }, { zone, now: now() })
    if (period.to - period.from <= daysMax * day) return period
    throw fault([
      { field: 'from', detail: `This is about ${daysMax} days at most; ask about longer periods piece by piece.` },
    ])
  }
}
