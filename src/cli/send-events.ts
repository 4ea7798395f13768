import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { failure } from '../failure.ts'
import type { RejectedItem } from '../intake/intake.ts'

/** A running Talkmeter and the token to speak to it with. */
export type Target = { url: string; token: string }

/** One event as JSON text, and where it came from (a line of a file, say), for whoever reads about a refusal. */
export type Outgoing<Place> = { json: string; place: Place }

/** `accepted + duplicates + rejected` is the number of events that were sent. */
export type SendCounts = { accepted: number; duplicates: number; rejected: number }

export type SendOptions<Place> = {
  /** Told after each block what was answered in all so far. */
  onProgress?: (counts: SendCounts) => void
  onRejected?: (place: Place, refusal: RejectedItem) => void
  /** Told when the server is busy or away, with what it said and for how long we wait. */
  onWaiting?: (sentence: string, milliseconds: number) => void
  /** For so long in a row the server may be busy or away before we give up. */
  patienceMilliseconds?: number
}

/** Blocks that are under way at once: the server checks one while another is on its way to the disk. */
const blocksAtOnce = 4
const compress = promisify(gzip)

/**
 * Sends events as any client does: blocks of NDJSON, a few at once, each again when the server is busy or away. Sending
 * again is safe, because an event is known by its source and id.
 * @param blocks each of at most 1,000 events, so that every refusal is listed in the answer
 * @throws Failure when the server refuses the request as a whole, or stays away
 */
export async function sendEvents<Place>(
  target: Target,
  blocks: AsyncIterable<readonly Outgoing<Place>[]> | Iterable<readonly Outgoing<Place>[]>,
  options: SendOptions<Place> = {},
): Promise<SendCounts> {
  const counts: SendCounts = { accepted: 0, duplicates: 0, rejected: 0 }
  const underWay = new Set<Promise<void>>()
  let fault: unknown

  async function send(block: readonly Outgoing<Place>[]): Promise<void> {
    const answer = await post(target, block.map(({ json }) => json).join('\n'), options)
    counts.accepted += answer.accepted
    counts.duplicates += answer.duplicates
    counts.rejected += answer.rejected.length
    for (const refusal of answer.rejected) options.onRejected?.(block[refusal.index]!.place, refusal)
    options.onProgress?.(counts)
  }

  try {
    for await (const block of blocks) {
      const sending: Promise<void> = send(block)
        .catch((error: unknown) => {
          fault ??= error
        })
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
      if (underWay.size >= blocksAtOnce) await Promise.race(underWay)
      if (fault !== undefined) break
    }
  } finally {
    await Promise.all(underWay)
  }
  if (fault !== undefined) throw fault
  return counts
}

type Answer = { accepted: number; duplicates: number; rejected: RejectedItem[] }

async function post<Place>({ url, token }: Target, body: string, options: SendOptions<Place>): Promise<Answer> {
  const { patienceMilliseconds = 300_000, onWaiting } = options
  const bytes = await compress(body, { level: 1 })
  const waitedSince = performance.now()
  for (let attempt = 0; ; attempt++) {
    const outcome = await attemptTo(url, token, bytes)
    if ('answer' in outcome) return outcome.answer
    const wait = Math.min(30_000, outcome.retryAfterMilliseconds ?? 250 * 2 ** attempt)
    if (performance.now() - waitedSince + wait > patienceMilliseconds) {
      throw failure('overloaded', `${outcome.sentence} Gave up after ${Math.round(patienceMilliseconds / 1000)} s.`)
    }
    onWaiting?.(outcome.sentence, wait)
    await pause(wait)
  }
}

type Outcome = { answer: Answer } | { sentence: string; retryAfterMilliseconds: number | undefined }

async function attemptTo(url: string, token: string, bytes: Uint8Array<ArrayBuffer>): Promise<Outcome> {
  let response: Response
  try {
    response = await fetch(`${url}/api/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/x-ndjson',
        'content-encoding': 'gzip',
      },
      body: bytes,
    })
  } catch {
    return { sentence: `Nothing answers at ${url}; is Talkmeter running there?`, retryAfterMilliseconds: undefined }
  }
  const text = await response.text()
  if (response.ok) return { answer: JSON.parse(text) as Answer }
  const sentence = detailOf(text) ?? `${url} answered with status ${response.status}.`
  if (![429, 502, 503, 504, 507].includes(response.status)) throw failure(codeOf(response.status), sentence)
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return { sentence, retryAfterMilliseconds: Number.isFinite(seconds) ? seconds * 1000 : undefined }
}

function codeOf(status: number) {
  if (status === 401) return 'unauthenticated'
  return status === 403 ? 'forbidden' : 'bad-request'
}

/** The sentence of a problem document (RFC 9457); undefined when the answer is none. */
function detailOf(text: string): string | undefined {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown }
    return typeof detail === 'string' ? detail : undefined
  } catch {
    return undefined
  }
}
