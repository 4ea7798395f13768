import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { mayOf } from './reports.ts'
import { changeWebhook, readWebhook } from '../../jobs/reports/webhook-settings.ts'
import type { Asker } from '../../jobs/reports/report-request.ts'
import { createScheduleDesk } from '../../jobs/schedules/schedule-desk.ts'
import type { Notices } from '../../notices/open.ts'
import type { Calling } from '../caller.ts'
import { parametersOf } from '../parameters.ts'

export type ReportSchedulesRoute = {
  accounts: Accounts
  calling: Calling
  notices: Pick<Notices, 'means'>
  now: () => number
}

const address = '/api/v1/reports/schedules'
type ById = FastifyRequest<{ Params: { id: string }; Body: unknown }>

/** When reports are made by themselves, who is told of them, and the webhook of a company. */
export function reportSchedulesRoute(
  server: FastifyInstance,
  { accounts, calling, notices, now }: ReportSchedulesRoute,
) {
  const { ledger } = accounts
  const { means } = notices
  const desk = createScheduleDesk({ ledger, means, now })

  async function visitorOf(request: FastifyRequest) {
    const caller = await calling.withOneOf(request, ['read', 'billing'])
    parametersOf(request, [])
    const { company: number } = caller
    const { zone, language } = await accounts.company(number)
    const may = mayOf(caller)
    const asker: Asker = { may, zone, language, now: now() }
    const mayMail = caller.scopes.includes('admin')
    return { visitor: { company: number, actor: calling.actor(request, caller), may, mayMail }, asker }
  }

  server.get(address, async (request) => {
    const { visitor } = await visitorOf(request)
    return { schedules: await desk.list(visitor), canMail: means.canMail }
  })

  server.post(address, async (request: FastifyRequest<{ Body: unknown }>, reply) => {
    const { visitor, asker } = await visitorOf(request)
    return reply.status(201).send(await desk.add(visitor, request.body, asker))
  })

  server.patch(`${address}/:id`, async (request: ById) => {
    const { visitor, asker } = await visitorOf(request)
    return desk.change(visitor, request.params.id, request.body, asker)
  })

  server.delete(`${address}/:id`, async (request: ById, reply) => {
    const { visitor } = await visitorOf(request)
    await desk.remove(visitor, request.params.id)
    return reply.status(204).send()
  })

  server.get('/api/v1/reports/webhook', async (request) => {
    const { company } = await calling.withScope(request, 'admin')
    parametersOf(request, [])
    return ledger.asCompany(company, (db) => readWebhook(db, company))
  })

  server.put('/api/v1/reports/webhook', async (request: FastifyRequest<{ Body: unknown }>) => {
    const caller = await calling.withScope(request, 'admin')
    const actor = calling.actor(request, caller)
    return changeWebhook({ ledger, means }, actor, caller.company, request.body, new Date(now()))
  })
}
