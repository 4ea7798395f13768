import type { FastifyInstance } from 'fastify'
import { failure } from '../../failure.ts'
import { findCall } from '../../folding/find-call.ts'
import { readSentEvents } from '../../folding/sent-events.ts'
import { readZone } from '../../measures/period.ts'
import { attemptListing } from '../../panels/attempt-list.ts'
import { callListing } from '../../panels/call-list.ts'
import { oneValue } from '../one-value.ts'
import { whenFolded } from '../when-folded.ts'
import { namedRows } from './dialogues.ts'
import type { SubjectsRoute } from './dialogues.ts'

/** A call has few legs; of one with more the latest are told. */
const legsMax = 200

/** A single call: how it stands, its legs, and the events that say so. */
export function callsRoute(server: FastifyInstance, { facts, log, waiting, companyOf }: SubjectsRoute): void {
  server.get<{ Params: { call: string } }>('/api/v1/calls/:call', async (request) => {
    const { number: company, zone: ownZone } = await companyOf(request)
    const { call } = request.params
    const zone = readZone(oneValue(request.query, 'tz'), ownZone)
    const place = await whenFolded(waiting, () => findCall(facts, company, call))
    if (place === undefined) throw failure('not-found', `There is no call "${call.slice(0, 80)}".`)
    const { key, bucket, legBuckets, records } = place
    const isOf = `call_key = toUUID('${key}') AND gone = 0`
    const [known] = await namedRows(facts, callListing, {
      company,
      where: `bucket = ${bucket} AND ${isOf}`,
      limit: 1,
      zone,
    })
    const legs = await namedRows(facts, attemptListing, {
      company,
      where: `bucket IN (${legBuckets.join(',')}) AND ${isOf}`,
      limit: legsMax,
      zone,
    })
    const { events, more } = await readSentEvents(log, { company, subject: call, types: ['call.status'], records })
    return {
      call: known,
      legs: legs.toReversed(),
      events: events.map(({ receivedAt, event }) => ({ receivedAt: new Date(receivedAt).toISOString(), event })),
      more,
    }
  })
}
