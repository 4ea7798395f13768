import type { FastifyInstance } from 'fastify'
import { createCompany, listCompanies } from '../../accounts/companies.ts'
import type { NewCompany } from '../../accounts/companies.ts'
import type { Accounts } from '../../accounts/open.ts'
import { changePlatform, readPlatform } from '../../accounts/platform.ts'
import { Failure, failure } from '../../failure.ts'
import { readLogo } from '../../papers/pdf/picture.ts'
import type { Calling } from '../caller.ts'
import { oneValue } from '../one-value.ts'

export type StaffRoute = {
  accounts: Accounts
  calling: Calling
  /** What the sign-in page calls the OpenID Connect provider. */
  openIdName: string | undefined
  now: () => number
}

/** What platform staff see and do: all companies, and the settings of the installation. */
export function staffRoute(server: FastifyInstance, { accounts, calling, openIdName, now }: StaffRoute): void {
  const { ledger } = accounts

  server.get('/api/v1/companies', async (request) => {
    await calling.staff(request)
    const text = oneValue(request.query, 'q')?.slice(0, 100)
    return { companies: await ledger.asPlatform((db) => listCompanies(db, { text })) }
  })

  server.post<{ Body: Partial<NewCompany> | undefined }>('/api/v1/companies', async (request, reply) => {
    const caller = await calling.staff(request)
    const actor = calling.actor(request, caller)
    const number = await ledger.asPlatform((db) =>
      createCompany(db, actor, (request.body ?? {}) as NewCompany, new Date(now())),
    )
    return reply.status(201).send(await accounts.company(number))
  })

  server.get('/api/v1/platform', async (request) => {
    await calling.staff(request)
    return readPlatform(ledger)
  })

  server.patch<{ Body: Record<string, unknown> | undefined }>(
    '/api/v1/platform',
    { bodyLimit: 512 * 1024 },
    async (request) => {
      const caller = await calling.staff(request)
      mustBeReadable(request.body?.logo)
      return changePlatform(ledger, calling.actor(request, caller), request.body ?? {}, new Date(now()))
    },
  )

  // The name and logo on every page, and how to sign in, also before anybody has.
  server.get('/api/v1/branding', async () => {
    const { brandName, logo } = await readPlatform(ledger)
    return { brandName, logo, openIdName: openIdName ?? null }
  })
}

/** A logo is on invoices, too. */
function mustBeReadable(logo: unknown): void {
  if (typeof logo !== 'string') return
  try {
    readLogo(logo)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw failure('unprocessable', error.message, [{ field: 'logo', detail: error.message }])
  }
}
