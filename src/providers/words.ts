import { clip } from '../events/text.ts'
import { Refused } from '../events/refusal.ts'
import type { FieldFault } from '../failure.ts'
import { pairsOf } from './options.ts'
import type { FileOption, GivenOptions } from './options.ts'

/** Reads a word of a feed into ours; throws Refused when nobody said what it means. */
export type WordReader = (word: string) => string

/** Stands for every word that is not named; an empty cell is no word, and is named by itself (`=delayed`). */
const anyOther = '*'

/**
 * Words are ours whatever their case, or what an option such as `--status "DELIVRD=delivered"` says.
 * @param known our words
 * @param own words of the feed, and what they mean
 */
export function wordReader(
  field: string,
  known: readonly string[],
  options: GivenOptions,
  option: FileOption,
  faults: FieldFault[],
  own: Readonly<Record<string, string>> = {},
): WordReader {
  const meanings = new Map(known.map((word) => [word, word]))
  for (const [word, meaning] of Object.entries(own)) meanings.set(word.toLowerCase(), meaning)
  for (const [word, meaning] of pairsOf(options, option, 'last', faults)) {
    if (known.includes(meaning)) meanings.set(word.toLowerCase(), meaning)
    else
      faults.push({
        field: `--${option.name}`,
        detail: `knows no ${field} "${meaning}"; there are: ${known.join(', ')}.`,
      })
  }
  return (word) => {
    const meaning = meanings.get(word.toLowerCase()) ?? (word === '' ? undefined : meanings.get(anyOther))
    if (meaning !== undefined) return meaning
    if (word === '') throw new Refused('missing', field, 'is empty.')
    const hint = `Say what it means: --${option.name} "${clip(word)}=${known.at(0)}", for example.`
    throw new Refused('unknown-value', field, `"${clip(word)}" is not one of ${known.join(', ')}. ${hint}`)
  }
}
