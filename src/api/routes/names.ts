import type { FastifyInstance, FastifyRequest } from 'fastify'
import { namedKinds } from '../../events/chat-vocabulary.ts'
import type { NamedKind } from '../../events/chat-vocabulary.ts'
import { kindsOf, namesAsked, namesOf, soughtLengthMax } from '../../panels/list-names.ts'
import type { Facts } from '../../stores/events/facts.ts'
import { choice, fault, one, parametersOf } from '../parameters.ts'

export type NamesRoute = {
  facts: Facts
  /** The company of whoever asks; throws Failure unless they may read. */
  companyOf: (request: FastifyRequest) => Promise<number>
}

/** The chats, bots, operators and groups of a company, which filters take by their ids. */
export function namesRoute(server: FastifyInstance, { facts, companyOf }: NamesRoute): void {
  server.get('/api/v1/names', async (request) => {
    const company = await companyOf(request)
    const parameters = parametersOf(request, ['kind', 'q'])
    const kinds = kindsOf(choice(parameters, 'kind', Object.keys(namedKinds) as NamedKind[]))
    const sought = one(parameters, 'q') ?? ''
    if (sought.length > soughtLengthMax) {
      throw fault([{ field: 'q', detail: `This has ${soughtLengthMax} characters at most.` }])
    }
    const rows = await facts.query(namesAsked(company, kinds), { parameters: { sought } })
    return namesOf(kinds, rows)
  })
}
