import { createHash, createHmac } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBucketFiles } from './bucket-files.ts'
import { emptySha256, signedHeaders } from './signed-request.ts'

/** The examples that AWS publishes: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
test('requests are signed as in the published examples', () => {
  const credentials = {
    key: 'AKIAIOSFODNN7EXAMPLE',
    secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
  }
  const at = new Date('2013-05-24T00:00:00Z')
  const signatureOf = (method: 'GET' | 'PUT', path: string, headers: Record<string, string> = {}, body = '') => {
    const bodySha256 = body === '' ? emptySha256 : createHash('sha256').update(body).digest('hex')
    const url = new URL(path, 'https://examplebucket.s3.amazonaws.com')
    return /Signature=(\w+)$/.exec(
      signedHeaders({ method, url, headers, bodySha256, at }, credentials)['authorization']!,
    )?.[1]
  }
  expect(signatureOf('GET', '/test.txt', { range: 'bytes=0-9' })).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  )
  const put = { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' }
  expect(signatureOf('PUT', '/test$file.text', put, 'Welcome to Amazon S3.')).toBe(
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  )
  expect(signatureOf('GET', '/?lifecycle')).toBe('fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543')
  expect(signatureOf('GET', '/?max-keys=2&prefix=J')).toBe(
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  )
})

const secret = 'a secret of the bucket'
const stored = new Map<string, Buffer>()
const folder = mkdtempSync(join(tmpdir(), 'talkmeter-bucket-'))
let server: Server
let url: string
const now = Date.parse('2026-11-20T12:00:00Z')

/** Reckons a signature from what came over the wire, by the steps of the specification. */
function isSigned({ method, url: path = '', headers }: IncomingMessage, body: Buffer): boolean {
  const [, day, signed = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=me\/(\d{8})\/eu-test-1\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    ) ?? []
  if (day === undefined || !signed.split(';').includes('host')) return false
  const sha = createHash('sha256').update(body).digest('hex')
  if (headers['x-amz-content-sha256'] !== sha) return false
  const [place, query = ''] = path.split('?')
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name])}\n`)
  const sorted = query.split('&').toSorted().join('&')
  const canonical = `${method}\n${place}\n${sorted}\n${lines.join('')}\n${signed}\n${sha}`
  let key: Buffer = Buffer.from(`AWS4${secret}`)
  for (const word of [day, 'eu-test-1', 's3', 'aws4_request']) key = createHmac('sha256', key).update(word).digest()
  const hash = createHash('sha256').update(canonical).digest('hex')
  const wanted = createHmac('sha256', key)
    .update(`AWS4-HMAC-SHA256\n${String(headers['x-amz-date'])}\n${day}/eu-test-1/s3/aws4_request\n${hash}`)
    .digest('hex')
  return signature === wanted
}

/** Answers as a bucket does. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const body = Buffer.concat(pieces)
  if (!isSigned(request, body)) {
    response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
    return
  }
  const path = request.url!.split('?')[0]!
  if (request.method === 'PUT') {
    const isWhole = request.headers['transfer-encoding'] === undefined
    if (isWhole) stored.set(path, body)
    response.writeHead(isWhole ? 200 : 411).end()
  } else if (request.method === 'DELETE') {
    stored.delete(path)
    response.writeHead(204).end()
  } else if (path === '/bucket') {
    const entries = [...stored.keys()].map(
      (key) =>
        `<Contents><Key>${decodeURIComponent(key.slice('/bucket/'.length))}</Key><LastModified>2026-11-18T00:00:00.000Z</LastModified></Contents>`,
    )
    const first = entries.slice(0, 1)
    const isFirst = !request.url!.includes('continuation-token')
    const more = isFirst && entries.length > 1 ? '<NextContinuationToken>a/b+c=</NextContinuationToken>' : ''
    response.end(`<ListBucketResult>${(isFirst ? first : entries.slice(1)).join('')}${more}</ListBucketResult>`)
  } else {
    const file = stored.get(path)
    if (file === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
    else response.writeHead(200, { 'content-length': file.length }).end(file)
  }
}

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/of talkmeter`
})

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

const bucket = (own = secret) =>
  openBucketFiles({ url, key: 'me', secret: own, region: 'eu-test-1', folder, now: () => now })
const local = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())

test('a file is put whole, read, listed and taken away; nothing of it stays here', async () => {
  const files = bucket()
  const { bytes, sha256 } = await files.write('7/1-1-ab.csv', async (sink) => {
    for (let at = 0; at < 100; at++) await sink(Buffer.from(`${at},${'x'.repeat(1000)}\r\n`))
  })
  expect([...stored.keys()]).toEqual(['/bucket/of%20talkmeter/7/1-1-ab.csv'])
  const got = await text(await files.read('7/1-1-ab.csv', bytes))
  expect(createHash('sha256').update(got).digest('hex')).toBe(sha256)
  await expect(files.read('7/1-1-ab.csv', bytes + 1)).rejects.toMatchObject({ code: 'not-found' })
  await expect(files.read('7/2-1-ab.csv', bytes)).rejects.toMatchObject({ code: 'not-found' })
  await files.write('7/2', (sink) => sink(Buffer.from('2')))
  await files.write('7/3', (sink) => sink(Buffer.from('3')))
  const names = async (milliseconds: number) => {
    const found: string[] = []
    for await (const name of files.olderThan(milliseconds, now)) found.push(name)
    return found.toSorted()
  }
  expect(await names(86_400_000)).toEqual(['7/1-1-ab.csv', '7/2', '7/3'])
  expect(await names(3 * 86_400_000)).toEqual([])
  await files.remove('7/2')
  await files.remove('7/3')
  await files.remove('7/1-1-ab.csv')
  await files.remove('7/1-1-ab.csv')
  expect(stored.size).toBe(0)
  expect(local()).toEqual([])
})

test('what goes wrong says so, and leaves nothing', async () => {
  const half = bucket().write('7/3', async (sink) => {
    await sink(Buffer.from('half'))
    throw new Error('broken off')
  })
  await expect(half).rejects.toThrow('broken off')
  const wrong = bucket('another secret').write('7/3', (sink) => sink(Buffer.from('x')))
  await expect(wrong).rejects.toThrow('The bucket of reports answered 403 SignatureDoesNotMatch.')
  const nowhere = openBucketFiles({
    url: 'http://127.0.0.1:1/b',
    key: 'me',
    secret,
    region: 'r',
    folder,
    now: () => now,
  })
  await expect(nowhere.write('7/3', (sink) => sink(Buffer.from('x')))).rejects.toThrow(/cannot be reached/)
  await expect(bucket().read('../x', 1)).rejects.toThrow(/no name/)
  expect([stored.size, local()]).toEqual([0, []])
})
