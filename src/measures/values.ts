import type { Text } from './text.ts'

/** A word of a closed list, and the stored codes that it stands for. */
export type Value = { value: string; title: Text; codes: readonly number[] }

/** The values of a list of words, each with the one code that is stored for it. */
export function valuesOf<Word extends string>(
  words: readonly { word: Word; code: number }[],
  titles: Readonly<Record<Word, Text>>,
): Value[] {
  return words.map(({ word, code }) => ({ value: word, title: titles[word], codes: [code] }))
}
