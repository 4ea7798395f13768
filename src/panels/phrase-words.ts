import type { Query } from '../measures/ask.ts'
import { shownPhrase } from '../phrases/phrase.ts'
import type { PanelRows } from './answer.ts'
import type { Panel } from './panel.ts'

/** A phrase is told by the words of so many of its messages, those with the least keys. */
const messagesPerPhrase = 5
const wordsMax = 200
/** So many messages of a phrase are looked at, to find some that still say it. */
const lookedAt = 8

/**
 * Puts words in the place of the keys of phrases: as most of some of its messages write them, with placeholders for what can
 * tell of a person. They are read from the texts themselves, so what was forgotten is told nowhere; a phrase of which no text is
 * left has no words.
 */
export async function putPhrases(
  query: Query,
  company: number,
  panels: readonly Panel[],
  answered: ReadonlyMap<string, PanelRows>,
): Promise<void> {
  const answers = panels.filter(({ by }) => by.includes('phrase')).map(({ id }) => answered.get(id)!)
  const sizes = new Map<string, number>()
  for (const { rows, ids } of answers) {
    for (const [at, id] of ids!.entries()) if (id !== null) sizes.set(id, Number(rows[at]![1]))
  }
  if (sizes.size === 0) return
  const words = await rememberedWords(query, company, sizes)
  for (const { rows, ids } of answers) {
    for (const [at, id] of ids!.entries()) if (id !== null) rows[at]![0] = words.get(id) ?? ''
  }
}

/** By what asks, the words of phrases that were read within the last minute. */
const remembered = new WeakMap<Query, Map<string, { words: string; at: number }>>()
const rememberedMilliseconds = 60_000
const rememberedMax = 50_000

/** Pages ask again and again, and what is said often is said in the same words: texts are read once a minute. */
async function rememberedWords(query: Query, company: number, sizes: ReadonlyMap<string, number>) {
  const now = performance.now()
  const known = remembered.get(query) ?? new Map<string, { words: string; at: number }>()
  if (known.size > rememberedMax) known.clear()
  remembered.set(query, known)
  const keyOf = (phrase: string) => `${company} ${phrase}`
  const isFresh = (phrase: string) => now - (known.get(keyOf(phrase))?.at ?? -Infinity) < rememberedMilliseconds
  const unknown = new Map([...sizes].filter(([phrase]) => !isFresh(phrase)))
  if (unknown.size > 0) {
    for (const [phrase, words] of await readWords(query, company, unknown)) known.set(keyOf(phrase), { words, at: now })
  }
  return new Map(
    [...sizes.keys()].flatMap((phrase) => (isFresh(phrase) ? [[phrase, known.get(keyOf(phrase))!.words]] : [])),
  )
}

/** @param sizes by phrase, how many messages say it at least */
async function readWords(
  query: Query,
  company: number,
  sizes: ReadonlyMap<string, number>,
): Promise<Map<string, string>> {
  const words = await wordsIn(query, company, tiersOf(sizes))
  // Many messages in few dialogues: nothing of them was within reach.
  const missing = new Map([...sizes].filter(([phrase]) => !words.has(phrase)).map(([phrase]) => [phrase, 0]))
  if (missing.size > 0)
    for (const [phrase, said] of await wordsIn(query, company, tiersOf(missing))) words.set(phrase, said)
  return words
}

/** Some phrases, and how much of the space of keys is looked at for their messages: 1 is all of it. */
type Tier = { phrases: string[]; reach: number }

/** Keys are hashes: a small part of their space holds enough messages of what is said very often. */
function tiersOf(sizes: ReadonlyMap<string, number>): Tier[] {
  const tiers = new Map<number, string[]>()
  for (const [phrase, size] of sizes) {
    const power = Math.max(0, Math.floor(Math.log2(Math.max(1, size) / (lookedAt * 4))))
    const tier = power - (power % 2)
    tiers.set(tier, [...(tiers.get(tier) ?? []), phrase])
  }
  return [...tiers].map(([power, phrases]) => ({ phrases, reach: 2 ** -power }))
}

async function wordsIn(query: Query, company: number, tiers: readonly Tier[]): Promise<Map<string, string>> {
  const within = tiers.map(({ phrases, reach }) => {
    const inTier = `phrase IN (${phrases.map(BigInt).join(',')})`
    return reach === 1 ? inTier : `(${inTier} AND dialogue_key < ${keyAt(reach)})`
  })
  const rows = await query(
    `SELECT toString(phrase), substringUTF8(text, 1, 1000) FROM chat_texts FINAL WHERE company = ${company} ` +
      `AND (dialogue_key, message_key) IN (SELECT dialogue_key, message_key FROM phrase_messages ` +
      `WHERE company = ${company} AND (${within.join(' OR ')}) ORDER BY phrase, dialogue_key, message_key ` +
      `LIMIT ${lookedAt} BY phrase) ` +
      `AND phrase IN (${tiers
        .flatMap(({ phrases }) => phrases)
        .map(BigInt)
        .join(',')}) ` +
      `ORDER BY phrase, dialogue_key, message_key LIMIT ${messagesPerPhrase} BY phrase`,
  )
  const texts = Map.groupBy(rows, ([phrase]) => String(phrase))
  return new Map(
    [...texts].map(([phrase, own]) => [phrase, mostOf(own.map(([, text]) => shortened(shownPhrase(String(text)))))]),
  )
}

/** The key below which this part of all keys lies. The engine puts keys in the order of their second half. */
function keyAt(reach: number): string {
  const half = BigInt(Math.floor(reach * 2 ** 52)) << 12n
  return `toUUID('00000000-0000-0000-${half.toString(16).padStart(16, '0').replace(/^.{4}/, '$&-')}')`
}

/** What occurs most often; of equal ones the first in their order. */
function mostOf(texts: readonly string[]): string {
  const counts = [...Map.groupBy(texts, (text) => text)].map(([text, own]) => ({ text, many: own.length }))
  return counts.toSorted((a, b) => b.many - a.many || (a.text < b.text ? -1 : 1))[0]!.text
}

function shortened(text: string): string {
  const signs = Array.from(text)
  return signs.length <= wordsMax ? text : `${signs.slice(0, wordsMax - 1).join('')}…`
}
