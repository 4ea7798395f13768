import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import type { Caller } from '../../accounts/scopes.ts'
import { fileColumns, rowOfRate } from '../../billing/rate-file.ts'
import { rateFields, writtenRate } from '../../billing/rate-form.ts'
import { services } from '../../billing/service.ts'
import type { ServiceWord } from '../../billing/service.ts'
import {
  asCaller,
  compareVersions,
  importRates,
  makeVersion,
  readTariff,
  readVersion,
  takeVersionBack,
  tellVersion,
} from '../../billing/tariff-desk.ts'
import type { SeenVersion, TariffDesk } from '../../billing/tariff-desk.ts'
import { listTariffs } from '../../billing/tariff-list.ts'
import { keyOf } from '../../billing/tariff-places.ts'
import type { SeenTariff } from '../../billing/tariff-places.ts'
import { ratePage, ratesOf, servicesIn } from '../../billing/tariff-reading.ts'
import { failure } from '../../failure.ts'
import { csv } from '../../renderers/csv.ts'
import { excel, excelType } from '../../renderers/excel.ts'
import type { Calling } from '../caller.ts'
import { choice, fault, one, parametersOf } from '../parameters.ts'
import type { Parameters } from '../parameters.ts'
import { csvType, rowsOfFile } from '../rate-rows.ts'

export type TariffsRoute = TariffDesk & { accounts: Accounts; calling: Calling }

type OfTariff = { Params: { tariff: string } }
type OfVersion = { Params: { tariff: string; version: string } }

const mebibyte = 1024 * 1024
/** A hundred thousand rates are less than half of it. */
const formBytesMax = 32 * mebibyte
export const fileBytesMax = 16 * mebibyte
/** Long forms and files that are read at once; each holds some times its size in memory. */
const readingMax = 2
const [pageUsual, pageMax] = [100, 500]

/** What companies pay: tariffs, their versions and rates, for who sells by them and who pays by them. */
export function tariffsRoute(server: FastifyInstance, { accounts, calling, ...desk }: TariffsRoute): void {
  const { ledger } = desk
  let reading = 0

  const callerOf = (request: FastifyRequest) => calling.withScope(request, 'billing')

  /** Reads something long, when there is room for it. */
  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (reading >= readingMax)
      throw failure('overloaded', 'Other tariffs are being read at the moment. Try again soon.')
    reading++
    try {
      return await work()
    } finally {
      reading--
    }
  }

  server.get('/api/v1/tariffs', async (request) => {
    const caller = await callerOf(request)
    const parameters = parametersOf(request, ['cursor', 'limit'])
    const { tariffs, next } = await listTariffs(ledger, caller, {
      after: cursorOf(parameters),
      limit: limitOf(parameters),
    })
    return {
      tariffs: tariffs.map(({ versions, ...seen }) => ({ ...tariffView(seen), versions })),
      next: next === undefined ? null : String(next),
    }
  })

  server.get<OfTariff>('/api/v1/tariffs/:tariff', async (request) => {
    const caller = await callerOf(request)
    const { seen, versions } = await readTariff(desk, { caller, key: request.params.tariff })
    return { ...tariffView(seen), versions: versions.map((version) => versionView(version, seen)) }
  })

  server.get<OfVersion>('/api/v1/tariffs/:tariff/versions/:version', async (request) => {
    const caller = await callerOf(request)
    const id = idOf(request)
    const { seen, version } = await readVersion(desk, { caller, key: request.params.tariff }, id)
    const listed = await asCaller(ledger, caller, (db) => servicesIn(db, id))
    return { ...versionView(version, seen), services: listed }
  })

  server.get<OfVersion>('/api/v1/tariffs/:tariff/versions/:version/rates', async (request, reply) => {
    const caller = await callerOf(request)
    const id = idOf(request)
    const parameters = parametersOf(request, ['cursor', 'limit', 'service', 'q', 'format'])
    const { seen, version } = await readVersion(desk, { caller, key: request.params.tariff }, id)
    const { currency } = seen.place
    const format = choice(parameters, 'format', ['csv', 'xlsx'])
    if (format !== undefined) {
      return inTurn(async () => {
        const rates = await asCaller(ledger, caller, (db) => ratesOf(db, id))
        const rows = rates.map((rate) => rowOfRate(writtenRate(rate, currency)))
        const name = `tariff-${keyOf(seen.place)}-${version.validFrom.toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}`
        return reply
          .type(format === 'csv' ? 'text/csv; charset=utf-8' : excelType)
          .header('content-disposition', `attachment; filename="${name}.${format}"`)
          .send(
            format === 'csv'
              ? csv(
                  rateFields.map((field) => ({ name: field })),
                  rows,
                )
              : await excel('Rates', rateFields, rows.map(excelRow)),
          )
      })
    }
    const words = services.map(({ word }) => word)
    const search = {
      service: choice<ServiceWord>(parameters, 'service', words),
      text: textOf(parameters),
      after: cursorOf(parameters) - 1,
      limit: limitOf(parameters),
    }
    const { rates, count } = await asCaller(ledger, caller, (db) => ratePage(db, id, search))
    const last = rates.at(-1)
    return {
      rates: rates.map(({ rate }) => writtenRate(rate, currency)),
      count,
      next: last !== undefined && rates.length === search.limit ? String(last.place + 1) : null,
    }
  })

  server.get<OfVersion>('/api/v1/tariffs/:tariff/versions/:version/changes', async (request) => {
    const caller = await callerOf(request)
    const parameters = parametersOf(request, ['against', 'cursor', 'limit'])
    const against = wholeOf(parameters, 'against')
    if (against === undefined) throw fault([{ field: 'against', detail: 'must be the number of another version.' }])
    const asked = { id: idOf(request), against }
    return inTurn(async () => {
      const { counts, changes } = await compareVersions(desk, { caller, key: request.params.tariff }, asked)
      const [from, limit] = [cursorOf(parameters), limitOf(parameters)]
      const shown = changes.slice(from, from + limit)
      return { counts, changes: shown, next: from + limit < changes.length ? String(from + limit) : null }
    })
  })

  server.post<OfTariff & { Body: Record<string, unknown> | undefined }>(
    '/api/v1/tariffs/:tariff/versions',
    { bodyLimit: formBytesMax },
    async (request, reply) => {
      const asking = await changeAsked(request)
      if (choice(parametersOf(request, ['dryRun']), 'dryRun', ['yes', 'no']) === 'yes') {
        const told = await inTurn(() => tellVersion(desk, asking, objectOf(request.body)))
        return { ...told, validFrom: new Date(told.validFrom).toISOString() }
      }
      const version = await inTurn(() => makeVersion(desk, asking, objectOf(request.body)))
      const { seen } = await readTariff(desk, asking)
      return reply.status(201).send(versionView(version, seen))
    },
  )

  server.delete<OfVersion>('/api/v1/tariffs/:tariff/versions/:version', async (request) => {
    const asking = await changeAsked(request)
    const version = await takeVersionBack(desk, asking, idOf(request))
    return versionView(version, (await readTariff(desk, asking)).seen)
  })

  server.register(async (scope) => {
    scope.addContentTypeParser(
      [csvType, excelType],
      { parseAs: 'buffer', bodyLimit: fileBytesMax },
      (_request, body, done) => done(null, body),
    )
    scope.post<OfTariff>('/api/v1/tariffs/:tariff/import', { bodyLimit: fileBytesMax }, async (request, reply) => {
      const asking = await changeAsked(request)
      const parameters = parametersOf(request, ['validFrom', 'ownPrices', 'note', 'dryRun'])
      const isDry = choice(parameters, 'dryRun', ['yes', 'no']) === 'yes'
      const { body } = request
      if (!Buffer.isBuffer(body)) {
        throw failure('unsupported-media-type', `Send the file itself, as ${csvType} or ${excelType}.`)
      }
      const { zone } = await accounts.company(asking.caller.company)
      const type = request.headers['content-type']?.split(';')[0]?.trim() ?? ''
      const made = await inTurn(() =>
        importRates(desk, asking, {
          rows: rowsOfFile(type, body),
          asked: {
            validFrom: one(parameters, 'validFrom'),
            ownPrices: one(parameters, 'ownPrices'),
            note: one(parameters, 'note'),
          },
          zone,
          isDry,
        }),
      )
      return reply.status(isDry ? 200 : 201).send({
        ...made,
        versions: made.versions.map(({ id = null, validFrom, ...version }) => ({
          id,
          validFrom: new Date(validFrom).toISOString(),
          ...version,
        })),
      })
    })
  })

  async function changeAsked(request: FastifyRequest<OfTariff>) {
    const caller: Caller = await callerOf(request)
    return { caller, actor: calling.actor(request, caller), key: request.params.tariff }
  }
}

function tariffView({ place, relation, mayChange, sellerName, buyerName }: SeenTariff) {
  const { seller, buyer, currency } = place
  return { tariff: keyOf(place), seller, sellerName, buyer, buyerName, currency, relation, mayChange }
}

/** Who works for a seller is nothing that its buyers are told. */
function versionView(version: SeenVersion, { mayChange }: SeenTariff) {
  const { madeBy, withdrawnBy, validFrom, madeAt, withdrawnAt, ...told } = version
  return {
    ...told,
    validFrom: validFrom.toISOString(),
    madeAt: madeAt.toISOString(),
    madeBy: mayChange ? madeBy : null,
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
    withdrawnBy: mayChange ? withdrawnBy : null,
  }
}

const numberColumns = ['price', 'minimumSeconds', 'connectFee', 'packageUnits', 'packageFee']
const isNumberColumn = fileColumns.map((column) => numberColumns.includes(column))

function excelRow(row: readonly (string | null)[]) {
  return row.map((value, at) => (value !== null && isNumberColumn[at] === true ? { decimal: value } : value))
}

function idOf({ params: { version } }: FastifyRequest<OfVersion>): number {
  if (/^\d{1,9}$/.test(version)) return Number(version)
  throw failure('not-found', 'The version of a tariff is a number.')
}

function wholeOf(parameters: Parameters, name: string): number | undefined {
  const text = one(parameters, name)
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw fault([{ field: name, detail: 'must be a whole number.' }])
}

function cursorOf(parameters: Parameters): number {
  return wholeOf(parameters, 'cursor') ?? 0
}

function limitOf(parameters: Parameters): number {
  const limit = wholeOf(parameters, 'limit') ?? pageUsual
  if (limit >= 1 && limit <= pageMax) return limit
  throw fault([{ field: 'limit', detail: `must be a whole number from 1 to ${pageMax}.` }])
}

/** PostgreSQL keeps no NUL in a text: nothing has one. */
function textOf(parameters: Parameters): string | undefined {
  return one(parameters, 'q')?.replaceAll('\0', '').slice(0, 100)
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  throw failure('bad-request', 'Send an object, such as {"validFrom": "2026-12-01T00:00:00Z", "rates": []}.')
}
