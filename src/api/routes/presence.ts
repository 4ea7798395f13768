import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Query } from '../../measures/ask.ts'
import { codesOf } from '../../measures/dimensions.ts'
import type { KeyName } from '../../measures/facts/fact.ts'
import { readPeriod } from '../../measures/period.ts'
import { askedPeriod } from '../../panels/ask-panels.ts'
import { presenceFilters } from '../../panels/chats.ts'
import { lanesMax, operatorLanes } from '../../panels/operator-lanes.ts'
import { idsAsked } from '../ids-asked.ts'
import { choice, fault, one, parametersOf } from '../parameters.ts'
import type { Parameters } from '../parameters.ts'

export type PresenceRoute = {
  query: Query
  /** The company of whoever asks; throws Failure unless they may read. */
  companyOf: (request: FastifyRequest) => Promise<{ number: number; zone: string }>
  now: () => number
}

const lanesUsual = 20
const keys = { operator: 'participants', group: 'group' } as const satisfies Record<string, KeyName>

/** What operators were when, and their dialogues: what the timelines of operators show. */
export function presenceRoute(server: FastifyInstance, { query, companyOf, now }: PresenceRoute): void {
  server.get('/api/v1/presence', async (request) => {
    const company = await companyOf(request)
    const parameters = parametersOf(request, ['from', 'to', 'tz', 'order', 'offset', 'limit', ...presenceFilters])
    const asked = { from: one(parameters, 'from'), to: one(parameters, 'to'), tz: one(parameters, 'tz') }
    const moment = now()
    const period = readPeriod(asked, { zone: company.zone, now: moment })
    const filters = new Map(
      presenceFilters.flatMap((name) => {
        const given = parameters.get(name)
        if (given === undefined) return []
        return [[keys[name], idsAsked(name, given).flatMap((id) => codesOf(name, id, company.number))] as const]
      }),
    )
    const lanes = await operatorLanes(query, {
      company: company.number,
      period,
      now: moment,
      filters,
      order: choice(parameters, 'order', ['online', 'paused'] as const) ?? 'online',
      offset: numberIn(parameters, 'offset', { usual: 0, min: 0, max: 1_000_000 }),
      limit: numberIn(parameters, 'limit', { usual: lanesUsual, min: 1, max: lanesMax }),
    })
    return { period: askedPeriod(period), asOf: new Date(moment).toISOString(), ...lanes }
  })
}

function numberIn(
  parameters: Parameters,
  name: string,
  { usual, min, max }: { usual: number; min: number; max: number },
): number {
  const text = one(parameters, name)
  if (text === undefined) return usual
  const number = /^\d{1,7}$/.test(text) ? Number(text) : -1
  if (number >= min && number <= max) return number
  throw fault([{ field: name, detail: `This must be a whole number from ${min} to ${max}.` }])
}
