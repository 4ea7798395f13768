/**
 * The process of `clickhouse-front.ts`: ClickHouse's HTTP interface, as far as @clickhouse/client speaks it, with one
 * embedded engine behind it. Requests are answered one after another; a real server would take them at once.
 */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Session } from 'chdb'

const [folder, user, password] = process.argv.slice(2)
const session = new Session(folder)

/** Parameters of the address that are not settings of the engine. */
const notSettings = ['query', 'query_id', 'database', 'default_format', 'session_id', 'role', 'user', 'password']
/** Settings that mean something to the HTTP interface only. */
const ofHttpOnly = ['wait_end_of_query', 'enable_http_compression', 'send_progress_in_http_headers']

class Refusal extends Error {
  readonly status: number
  constructor(status: number, code: number, sentence: string, type: string) {
    super(`Code: ${code}. DB::Exception: ${sentence} (${type})`)
    this.status = status
  }
}

/** Settings that an earlier request changed: each request starts with the engine's own. */
const changed = new Set<string>()

function statement(parameters: URLSearchParams, body: string): string {
  const set: string[] = [...changed].map((name) => `SET ${name} = DEFAULT`)
  changed.clear()
  for (const [name, value] of parameters) {
    if (notSettings.includes(name) || ofHttpOnly.includes(name)) continue
    if (!/^\w+$/.test(name)) throw new Refusal(404, 115, `Unknown setting '${name}'.`, 'UNKNOWN_SETTING')
    set.push(`SET ${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`)
    if (!name.startsWith('param_')) changed.add(name)
  }
  // ClickHouse reads the text of the address first, then the body as its continuation.
  const query = [parameters.get('query'), body].filter((part) => part !== null && part !== '').join('\n')
  return [...set, query].join('; ')
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://front')
  if (url.pathname === '/ping') {
    response.end('Ok.\n')
    return
  }
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  if (request.headers.authorization !== expected) {
    throw new Refusal(403, 516, `${user}: Authentication failed: password is incorrect.`, 'AUTHENTICATION_FAILED')
  }
  if (request.headers['content-encoding'] !== undefined) {
    throw new Refusal(400, 57, 'This front takes no compressed bodies.', 'NOT_IMPLEMENTED')
  }
  const database = url.searchParams.get('database') ?? 'default'
  if (database !== 'default') throw new Refusal(404, 81, `Database ${database} does not exist.`, 'UNKNOWN_DATABASE')
  const pieces: Buffer[] = []
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
  const sql = statement(url.searchParams, Buffer.concat(pieces).toString('utf8'))
  if (request.method === 'GET' && !/^\s*SELECT\b/i.test(url.searchParams.get('query') ?? '')) {
    throw new Refusal(500, 164, 'Cannot execute query in readonly mode.', 'READONLY')
  }
  const format = url.searchParams.get('default_format') ?? 'TabSeparated'
  const result = await session.queryAsync(sql, { format }).catch(async (error: Error) => {
    // What it had written stays in the session, which a real server has for each request anew.
    await session.queryAsync('SELECT 1')
    throw error
  })
  const summary = { read_rows: String(result.rowsRead), read_bytes: String(result.bytesRead), written_rows: '0' }
  response.writeHead(200, {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Query-Id': url.searchParams.get('query_id') ?? '',
    'X-ClickHouse-Format': format,
    'X-ClickHouse-Timezone': 'UTC',
    'X-ClickHouse-Server-Display-Name': 'front',
    'X-ClickHouse-Summary': JSON.stringify(summary),
  })
  // In pieces that end anywhere, as from a network.
  const bytes = result.bytes()
  for (let at = 0; at < bytes.length; at += pieceLength) response.write(bytes.subarray(at, at + pieceLength))
  response.end()
}

const pieceLength = 64 * 1024 - 1

function refuse(error: Error, response: ServerResponse): void {
  const code = /^Code: (\d+)\./.exec(error.message)?.[1] ?? '1002'
  response.writeHead(error instanceof Refusal ? error.status : 500, {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Exception-Code': code,
  })
  response.end(`${error.message} (version 26.7.2.1 (front))\n`)
}

let last: Promise<void> = Promise.resolve()
const server = createServer((request, response) => {
  last = last.then(() => answer(request, response)).catch((error: Error) => refuse(error, response))
})
server.keepAliveTimeout = 10_000
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as { port: number }).port }))
process.once('disconnect', () => process.exit(0))
