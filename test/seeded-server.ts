import { expect } from 'vitest'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { cloudEvent, modelMessages } from './model.ts'
import type { ModelEvent, ModelMessage } from './model.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description } from './openapi-judge.ts'
import { seededDays } from './seeded-days.ts'

/** A server with the seeded days of a company, and the same days of a stranger under other names. */
export type SeededServer = ApiServer & {
  events: readonly ModelEvent[]
  messages: readonly ModelMessage[]
  stranger: { token: string; messages: readonly ModelMessage[] }
  /** Asks, expects an answer as it is described, and gives its body. */
  ask: <Body>(address: string, token?: string) => Promise<Body>
}

export const seededNow = Date.parse('2027-01-01T12:00:00Z')
const piecesSent = 3

export async function startSeededServer(edges: readonly number[]): Promise<SeededServer> {
  const server = await startApiServer({ now: () => seededNow })
  const other = await server.newCompany()
  const events = seededDays(edges)
  const foreign = seededDays([...edges, seededNow - 1], (message) => `canary-${message}`)
  await give(server, server.token, events)
  await give(server, other.token, foreign)
  await server.path.folder.settled()
  const judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  return {
    ...server,
    events,
    messages: modelMessages(events),
    stranger: { token: other.token, messages: modelMessages(foreign) },
    async ask<Body>(address: string, token?: string) {
      const { status, headers, body } = await server.get(address, token)
      const path = address.split('?')[0]!
      expect(judge.faults('GET', path, status, headers.get('content-type') ?? '', body), address).toEqual([])
      expect(status, `${address}: ${JSON.stringify(body).slice(0, 300)}`).toBe(200)
      return body as Body
    },
  }
}

/** In pieces, so that later ones change what earlier ones made. */
async function give({ url }: ApiServer, token: string, events: readonly ModelEvent[]): Promise<void> {
  const length = Math.ceil(events.length / piecesSent)
  for (let at = 0; at < events.length; at += length) {
    const piece = events.slice(at, at + length)
    const response = await fetch(`${url}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: piece.map((event) => JSON.stringify(cloudEvent(event))).join('\n'),
    })
    const answer = (await response.json()) as { accepted: number; duplicates: number; rejected: unknown[] }
    expect(answer.rejected).toEqual([])
    expect(answer.accepted + answer.duplicates).toBe(piece.length)
  }
}
