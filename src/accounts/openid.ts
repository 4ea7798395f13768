import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Configuration } from 'openid-client'
import { failure } from '../failure.ts'

/** How an OpenID Connect provider is reached, and what it calls us. */
export type OpenIdSettings = {
  issuer: string
  clientId: string
  clientSecret: string
  /** What stands on the button of the sign-in page. */
  name: string
  /** Where the provider sends people back to; registered there. */
  redirectUri: string
}

/** Whom the provider recognised. */
export type Recognised = { issuer: string; subject: string; email: string; name: string }

export type OpenId = {
  name: string
  /** Begins a sign-in: where to send the browser, and what it keeps until it comes back. */
  begin: (back: string) => Promise<{ url: string; pending: string }>
  /**
   * Ends it: checks state, nonce, code and signature.
   * @param query of the address that the provider sent the browser to
   * @param pending what `begin` gave to this browser
   * @throws Failure forbidden when the provider refuses, or does not vouch for the e-mail address; other errors when it cannot be asked
   */
  finish: (query: string, pending: string) => Promise<{ who: Recognised; back: string }>
}

export type OpenIdConfig = {
  publicUrl: string | undefined
  openIdIssuer: string | undefined
  openIdClientId: string | undefined
  openIdClientSecret: string | undefined
  openIdName: string
}

/** The provider that the settings name; throws `misconfigured` naming what is missing beside it. */
export function openIdOf(config: OpenIdConfig): OpenId | undefined {
  const {
    publicUrl,
    openIdIssuer: issuer,
    openIdClientId: clientId,
    openIdClientSecret: clientSecret,
    openIdName,
  } = config
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined
  if (issuer === undefined || clientId === undefined || clientSecret === undefined || publicUrl === undefined) {
    const all = {
      TALKMETER_OIDC_ISSUER: issuer,
      TALKMETER_OIDC_CLIENT_ID: clientId,
      TALKMETER_OIDC_CLIENT_SECRET: clientSecret,
      TALKMETER_PUBLIC_URL: publicUrl,
    }
    const missing = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [name] : []))
    throw failure('misconfigured', `Signing in with OpenID Connect also needs ${missing.join(' and ')}.`)
  }
  const redirectUri = `${publicUrl}/api/v1/session/oidc/callback`
  return openOpenId({ issuer, clientId, clientSecret, name: openIdName, redirectUri })
}

type Pending = { state: string; nonce: string; verifier: string; back: string }

/** Signing in with an OpenID Connect provider: the authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636). */
export function openOpenId({ issuer, clientId, clientSecret, name, redirectUri }: OpenIdSettings): OpenId {
  let known: Promise<Configuration> | undefined

  /** The provider describes itself; asked when first needed, and again when it could not answer. */
  function provider(): Promise<Configuration> {
    const url = new URL(issuer)
    // Without encryption only on this machine: for a provider behind the same proxy, and for tests.
    const transport = url.protocol === 'http:' && isLocal(url.hostname) ? [allowInsecureRequests] : []
    // The signature of the ID token is checked as well, though it comes over a connection of our own.
    const execute = [...transport, enableNonRepudiationChecks]
    known ??= discovery(url, clientId, clientSecret, undefined, { execute, timeout: 10 }).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }

  return {
    name,
    async begin(back) {
      const pending: Pending = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
        back,
      }
      const url = buildAuthorizationUrl(await provider(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, pending: Buffer.from(JSON.stringify(pending)).toString('base64url') }
    },
    async finish(query, text) {
      const { state, nonce, verifier, back } = pendingOf(text)
      const answered = new URL(redirectUri)
      answered.search = query
      if (answered.searchParams.has('error')) throw failure('forbidden', 'The provider did not let this person in.')
      const tokens = await authorizationCodeGrant(await provider(), answered, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()!
      // The ID token need not say more than who it is; then the provider is asked for the rest.
      const said =
        claims['email'] === undefined ? await fetchUserInfo(await provider(), tokens.access_token, claims.sub) : claims
      const { email, email_verified: isVerified, name: title } = said
      if (typeof email !== 'string' || isVerified !== true) {
        throw failure('forbidden', 'The provider does not vouch for the e-mail address of this person.')
      }
      const who = { issuer: claims.iss, subject: claims.sub, email, name: typeof title === 'string' ? title : '' }
      return { who, back }
    },
  }
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]'
}

function pendingOf(text: string): Pending {
  try {
    const { state, nonce, verifier, back } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Pending
    if ([state, nonce, verifier, back].every((value) => typeof value === 'string'))
      return { state, nonce, verifier, back }
  } catch {
    // Said below.
  }
  throw failure('forbidden', 'This sign-in was not begun in this browser.')
}
