import { createHmac } from 'node:crypto'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { guardedLookup, literalOf, notReached } from './public-address.ts'

export type Post = {
  url: string
  /** `whsec_` and the key in base64. */
  secret: string
  /** The same whenever the same is sent again. */
  id: string
  at: Date
  body: string
}

export type WebhookOptions = { mayReach: (address: string) => boolean; patienceMilliseconds?: number }

/**
 * Posts a signed body: as Standard Webhooks says (https://www.standardwebhooks.com), HMAC-SHA256 over id, time and body. Redirects are
 * not followed, and only what may be reached is.
 * @throws Error that says why it was not taken
 */
export async function postSigned(
  post: Post,
  { mayReach, patienceMilliseconds = 10_000 }: WebhookOptions,
): Promise<void> {
  const url = new URL(post.url)
  const literal = literalOf(url)
  if (literal !== undefined && !mayReach(literal)) throw new Error(notReached)
  const status = await statusOf(url, post, { lookup: guardedLookup(mayReach), patienceMilliseconds })
  if (status >= 200 && status < 300) return
  const why = status >= 300 && status < 400 ? '; redirects are not followed' : ''
  throw new Error(`The webhook answered ${status}${why}.`)
}

type Way = { lookup: ReturnType<typeof guardedLookup>; patienceMilliseconds: number }

function statusOf(url: URL, post: Post, { lookup, patienceMilliseconds }: Way): Promise<number> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers: headersOf(post),
        lookup,
        agent: false,
        signal: AbortSignal.timeout(patienceMilliseconds),
      },
      (response) => {
        resolve(response.statusCode ?? 0)
        // Nobody reads the answer, however long it is.
        response.destroy()
      },
    )
    sent.on('error', (error) =>
      reject(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? new Error(`The webhook did not answer within ${patienceMilliseconds / 1000} seconds.`)
          : error,
      ),
    )
    sent.end(post.body)
  })
}

function headersOf({ id, at, body, secret }: Post): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Talkmeter',
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${signature}`,
  }
}
