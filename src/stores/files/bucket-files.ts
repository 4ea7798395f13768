import { createReadStream } from 'node:fs'
import { request as requestHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { join } from 'node:path'
import { failure } from '../../failure.ts'
import { mustBeName } from './file-store.ts'
import type { FileStore } from './file-store.ts'
import { openFolderFiles } from './folder-files.ts'
import { emptySha256, signedHeaders } from './signed-request.ts'
import type { Credentials, RequestToSign } from './signed-request.ts'

export type Bucket = Credentials & {
  /** Its address with the bucket in the path, and perhaps a folder in it. */
  url: string
  /** Where files are written before they are sent, for their length and their checksum must be known. */
  folder: string
  now: () => number
}

const patienceMilliseconds = 60_000

/** Files in a bucket of an S3-compatible store: one request puts a file there whole, or not at all. */
export function openBucketFiles(bucket: Bucket): FileStore {
  const local = openFolderFiles(bucket.folder)
  const place = new URL(bucket.url.replace(/\/+$/, ''))

  function urlOf(name: string): URL {
    mustBeName(name)
    return new URL(`${place.href.replace(/\/+$/, '')}/${name}`)
  }

  async function ask(
    method: RequestToSign['method'],
    url: URL,
    file?: { path: string; bytes: number; sha256: string },
  ) {
    const headers = file === undefined ? {} : { 'content-length': String(file.bytes) }
    const bodySha256 = file?.sha256 ?? emptySha256
    const signed = signedHeaders({ method, url, headers, bodySha256, at: new Date(bucket.now()) }, bucket)
    return answerOf(method, url, signed, file?.path)
  }

  return {
    async write(name, work) {
      const url = urlOf(name)
      const written = await local.write(name, work)
      try {
        const answer = await ask('PUT', url, { path: join(bucket.folder, name), ...written })
        if (!isWell(answer)) throw await refused(answer)
        answer.resume()
        return written
      } finally {
        await local.remove(name)
      }
    },
    async read(name, bytes) {
      const answer = await ask('GET', urlOf(name))
      if (isWell(answer) && Number(answer.headers['content-length']) === bytes) return answer
      if (isWell(answer) || answer.statusCode === 404) {
        answer.destroy()
        throw failure('not-found', 'The file is not there any more. Generate it again.')
      }
      throw await refused(answer)
    },
    async remove(name) {
      const answer = await ask('DELETE', urlOf(name))
      if (!isWell(answer) && answer.statusCode !== 404) throw await refused(answer)
      answer.resume()
    },
    async *olderThan(milliseconds, now) {
      const [, root = '', ...parts] = decodeURIComponent(place.pathname).split('/')
      const folder = parts.length === 0 ? '' : `${parts.join('/')}/`
      for (let token: string | undefined; ;) {
        const url = new URL(`/${encodeURIComponent(root)}`, place)
        url.searchParams.set('list-type', '2')
        url.searchParams.set('prefix', folder)
        if (token !== undefined) url.searchParams.set('continuation-token', token)
        // A space may be told in two ways; one of them is signed.
        url.search = url.search.replaceAll('+', '%20')
        const answer = await ask('GET', url)
        if (!isWell(answer)) throw await refused(answer)
        const listed = await textOf(answer)
        for (const [, entry = ''] of listed.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          const key = told(entry, 'Key') ?? ''
          const at = Date.parse(told(entry, 'LastModified') ?? '')
          if (key.startsWith(folder) && at < now - milliseconds) yield key.slice(folder.length)
        }
        token = told(listed, 'NextContinuationToken')
        if (token === undefined) return
      }
    },
    clean: () => local.clean(),
  }
}

function isWell({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300
}

/** What stands in an element of an answer, whose texts hold nothing but names, codes and times. */
function told(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1]
}

async function refused(answer: IncomingMessage): Promise<Error> {
  const code = told(await textOf(answer), 'Code') ?? ''
  return failure('misconfigured', `The bucket of reports answered ${answer.statusCode} ${code}`.trim() + '.')
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  answer.setEncoding('utf8')
  for await (const piece of answer) text += String(piece)
  return text
}

function answerOf(
  method: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  path: string | undefined,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const unreached = (error: Error) =>
      reject(failure('misconfigured', `The bucket of reports cannot be reached: ${error.message}.`, [], error))
    const sent = request(url, { method, headers, agent: false, timeout: patienceMilliseconds }, resolve)
    sent.on('timeout', () => sent.destroy(new Error('it does not answer')))
    sent.on('error', unreached)
    if (path === undefined) sent.end()
    else createReadStream(path).on('error', unreached).pipe(sent)
  })
}
