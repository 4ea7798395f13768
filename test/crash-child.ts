/** A server of the event path alone, for the crash test: it kills itself at a named stage of folding, or is killed. */
import fastify from 'fastify'
import { join } from 'node:path'
import { eventsRoute } from '../src/api/routes/events.ts'
import { testRecipients } from './recipients.ts'
import { openEventPath } from '../src/event-path.ts'
import { createInFlight } from '../src/intake/in-flight.ts'
import { openFacts } from '../src/stores/events/open.ts'

const [dataFolder, stage, countText] = process.argv.slice(2)
let stagesLeft = Number(countText)
const facts = await openFacts({ path: join(dataFolder!, 'facts') })
const path = await openEventPath({
  dataFolder: dataFolder!,
  facts,
  recipients: testRecipients,
  atStage(reached) {
    if (reached !== stage || --stagesLeft > 0) return
    process.kill(process.pid, 'SIGKILL')
  },
})
const server = fastify()
eventsRoute(server, { intake: path.intake, inFlight: createInFlight(), companyOf: async () => 1 })
await server.listen({ port: 0, host: '127.0.0.1' })
process.send!({ port: (server.server.address() as { port: number }).port })
process.once('message', () => void stop())

async function stop(): Promise<void> {
  await server.close()
  await path.close()
  await facts.close()
  process.exit(0)
}
