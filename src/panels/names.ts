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
    const kind = entity === undefined ? undefined : dimensions[entity].kind
    return kind === undefined ? [] : [{ kind, at: panel.by.indexOf(entity!), answer: answered.get(panel.id)! }]
  })
  const nameOf = await readNames(
    query,
    company,
    rowsOf.flatMap(({ answer }) => answer.ids!.filter((key) => key !== null)),
  )
  for (const { kind, at, answer } of rowsOf) {
    for (const [row, key] of answer.ids!.entries()) {
      if (key === null) continue
      const { id, name } = nameOf(kind, key)
      answer.rows[row]![at] = name
      answer.ids![row] = id
    }
  }
}

/**
 * A name without the signs that turn the direction of what is beside them: with them, one name can be shown as another.
 * See https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings
 */
export function shownName(name: string): string {
  return name.replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
}

/**
 * Reads what some keys stand for. What the company never named is called by its key; the key of none has no name.
 * @param keys numbers of ours, as the engine told them
 */
export async function readNames(
  query: Query,
  company: number,
  keys: readonly string[],
): Promise<(kind: NamedKind, key: string) => Named> {
  const list = [...new Set(keys)].filter((key) => key !== '0').map(BigInt)
  const rows =
    list.length === 0
      ? []
      : await query(
          `SELECT kind, key, id, name FROM names FINAL WHERE company = ${company} AND key IN (${list.join(',')})`,
        )
  const names = new Map(
    rows.map(([kind, key, id, name]) => [
      `${String(kind)} ${String(key)}`,
      { id: String(id), name: shownName(String(name === '' ? id : name)) },
    ]),
  )
  return (kind, key) => (key === '0' ? none : (names.get(`${namedKinds[kind]} ${key}`) ?? { id: key, name: key }))
}
