import { setTimeout as pause } from 'node:timers/promises'
import type { Facts } from './facts.ts'

const askedEveryMilliseconds = 50

/**
 * Changes rows where they stand (`UPDATE … WHERE …` or `DELETE WHERE …`) and resolves when all of them are changed, in the
 * part of the table that every question reads. What the engine cannot do it gives up, so that it does not try for ever.
 */
export async function changeRows(
  facts: Facts,
  table:
    | 'messages'
    | 'refused_events'
    | 'dialogue_clients'
    | 'chat_texts'
    | 'phrase_messages'
    | 'call_numbers'
    | 'client_numbers',
  change: string,
): Promise<void> {
  await facts.command(`ALTER TABLE ${table} ${change}`)
  const unfinished = `FROM system.mutations WHERE database = currentDatabase() AND table = '${table}' AND is_done = 0`
  for (;;) {
    const rows = await facts.query(`SELECT latest_fail_reason ${unfinished}`)
    if (rows.length === 0) return
    const reason = rows.map(([text]) => String(text)).find((text) => text !== '')
    if (reason !== undefined) {
      await facts.command(`KILL MUTATION WHERE database = currentDatabase() AND table = '${table}'`)
      throw new Error(`The rows of ${table} could not be changed: ${reason}`)
    }
    await pause(askedEveryMilliseconds)
  }
}
