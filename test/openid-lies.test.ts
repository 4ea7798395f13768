import { generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOpenId } from '../src/accounts/openid.ts'
import type { OpenId } from '../src/accounts/openid.ts'

/** An OpenID provider that says what it should not: forged, foreign, old and replayed ID tokens. */

const clientId = 'talkmeter'
const redirectUri = 'https://meter.example/api/v1/session/oidc/callback'
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const others = generateKeyPairSync('rsa', { modulusLength: 2048 })

let provider: Server
let issuer: string
let openId: OpenId
/** What the provider says next. */
let token: (nonce: string) => string
let shownIssuer: string | undefined
/** What it is asked. */
let verifier: string | null

beforeAll(async () => {
  provider = createServer().listen(0, '127.0.0.1')
  await once(provider, 'listening')
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  provider.on('request', (request, response) => {
    let body = ''
    request.on('data', (piece) => (body += String(piece)))
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      if (leadsTo !== undefined && request.url === '/token') response.writeHead(307, { location: leadsTo })
      response.end(JSON.stringify(answerTo(request.url ?? '', new URLSearchParams(body))))
    })
  })
  openId = open()
})

afterAll(() => provider.close())

const open = () => openOpenId({ issuer, clientId, clientSecret: 'a-secret', name: 'Liar', redirectUri })

let nonce = ''
let leadsTo: string | undefined

function answerTo(path: string, form: URLSearchParams): unknown {
  if (path.startsWith('/.well-known')) {
    return {
      issuer: shownIssuer ?? issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    }
  }
  if (path === '/keys')
    return { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256', use: 'sig' }] }
  verifier = form.get('code_verifier')
  return { access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: token(nonce) }
}

function idToken(claims: object, { key = keys.privateKey, header = {} }: { key?: KeyObject; header?: object } = {}) {
  const seconds = Math.floor(Date.now() / 1000)
  const usual = { iss: issuer, sub: 'ann', aud: clientId, nonce, iat: seconds, exp: seconds + 60 }
  const person = { email: 'ann@example.com', email_verified: true }
  const text = [
    { alg: 'RS256', kid: '1', typ: 'JWT', ...header },
    { ...usual, ...person, ...claims },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

async function signIn() {
  const { url, pending } = await openId.begin('/')
  const asked = new URL(url).searchParams
  nonce = asked.get('nonce')!
  return { asked, done: openId.finish(`code=abc&state=${asked.get('state')}`, pending) }
}

test('a true ID token is taken, and the code was asked for with a proof that only we could give', async () => {
  token = () => idToken({})
  const { asked, done } = await signIn()
  expect((await done).who).toMatchObject({ issuer, subject: 'ann', email: 'ann@example.com' })
  expect(asked.get('code_challenge_method')).toBe('S256')
  expect(asked.get('redirect_uri')).toBe(redirectUri)
  expect(verifier).toMatch(/^[\w-]{43,}$/)
  expect(asked.get('state')!.length).toBeGreaterThanOrEqual(43)
  expect(asked.get('nonce')!.length).toBeGreaterThanOrEqual(43)
})

const hour = 3600
const seconds = () => Math.floor(Date.now() / 1000)

test.each([
  ['signed with another key', 'OAUTH_INVALID_RESPONSE', () => idToken({}, { key: others.privateKey })],
  ['changed after it was signed', 'OAUTH_INVALID_RESPONSE', () => idToken({}).replace(/\.[^.]+\./, `.${changed()}.`)],
  [
    'that is not signed',
    'OAUTH_INVALID_RESPONSE',
    () =>
      `${idToken({}, { header: { alg: 'none' } })
        .split('.')
        .slice(0, 2)
        .join('.')}.`,
  ],
  [
    'that claims an algorithm of shared secrets',
    'OAUTH_INVALID_RESPONSE',
    () => idToken({}, { header: { alg: 'HS256' } }),
  ],
  ['of another provider', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED', () => idToken({ iss: 'https://other.example' })],
  ['for another client', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED', () => idToken({ aud: 'another' })],
  [
    'whose time is over',
    'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
    () => idToken({ iat: seconds() - 2 * hour, exp: seconds() - hour }),
  ],
  ['of another sign-in', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED', () => idToken({ nonce: 'replayed' })],
  ['without a nonce', 'OAUTH_INVALID_RESPONSE', () => idToken({ nonce: undefined })],
  [
    'whose key comes with it',
    'OAUTH_KEY_SELECTION_FAILED',
    () =>
      idToken({}, { key: others.privateKey, header: { kid: '2', jwk: others.publicKey.export({ format: 'jwk' }) } }),
  ],
])('an ID token %s is refused', async (_title, code, lie) => {
  token = lie
  await expect((await signIn()).done).rejects.toMatchObject({ code })
})

function changed(): string {
  const claims = { iss: issuer, sub: 'bob', aud: clientId, nonce, iat: seconds(), exp: seconds() + 60 }
  return Buffer.from(JSON.stringify({ ...claims, email: 'bob@example.com', email_verified: true })).toString(
    'base64url',
  )
}

test('a provider that leads elsewhere is not followed', async () => {
  const elsewhere = createServer().listen(0, '127.0.0.1')
  await once(elsewhere, 'listening')
  let asked = 0
  elsewhere.on('request', (_request, response) => {
    asked++
    response.end('{}')
  })
  leadsTo = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`
  token = () => idToken({})
  await expect((await signIn()).done).rejects.toMatchObject({ code: 'OAUTH_RESPONSE_IS_NOT_CONFORM' })
  leadsTo = undefined
  elsewhere.close()
  expect(asked).toBe(0)
})

test('a provider that calls itself by another name than the settings is refused', async () => {
  shownIssuer = 'https://other.example'
  await expect(open().begin('/')).rejects.toMatchObject({ code: 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED' })
  shownIssuer = undefined
})

test('a provider elsewhere is not asked without encryption', async () => {
  const settings = { clientId, clientSecret: 'a-secret', name: 'Far', redirectUri }
  await expect(openOpenId({ ...settings, issuer: 'http://id.example' }).begin('/')).rejects.toMatchObject({
    code: 'OAUTH_HTTP_REQUEST_FORBIDDEN',
  })
})
