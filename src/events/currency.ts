/**
 * Currencies as the stores keep them: the three letters of ISO 4217 in base 26, plus one; 0 means "no price known".
 * The list is the engine's own (Intl), so it follows Unicode's.
 */
const known: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** The code of a currency, or `undefined` when ISO 4217 has no such currency. */
export function encodeCurrency(letters: string): number | undefined {
  return known.has(letters) ? codeOfLetters(letters) : undefined
}

/** The code of three letters that were a currency when they were accepted, whatever the list says now. */
export function codeOfLetters(letters: string): number | undefined {
  if (!/^[A-Z]{3}$/.test(letters)) return undefined
  return letterAt(letters, 0) * 676 + letterAt(letters, 1) * 26 + letterAt(letters, 2) + 1
}

/** The letters of a code made by `encodeCurrency`; an empty text for 0. */
export function decodeCurrency(code: number): string {
  if (code === 0) return ''
  const letters = code - 1
  return String.fromCharCode(65 + Math.floor(letters / 676), 65 + (Math.floor(letters / 26) % 26), 65 + (letters % 26))
}

function letterAt(letters: string, at: number): number {
  return letters.charCodeAt(at) - 65
}

/** Whether ISO 4217 has this currency. */
export function isCurrency(letters: string): boolean {
  return known.has(letters)
}
