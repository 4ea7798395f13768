import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import type { Caller } from '../../accounts/scopes.ts'
import { checkedField, checkShortText } from '../../accounts/fields.ts'
import { failure } from '../../failure.ts'
import type { InvoicingRun } from '../../invoices/invoicing.ts'
import { listProposals } from '../../invoices/proposals.ts'
import { decideRevision, previewRevision, reviseInvoice } from '../../invoices/revise.ts'
import type { Reviser } from '../../invoices/propose.ts'
import { changeInvoicing, readInvoicing } from '../../invoices/settings.ts'
import { voidInvoice } from '../../invoices/void.ts'
import type { Calling } from '../caller.ts'
import { choice, parametersOf } from '../parameters.ts'
import { invoiceView } from './invoices.ts'

export type StaffInvoicesRoute = {
  accounts: Accounts
  calling: Calling
  invoicing: Pick<InvoicingRun, 'closeNow'>
  now: () => number
}

type Body = Record<string, unknown> | undefined

/** What platform staff do about invoices: revise, approve, void, and how they are made. */
export function staffInvoicesRoute(
  server: FastifyInstance,
  { accounts, calling, invoicing, now }: StaffInvoicesRoute,
): void {
  const { ledger } = accounts

  async function reviserOf(request: FastifyRequest): Promise<Reviser> {
    const caller: Caller = await calling.staff(request)
    const actor = calling.actor(request, caller)
    return { actor, name: caller.user?.name ?? actor.name, email: caller.user?.email ?? null }
  }

  server.post<{ Params: { number: string }; Body: Body }>(
    '/api/v1/invoices/:number/revisions',
    async (request, reply) => {
      const reviser = await reviserOf(request)
      const asked = { number: request.params.number, body: bodyOf(request.body) }
      if (choice(parametersOf(request, ['dryRun']), 'dryRun', ['yes', 'no']) === 'yes') {
        return previewRevision(ledger, asked)
      }
      const revised = await reviseInvoice(ledger, reviser, asked, new Date(now()))
      return reply.status(revised.state === 'applied' ? 201 : 202).send(revised)
    },
  )

  server.post<{ Params: { number: string }; Body: Body }>('/api/v1/invoices/:number/void', async (request, reply) => {
    const voider = await reviserOf(request)
    const reason = textOf(bodyOf(request.body), 'reason', 'must say why the invoice is voided.')
    const voided = await voidInvoice(ledger, voider, { number: request.params.number, reason }, new Date(now()))
    if (voided.state === 'waiting') return reply.status(202).send(voided)
    const { state, invoice, creditNote } = voided
    return {
      state,
      invoice: invoiceView(invoice),
      creditNote: creditNote === null ? null : invoiceView(creditNote),
    }
  })

  server.get('/api/v1/invoice-proposals', async (request) => {
    await calling.staff(request)
    parametersOf(request, [])
    return { proposals: await ledger.asPlatform(listProposals) }
  })

  server.post<{ Params: { id: string }; Body: Body }>('/api/v1/invoice-proposals/:id/decide', async (request) => {
    const decider = await reviserOf(request)
    const { id } = request.params
    if (!/^\d{1,18}$/.test(id)) throw failure('not-found', `There is no proposal ${id.slice(0, 20)}.`)
    const body = bodyOf(request.body)
    const isApproved = checkedField('isApproved', () => {
      if (typeof body.isApproved !== 'boolean') throw new Error('must be true or false.')
      return body.isApproved
    })
    const note = checkedField('note', () => checkShortText(body.note ?? null, 1000))
    return decideRevision(ledger, decider, { proposal: id, isApproved, note }, new Date(now()))
  })

  server.get('/api/v1/invoicing', async (request) => {
    await calling.staff(request)
    return ledger.asPlatform(readInvoicing)
  })

  server.patch<{ Body: Body }>('/api/v1/invoicing', async (request) => {
    const { actor } = await reviserOf(request)
    return changeInvoicing(ledger, actor, bodyOf(request.body), new Date(now()))
  })

  server.post('/api/v1/invoicing/close', async (request) => {
    await calling.staff(request)
    return invoicing.closeNow()
  })
}

function bodyOf(body: Body): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  throw failure('bad-request', 'Send a JSON object.')
}

function textOf(body: Record<string, unknown>, field: string, otherwise: string): string {
  return checkedField(field, () => {
    const text = checkShortText(body[field] ?? null, 1000)
    if (text === null) throw new Error(otherwise)
    return text
  })
}
