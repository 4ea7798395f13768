import type en from './en.json'

type Word = keyof typeof en.form.faults

/** What belongs into the words. */
type Values = { number: string; from: string; to: string }

/** What the API says about a field, which is English, and the word for it in the texts of the pages. */
const sentences: readonly [RegExp, Word][] = [
  [/^must be a text that is not empty\.$/, 'empty'],
  [/^must have at least (?<number>\d+) characters\.$/, 'short'],
  [/^must have at most (?<number>\d+) characters\.$/, 'long'],
  [/^must not hold control characters or /, 'unprintable'],
  [/^must be an e-mail address\.$/, 'email'],
  [/^repeats the same few characters\.$/, 'monotonous'],
  [/^is one that attackers try first: /, 'common'],
  [/^must not be your name or address\.$/, 'own'],
  [/^is wrong\.$/, 'wrongPassword'],
  [/^is wrong\. Is the clock of your device right\?$/, 'wrongCode'],
  [/^is not the one that the terminal shows\. /, 'setupCode'],
  [/^must be two capital letters of ISO 3166/, 'country'],
  [/^must be an ISO 4217 currency code/, 'currency'],
  [/^must be an IANA time zone/, 'zone'],
  [/^must be a whole number of days from (?<from>\d+) to (?<to>\d+)/, 'days'],
  [/^must be an RFC 3339 time in the future/, 'future'],
  [/^must be a list of one or more of /, 'scopes'],
  [/^must not hold the address: /, 'whom'],
  [/^must be a PNG or JPEG of 200 KB at most/, 'logo'],
]

/** The word for what the API found wrong with a field, and what belongs into it; undefined where we have none. */
export function faultIn(detail: string): { word: Word; values: Values } | undefined {
  for (const [sentence, word] of sentences) {
    const match = sentence.exec(detail)
    if (match !== null) return { word, values: { number: '', from: '', to: '', ...match.groups } }
  }
  return undefined
}
