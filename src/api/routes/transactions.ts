import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import type { Payment } from '../../invoices/payment.ts'
import { readZone } from '../../measures/period.ts'
import { inZone } from '../../measures/zone.ts'
import { paymentsIn, paymentTotals } from '../../payments/payment-list.ts'
import { csv } from '../../renderers/csv.ts'
import { excel, excelType } from '../../renderers/excel.ts'
import type { Calling } from '../caller.ts'
import { choice, fault, numberAsked, one, parametersOf } from '../parameters.ts'
import { paymentCursorOf, paymentCursorText } from '../payment-cursor.ts'
import { timesAsked } from '../times-asked.ts'

export type TransactionsRoute = { accounts: Accounts; calling: Calling }

const pageOf = { usual: 100, max: 1000 }
const rowsOfFileMax = 100_000

/** What the caller's company paid: when, what for, and how much. */
export function transactionsRoute(server: FastifyInstance, { accounts, calling }: TransactionsRoute): void {
  const { ledger } = accounts

  server.get('/api/v1/transactions', async (request, reply) => {
    const { company } = await calling.withScope(request, 'billing')
    const parameters = parametersOf(request, ['from', 'to', 'tz', 'cursor', 'limit', 'format'])
    const format = choice(parameters, 'format', ['json', 'csv', 'xlsx'] as const) ?? 'json'
    const { from, to } = timesAsked(parameters)
    const zone = readZone(one(parameters, 'tz'), (await accounts.company(company)).zone)
    const after = paymentCursorOf(parameters)
    const limit = format === 'json' ? (numberAsked(parameters, 'limit', pageOf.max) ?? pageOf.usual) : rowsOfFileMax
    const asked = { company, from, to }
    const { found, totals } = await ledger.asCompany(company, async (db) => ({
      found: await paymentsIn(db, asked, { after, limit: limit + 1 }),
      totals: await paymentTotals(db, asked),
    }))
    const page = found.slice(0, limit)
    if (format !== 'json') {
      if (found.length > limit) {
        throw fault([{ field: 'from', detail: `That is more than ${limit} rows; ask about a shorter period.` }])
      }
      return file(reply, page, { format, zone })
    }
    return {
      period: { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null, zone },
      transactions: page.map(transactionOf),
      totals,
      next: found.length > limit ? paymentCursorText(page.at(-1)!) : null,
    }
  })
}

function transactionOf({ id, receivedAt, base, note, invoice, amount, currency, company, source, takesBack }: Payment) {
  return { id, receivedAt, base, note, invoice, refill: amount, currency, companyNumber: company, source, takesBack }
}

/** The words of the page; the time is that of a clock in the zone, with its offset. */
const columns = ['date', 'base', 'refill', 'currency', 'companyNumber', 'note'] as const

const attached = (ending: string) => `attachment; filename="transactions.${ending}"`

async function file(
  reply: FastifyReply,
  payments: readonly Payment[],
  { format, zone }: { format: 'csv' | 'xlsx'; zone: string },
) {
  const rows = payments.map(
    ({ receivedAt, base, amount, currency, company, note }) =>
      [inZone(Date.parse(receivedAt), zone), base, amount, currency, company, note] as const,
  )
  if (format === 'csv') {
    const table = csv(
      columns.map((column) => ({ name: column })),
      rows,
    )
    return reply.type('text/csv; charset=utf-8').header('content-disposition', attached('csv')).send(table)
  }
  const cells = rows.map(([date, base, amount, currency, company, note]) => [
    date,
    base,
    { decimal: amount },
    currency,
    { decimal: String(company) },
    note,
  ])
  return reply
    .type(excelType)
    .header('content-disposition', attached('xlsx'))
    .send(await excel('Transactions', columns, cells))
}
