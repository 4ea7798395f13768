import { namedKinds } from '../events/chat-vocabulary.ts'
import type { NamedKind } from '../events/chat-vocabulary.ts'
import type { Query } from '../measures/ask.ts'
import { dimensions } from '../measures/dimensions.ts'
import type { PanelRows } from './answer.ts'
import { entityOf } from './panel.ts'
import type { Panel } from './panel.ts'

type Named = { id: string; name: string }

/** What has no chat, bot or group. */
const none: Named = { id: '', name: '' }

/**
 * Puts ids and names in the place of keys, in the rows of panels that have them. What the company never named is called by
 * its key.
 */
export async function putNames(
  query: Query,
  company: number,
  panels: readonly Panel[],
  answered: ReadonlyMap<string, PanelRows>,
): Promise<void> {
  const rowsOf = panels.flatMap((panel) => {
    const entity = entityOf(panel)
    return entity === undefined ? [] : [{ kind: dimensions[entity].kind!, answer: answered.get(panel.id)! }]
  })
  const keys = new Set(rowsOf.flatMap(({ answer }) => answer.ids!.filter((key) => key !== null)))
  const names = keys.size === 0 ? new Map<string, Named>() : await readNames(query, company, [...keys])
  for (const { kind, answer } of rowsOf) {
    const named = (key: string) => names.get(`${kind} ${key}`) ?? (key === '0' ? none : { id: key, name: key })
    for (const [at, key] of answer.ids!.entries()) {
      if (key === null) continue
      answer.rows[at]![0] = named(key).name
      answer.ids![at] = named(key).id
    }
  }
}

/** @param keys numbers of ours, as the engine told them */
async function readNames(query: Query, company: number, keys: readonly string[]): Promise<Map<string, Named>> {
  const words = new Map(Object.entries(namedKinds).map(([kind, code]) => [code as number, kind as NamedKind]))
  const rows = await query(
    `SELECT kind, key, id, name FROM names FINAL WHERE company = ${company} AND key IN (${keys.map(BigInt).join(',')})`,
  )
  return new Map(
    rows.map(([kind, key, id, name]) => [
      `${words.get(Number(kind))} ${String(key)}`,
      { id: String(id), name: name === '' ? String(id) : String(name) },
    ]),
  )
}
