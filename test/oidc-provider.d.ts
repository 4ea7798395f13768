/** The package brings no types of its own; what the tests use of it. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http'

  export class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: object[]
        claims: Record<string, string[]>
        findAccount: (context: unknown, id: string) => { accountId: string; claims: () => { sub: string } }
        cookies: { keys: string[] }
      },
    )
    callback(): RequestListener
  }
}
