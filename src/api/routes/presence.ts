import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Query } from '../../measures/ask.ts'
import { readPeriod } from '../../measures/period.ts'
import { askedPeriod } from '../../panels/ask-panels.ts'
import { presenceFilters } from '../../panels/chats.ts'
import { operatorLanes, presenceFiltersOf } from '../../panels/operator-lanes.ts'
import { idsAsked } from '../ids-asked.ts'
import { lanesPage } from '../lanes-page.ts'
import { choice, one, parametersOf } from '../parameters.ts'

export type PresenceRoute = {
  query: Query
  /** The company of whoever asks; throws Failure unless they may read. */
  companyOf: (request: FastifyRequest) => Promise<{ number: number; zone: string }>
  now: () => number
}

/** What operators were when, and their dialogues: what the timelines of operators show. */
export function presenceRoute(server: FastifyInstance, { query, companyOf, now }: PresenceRoute): void {
  server.get('/api/v1/presence', async (request) => {
    const company = await companyOf(request)
    const parameters = parametersOf(request, ['from', 'to', 'tz', 'order', 'offset', 'limit', ...presenceFilters])
    const asked = { from: one(parameters, 'from'), to: one(parameters, 'to'), tz: one(parameters, 'tz') }
    const moment = now()
    const period = readPeriod(asked, { zone: company.zone, now: moment })
    const asksFor = presenceFilters.flatMap((name) => {
      const given = parameters.get(name)
      return given === undefined ? [] : [[name, idsAsked(name, given)] as const]
    })
    const lanes = await operatorLanes(query, {
      company: company.number,
      period,
      now: moment,
      filters: presenceFiltersOf(new Map(asksFor), company.number),
      order: choice(parameters, 'order', ['online', 'paused'] as const) ?? 'online',
      ...lanesPage(parameters),
    })
    return { period: askedPeriod(period), asOf: new Date(moment).toISOString(), ...lanes }
  })
}
