/**
 * A phone number or address as people may see it in lists: enough to recognise, not enough to call or write to.
 * `+4917612345678` gives `+4917•••••78`, `anna@example.com` gives `a•••@example.com`; others keep their first four
 * characters when they are long enough to hide something.
 */
export function maskRecipient(recipient: string): string {
  // Cut in the middle of a character, it would not be a text any more.
  return masked(recipient).toWellFormed()
}

/** Stands for a number of somebody by whom nothing could be found: nothing of it is kept. */
export const hiddenWhole = '•••'

/** Whether this can be what `maskRecipient` gave: it never gives an address without the sign. */
export function isMasked(recipient: string): boolean {
  return recipient.includes('•')
}

function masked(recipient: string): string {
  const at = recipient.lastIndexOf('@')
  if (at > 0) return `${firstCharacter(recipient)}•••${recipient.slice(at)}`
  if (/^\+?\d{6,20}$/.test(recipient)) {
    const head = recipient.startsWith('+') ? 5 : 4
    return recipient.slice(0, head) + '•'.repeat(Math.max(1, recipient.length - head - 2)) + recipient.slice(-2)
  }
  return recipient.length > 8
    ? `${recipient.slice(0, 4)}•••`
    : recipient === ''
      ? ''
      : `${firstCharacter(recipient)}•••`
}

function firstCharacter(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0)
}
