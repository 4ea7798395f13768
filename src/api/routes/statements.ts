import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { failure } from '../../failure.ts'
import { decimalOf } from '../../measures/decimal.ts'
import { decideLine, readDecision } from '../../payments/decide.ts'
import { candidatesOf, importStatements } from '../../payments/import-statements.ts'
import type { Imported } from '../../payments/import-statements.ts'
import type { Candidate } from '../../payments/matching.ts'
import { lineStates, linesSeen, statementsSeen } from '../../payments/statement-list.ts'
import type { LineSeen } from '../../payments/statement-list.ts'
import { statementBytesMax } from '../../payments/statements/read-statements.ts'
import type { Calling } from '../caller.ts'
import { choice, fault, numberAsked, one, parametersOf } from '../parameters.ts'
import type { Parameters } from '../parameters.ts'

export type StatementsRoute = { accounts: Accounts; calling: Calling; now: () => number }

const pageOf = { usual: 100, max: 500 }
/** So many lines are shown of an import; the others are in the list. */
const shownMax = 500
/** Each file is in memory as a whole. */
const readingMax = 2
const fileNameLengthMax = 200

/** For staff: statements of banks, and the payments that their lines are. */
export function statementsRoute(server: FastifyInstance, { accounts, calling, now }: StatementsRoute): void {
  const { ledger } = accounts
  let reading = 0

  /** Reads a file when there is room for it. */
  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (reading >= readingMax) {
      throw failure('overloaded', 'Other statements are being read at the moment. Try again soon.')
    }
    reading++
    try {
      return await work()
    } finally {
      reading--
    }
  }

  server.register(async (scope) => {
    // The body is the file, whatever it calls itself; it is read by us, as far as there is room for it.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.post('/api/v1/statements', { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
      try {
        const caller = await calling.staff(request)
        const parameters = parametersOf(request, ['dryRun', 'fileName'])
        const isDry = choice(parameters, 'dryRun', ['true', 'false'] as const) === 'true'
        const fileName = fileNameOf(parameters)
        const actor = calling.actor(request, caller)
        const imported = await inTurn(async () => {
          const file = await bodyOf(request)
          return importStatements(ledger, actor, { file, fileName, isDry }, new Date(now()))
        })
        return await reply.status(isDry || !imported.isNew ? 200 : 201).send(importView(imported))
      } catch (error) {
        // Who is still sending may first finish, and then read the answer.
        request.raw.resume()
        throw error
      }
    })
  })

  server.get('/api/v1/statements', async (request) => {
    await calling.staff(request)
    const parameters = parametersOf(request, ['cursor', 'limit'])
    const limit = numberAsked(parameters, 'limit', pageOf.max) ?? pageOf.usual
    const before = placeOf(parameters)
    const found = await ledger.asPlatform((db) => statementsSeen(db, { before, limit: limit + 1 }))
    const page = found.slice(0, limit)
    return { statements: page, next: found.length > limit ? page.at(-1)!.id : null }
  })

  server.get('/api/v1/statements/:id', async (request: FastifyRequest<{ Params: { id: string } }>) => {
    await calling.staff(request)
    const parameters = parametersOf(request, ['state', 'cursor', 'limit'])
    const { id } = request.params
    const asked = linesAsked(parameters)
    return ledger.asPlatform(async (db) => {
      const [statement] = isId(id) ? await statementsSeen(db, { id, limit: 1 }) : []
      if (statement === undefined) throw failure('not-found', `There is no statement ${id.slice(0, 20)}.`)
      const found = await linesSeen(db, { ...asked, statement: id, limit: asked.limit + 1 })
      return { ...statement, ...pageOfLines(found, asked.limit) }
    })
  })

  server.get('/api/v1/statement-lines', async (request) => {
    await calling.staff(request)
    const asked = linesAsked(parametersOf(request, ['state', 'cursor', 'limit']))
    const found = await ledger.asPlatform((db) => linesSeen(db, { ...asked, limit: asked.limit + 1 }))
    return pageOfLines(found, asked.limit)
  })

  server.post('/api/v1/statement-lines/:id/decide', async (request: FastifyRequest<{ Params: { id: string } }>) => {
    const caller = await calling.staff(request)
    const { id } = request.params
    if (!isId(id)) throw failure('not-found', `There is no line ${id.slice(0, 20)}.`)
    const decision = readDecision(request.body)
    const actor = calling.actor(request, caller)
    return ledger.asPlatform(async (db) => {
      await decideLine(db, actor, { id, decision }, new Date(now()))
      const [line] = await linesSeen(db, { id, limit: 1 })
      return lineView(line!)
    })
  })
}

function linesAsked(parameters: Parameters) {
  return {
    state: choice(parameters, 'state', lineStates),
    before: placeOf(parameters),
    limit: numberAsked(parameters, 'limit', pageOf.max) ?? pageOf.usual,
  }
}

function pageOfLines(found: readonly LineSeen[], limit: number) {
  const page = found.slice(0, limit)
  return { lines: page.map(lineView), next: found.length > limit ? page.at(-1)!.id : null }
}

function lineView({ candidates, ...line }: LineSeen) {
  return { ...line, candidates: candidates.map(candidateView) }
}

function candidateView({ due, ...candidate }: Candidate) {
  return { ...candidate, due: decimalOf(due) }
}

function importView({ lines, ...imported }: Imported) {
  return {
    ...imported,
    lines: lines.slice(0, shownMax).map((planned) => {
      const { fingerprint: _, amount, ...line } = planned.line
      const { decision } = planned
      const invoice = decision.state === 'matched' ? decision.invoice : undefined
      return {
        ...line,
        amount: decimalOf(amount),
        state: decision.state,
        why: decision.state === 'known' ? null : decision.why,
        company: invoice?.company ?? null,
        invoice: invoice?.number ?? null,
        candidates: candidatesOf(planned).map(candidateView),
      }
    }),
    linesMore: Math.max(0, lines.length - shownMax),
  }
}

function isId(text: string): boolean {
  return /^\d{1,18}$/.test(text)
}

function placeOf(parameters: Parameters): string | undefined {
  const text = one(parameters, 'cursor')
  if (text === undefined || isId(text)) return text
  throw fault([{ field: 'cursor', detail: 'This is not the cursor of an earlier page.' }])
}

function fileNameOf(parameters: Parameters): string {
  const name = (one(parameters, 'fileName') ?? '').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim()
  if (name.length <= fileNameLengthMax) return name.toWellFormed()
  throw fault([{ field: 'fileName', detail: `must have at most ${fileNameLengthMax} characters.` }])
}

async function bodyOf({ raw }: FastifyRequest): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  // Who sends too much reads the answer, too: the connection stays.
  for await (const piece of raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > statementBytesMax) {
      throw failure(
        'too-large',
        `A file of statements may have ${statementBytesMax / 1024 / 1024} MiB; ask the bank for a shorter period.`,
      )
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
