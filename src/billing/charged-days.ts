import { rolledUp } from '../events/rolled-up.ts'
import type { Query } from '../measures/ask.ts'

/** Roll-ups of everything that is charged: a change of a message, a dialogue or a call makes cells of one of them anew. */
const rollUps = ['message_uses', 'chat_messages_by_messengers', 'dialogues_by_messengers', 'calls_by_lines'].map(
  rolledUp,
)

/** Up to which generation all cells are there, and a greater one would be of later steps. */
export async function generationOf(query: Query): Promise<number> {
  const rows = await query(`SELECT max(generation) FROM fold_position FINAL WHERE name = 'log'`)
  return Number(rows[0]?.[0] ?? 0)
}

/** The hours in which something changed, in milliseconds since 1970, and the generation of the last change. */
export type Changed = { hours: number[]; generation: number }

/** What changed after a generation, by company. */
export async function changedAfter(query: Query, generation: number): Promise<Map<number, Changed>> {
  return changesIn(query, `generation > ${generation}`)
}

/** The hours in which something was used by a company: their starts. */
export async function usedHours(query: Query, company: number): Promise<number[]> {
  return (await changesIn(query, `company = ${company}`)).get(company)?.hours ?? []
}

async function changesIn(query: Query, condition: string): Promise<Map<number, Changed>> {
  const each = rollUps.map(
    (table) =>
      `SELECT company, toUInt32(bucket) AS hour, generation FROM ${table} WHERE bucket_seconds = 3600 AND ${condition}`,
  )
  const rows = await query(
    `SELECT company, arraySort(groupUniqArray(hour)), max(generation) FROM (${each.join(' UNION ALL ')}) GROUP BY company`,
  )
  return new Map(
    rows.map(([company, hours, generation]) => [
      Number(company),
      { hours: (hours as number[]).map((hour) => hour * 1000), generation: Number(generation) },
    ]),
  )
}
