import { createHash, createHmac } from 'node:crypto'

/** Who asks a bucket, and where it is. */
export type Credentials = { key: string; secret: string; region: string }

export type RequestToSign = {
  method: 'GET' | 'PUT' | 'DELETE'
  url: URL
  /** Those that are signed besides the host, by lower-case names. */
  headers: Readonly<Record<string, string>>
  /** SHA-256 of the body in hexadecimal digits. */
  bodySha256: string
  at: Date
}

/** SHA-256 of nothing. */
export const emptySha256 = sha256('')

/**
 * The headers of a request, signed by AWS Signature Version 4 (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html),
 * which all S3-compatible stores take.
 */
export function signedHeaders(request: RequestToSign, { key, secret, region }: Credentials): Record<string, string> {
  const { method, url, bodySha256, at } = request
  const moment = at.toISOString().replaceAll(/[:-]|\.\d{3}/g, '')
  const day = moment.slice(0, 8)
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    'x-amz-content-sha256': bodySha256,
    'x-amz-date': moment,
  }
  const names = Object.keys(headers).toSorted()
  const signed = names.join(';')
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&')
  const path = url.pathname
    .split('/')
    .map((part) => encoded(decodeURIComponent(part)))
    .join('/')
  const canonical = [
    method,
    path,
    query,
    ...names.map((name) => `${name}:${headers[name]!.trim()}`),
    '',
    signed,
    bodySha256,
  ]
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', moment, scope, sha256(canonical.join('\n'))].join('\n')
  const signingKey = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${secret}`)
  const signature = hmac(signingKey, toSign).toString('hex')
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/${scope}, SignedHeaders=${signed}, Signature=${signature}`,
  }
}

/** As RFC 3986 says: also what `encodeURIComponent` leaves. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.codePointAt(0)!.toString(16).toUpperCase()}`,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
