import { peopleMin } from '../phrases/phrase.ts'
import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'

/** A message that says a phrase, and which version of its text does. */
export type Saying = { dialogue: string; message: string; version: bigint }

/** Knows which phrases are common: found in several dialogues. A phrase that was common once stays so. */
export type PhraseMemory = {
  /**
   * Notes durably what the messages of a step say, by phrase. Gives the dialogues that said before what is common from this
   * step on: their messages count now, too. A step that is repeated gets the same answer.
   * @param end the last record of the step
   */
  note: (company: number, said: ReadonlyMap<string, readonly Saying[]>, end: number) => Promise<string[]>
  /** Whether the company has any common phrases. */
  hasAny: (company: number) => Promise<boolean>
}

const askedAtOnce = 5000
const rememberedMax = 500_000

export function createPhraseMemory(facts: Facts): PhraseMemory {
  const common = new Set<string>()
  const companies = new Set<number>()

  async function rememberCommon(company: number, phrases: readonly string[], end: number): Promise<void> {
    const rows = await facts.query(
      `SELECT toString(phrase) FROM common_phrases WHERE company = ${company} AND record < ${end} ` +
        `AND phrase IN (${phrases.join(',')})`,
      { session: 'folding' },
    )
    if (common.size > rememberedMax) common.clear()
    for (const [phrase] of rows) common.add(`${company} ${String(phrase)}`)
  }

  return {
    async note(company, said, end) {
      const isCommon = (phrase: string) => common.has(`${company} ${phrase}`)
      const rows = createRows()
      for (const [phrase, sayings] of said) {
        for (const { dialogue, message, version } of sayings) {
          rows.add(`${company}\t${phrase}\t${dialogue}\t${message}\t${version}\n`)
        }
      }
      await facts.insert('phrase_messages', sayingColumns, rows.bytes())
      const unknown = [...said.keys()].filter((phrase) => !isCommon(phrase))
      const found = createRows()
      const others = new Set<string>()
      for (let at = 0; at < unknown.length; at += askedAtOnce) {
        const some = unknown.slice(at, at + askedAtOnce)
        await rememberCommon(company, some, end)
        const rest = some.filter((phrase) => !isCommon(phrase))
        if (rest.length === 0) continue
        const dialogues = await facts.query(
          `SELECT toString(phrase), groupUniqArray(replaceAll(toString(dialogue_key), '-', '')) AS dialogues ` +
            `FROM phrase_messages WHERE company = ${company} AND phrase IN (${rest.join(',')}) ` +
            `GROUP BY phrase HAVING length(dialogues) >= ${peopleMin}`,
          { session: 'folding' },
        )
        for (const [phrase, keys] of dialogues) {
          found.add(`${company}\t${String(phrase)}\t${end}\n`)
          for (const key of keys as string[]) others.add(key)
        }
      }
      await facts.insert('common_phrases', ['company', 'phrase', 'record'], found.bytes())
      if (found.bytes().length > 0) companies.add(company)
      return [...others]
    },
    async hasAny(company) {
      if (companies.has(company)) return true
      const [row] = await facts.query(`SELECT count() FROM common_phrases WHERE company = ${company}`, {
        session: 'folding',
      })
      if (Number(row![0]) === 0) return false
      companies.add(company)
      return true
    },
  }
}

const sayingColumns = ['company', 'phrase', 'dialogue_key', 'message_key', 'generation']
