/** A card of a page of graphs has such a name in an address. */
const cardAnchor = /^[a-z]+\.[\da-z-]+$/

/**
 * The address that a sign-in leads back to. Of what stands behind its `#` only the name of a card goes with it: anything else may be
 * the secret of a link that was opened at a wrong place, which must get into no address that is sent.
 */
export function backTo({ href, hash }: { href: string; hash: string }): string {
  return cardAnchor.test(hash) ? href : href.split('#')[0]!
}
