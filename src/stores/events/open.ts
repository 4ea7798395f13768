import { failure } from '../../failure.ts'
import { connectFacts } from './client.ts'
import type { FactsPlace } from './client.ts'
import type { Facts } from './facts.ts'
import { migrations } from './migrations.ts'

/**
 * Opens the facts store and brings its tables up to date; each migration runs once, and may be tried again.
 * @param upTo the last migration that is made; only tests leave later ones out
 */
export async function openFacts(place: FactsPlace, upTo = Infinity): Promise<Facts> {
  const facts = connectFacts(place)
  try {
    await facts.query('SELECT 1').catch((error: Error) => {
      throw 'url' in place ? unreachable(error) : error
    })
    await facts.command(
      'CREATE TABLE IF NOT EXISTS migrations (id UInt32) ENGINE = MergeTree ORDER BY id SETTINGS fsync_after_insert = 1',
    )
    const rows = await facts.query('SELECT max(id) FROM migrations')
    const applied = Number(rows[0]?.[0] ?? 0)
    for (const { id, statements } of migrations) {
      if (id <= applied || id > upTo) continue
      for (const statement of statements) await facts.command(statement)
      await facts.insert('migrations', ['id'], Buffer.from(`${id}\n`))
    }
    return facts
  } catch (error) {
    await facts.close()
    throw error
  }
}

function unreachable(error: Error): Error {
  const sentence = `The ClickHouse server of the facts does not answer: ${error.message.trim().replace(/\.?$/, '.')}`
  return failure('misconfigured', sentence, [], error)
}
