import type { Role } from './roles.ts'

/** What a token may be allowed to do. The order is the order on the screen. */
export const scopes = ['ingest', 'read', 'billing', 'admin'] as const
export type Scope = (typeof scopes)[number]

/** Who is asking: every answer is about this company, and every act needs its scope. */
export type Caller = {
  company: number
  scopes: readonly Scope[]
  /** May do what platform staff may. */
  staff: boolean
  /** The person, where a person asks. */
  user: Person | undefined
  /** The id of the token, where a machine asks. */
  token: string | undefined
}

/** `role` is undefined for staff in a company that they are not of. */
export type Person = { id: string; name: string; email: string; role: Role | undefined }
