import * as declared from '../src/folding/roll-ups.ts'
import type { RollUp } from '../src/folding/roll-ups.ts'
import type { Facts } from '../src/stores/events/facts.ts'

const secondsAtOnce = 14 * 86_400
/** Greater than any that was drawn for a year. */
const generationAfter = 1000

/** Every roll-up that is declared of these tables of a company, made by what makes them when events are folded. */
export async function rollUpAll(facts: Facts, company: number, tables: readonly string[]): Promise<void> {
  const rollUps = (Object.values(declared).filter((one) => Array.isArray(one)) as (readonly RollUp[])[]).flat()
  for (const table of tables) {
    const rows = await facts.query(
      `SELECT DISTINCT toUInt32(bucket) FROM ${table} WHERE company = ${company} ORDER BY 1`,
    )
    // As in folding, not all of a year is made anew at once: it would not fit into memory.
    const pieces = Map.groupBy(
      rows.map(([bucket]) => Number(bucket)),
      (bucket) => Math.floor(bucket / secondsAtOnce),
    )
    for (const rollUp of rollUps.filter(({ state }) => state.table === table)) {
      // A piece may make a longer bucket anew that the one before made.
      for (const [at, buckets] of [...pieces.values()].entries()) {
        await declared.replaceRollUp(facts, rollUp, { company, touched: new Set(buckets), generation: at + 1 })
      }
    }
  }
}

/** Lets what is folded from now on stand before what was made. */
export async function beginFoldingAfter(facts: Facts): Promise<void> {
  const rows = ['log', 'step'].map((name) => `${name}\t0\t${generationAfter}\n`)
  await facts.insert('fold_position', ['name', 'record', 'generation'], Buffer.from(rows.join('')))
}
