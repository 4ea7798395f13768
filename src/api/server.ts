import cookie from '@fastify/cookie'
import { fastify, LogController, type FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { Accounts } from '../accounts/open.ts'
import type { Config } from '../config.ts'
import { failure } from '../failure.ts'
import type { Intake } from '../intake/intake.ts'
import type { Facts } from '../stores/events/facts.ts'
import { callerOf } from './caller.ts'
import { answerWithProblem } from './problem.ts'
import { eventsRoute } from './routes/events.ts'
import { healthRoute } from './routes/health.ts'

/** What the door for machines leads to. */
export type Rooms = {
  config: Pick<Config, 'publicUrl' | 'logLevel'>
  accounts: Accounts
  facts: Facts
  intake: Intake
  /** Rejects when a store does not answer. */
  ready: () => Promise<void>
  now: () => number
}

/** The API as a server that does not listen yet. */
export async function buildServer(rooms: Rooms): Promise<FastifyInstance> {
  const { config, accounts, intake, ready, now } = rooms
  const server = fastify({
    logger: { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    routerOptions: { ignoreTrailingSlash: true },
  })
  server.setErrorHandler(answerWithProblem)
  server.setNotFoundHandler((request) => {
    throw failure('not-found', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`)
  })
  await server.register(cookie)
  const calling = { accounts, publicUrl: config.publicUrl }
  healthRoute(server, { ready })
  eventsRoute(server, {
    intake,
    now,
    companyOf: async (request) => (await callerOf(request, 'ingest', calling)).company,
  })
  return server
}
