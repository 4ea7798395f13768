import type { Scope } from './scopes.ts'

/** What a person may be in a company, from most to least. The order is the order on the screen. */
export const roles = ['owner', 'finance', 'analyst', 'operator'] as const
export type Role = (typeof roles)[number]

/** What each role may do. An operator sees their own activity only, which needs no scope. */
const scopesByRole: Readonly<Record<Role, readonly Scope[]>> = {
  owner: ['ingest', 'read', 'billing', 'admin'],
  finance: ['read', 'billing'],
  analyst: ['read'],
  operator: [],
}

/** What platform staff may do in a company that they open without being of it. Sending events is not theirs. */
export const staffScopes: readonly Scope[] = ['read', 'billing', 'admin']

export function scopesOf(role: Role): readonly Scope[] {
  return scopesByRole[role]
}

export function isRole(word: unknown): word is Role {
  return (roles as readonly unknown[]).includes(word)
}
