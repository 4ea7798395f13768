import { stemmer as english } from '@orama/stemmers/english'
import { stemmer as russian } from '@orama/stemmers/russian'

/** The languages whose words are known by their stems, by the script that tells them. */
const languages = [
  { script: /^\p{Script=Cyrillic}+$/u, stem: russian },
  { script: /^[\p{Script=Latin}']+$/u, stem: english },
] as const

const known = new Map<string, string>()
const knownMax = 100_000

/** The stem of a word in lower case (Snowball); a word of another script, and what is no word, stays as it is. */
export function stemOf(word: string): string {
  const before = known.get(word)
  if (before !== undefined) return before
  // Most of what people write are a few thousand words.
  if (known.size >= knownMax) known.clear()
  const language = languages.find(({ script }) => script.test(word))
  const stem = language === undefined ? word : language.stem(word) || word
  known.set(word, stem)
  return stem
}
