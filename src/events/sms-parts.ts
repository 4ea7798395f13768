/** How an SMS text is encoded on the air, its length in units of that encoding, and the parts that it is billed as. */
export type SmsParts = { encoding: 'gsm-7' | 'ucs-2'; units: number; parts: number }

/**
 * Counts the parts of an SMS as 3GPP TS 23.038 and 23.040 have it: 160 septets of GSM-7 (153 in each part of a longer
 * text), or, when a single character is outside of that alphabet, 70 units of UCS-2 (67 in each part).
 * A character of the extension table takes two septets, one outside of the basic plane two units of UCS-2, and neither is
 * split across parts. An empty text is one part, for it is one message.
 */
export function smsParts(text: string): SmsParts {
  let septets = 0
  for (let at = 0; at < text.length; at++) {
    const cost = septetCosts[text.charCodeAt(at)] ?? 0
    if (cost === 0) return { encoding: 'ucs-2', units: text.length, parts: ucs2Parts(text) }
    septets += cost
  }
  return { encoding: 'gsm-7', units: septets, parts: gsm7Parts(text, septets) }
}

function gsm7Parts(text: string, septets: number): number {
  if (septets <= 160) return 1
  let parts = 1
  let used = 0
  for (let at = 0; at < text.length; at++) {
    const cost = septetCosts[text.charCodeAt(at)] ?? 0
    if (used + cost > 153) {
      parts++
      used = 0
    }
    used += cost
  }
  return parts
}

function ucs2Parts(text: string): number {
  if (text.length <= 70) return 1
  let parts = 0
  for (let at = 0; at < text.length; parts++) {
    at += 67
    if (at < text.length && isPairAt(text, at - 1)) at--
  }
  return parts
}

function isPairAt(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00
}

/** The default alphabet and its extension table (6.2.1 and 6.2.1.1), without the escape, which is no character. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const extension = '\f^{}\\[~]|€'

/** By UTF-16 unit: the septets that a character takes; 0 or beyond the end means that GSM-7 does not have it. */
const septetCosts = new Uint8Array(0x20ad)
for (const character of basic) septetCosts[character.charCodeAt(0)] = 1
for (const character of extension) septetCosts[character.charCodeAt(0)] = 2
