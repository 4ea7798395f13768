const kept = 'talkmeter-invitation'
let secret: string | undefined

/** Keeps the secret of an invitation until it is accepted: in this tab only, also while its person signs in. */
export function keepInvitation(found: string): void {
  secret = found
  try {
    sessionStorage.setItem(kept, found)
  } catch {
    // Storage can be forbidden; then it holds until the page is left.
  }
}

export function keptInvitation(): string | undefined {
  try {
    return secret ?? sessionStorage.getItem(kept) ?? undefined
  } catch {
    return secret
  }
}

export function forgetInvitation(): void {
  secret = undefined
  try {
    sessionStorage.removeItem(kept)
  } catch {
    // Nothing was kept there.
  }
}
