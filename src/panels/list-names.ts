import { namedKinds } from '../events/chat-vocabulary.ts'
import type { NamedKind } from '../events/chat-vocabulary.ts'
import { shownName } from './names.ts'

/** So many names of a kind are told at once. */
export const namesMax = 1000
export const soughtLengthMax = 256

export type Named = { id: string; name: string }
/** Names by kind, and the kinds that have more than were told. */
export type Names = Partial<Record<NamedKind, Named[]>> & { more: NamedKind[] }

/** @param kind all of them without it */
export function kindsOf(kind: NamedKind | undefined): readonly NamedKind[] {
  return kind === undefined ? (Object.keys(namedKinds) as NamedKind[]) : [kind]
}

/** The question for a company's names of some kinds; what they must contain is the parameter `sought`, empty for all. */
export function namesAsked(company: number, kinds: readonly NamedKind[]): string {
  return `
SELECT kind, id, if(name = '', id, name) AS shown FROM names FINAL
WHERE company = ${company} AND kind IN (${kinds.map((kind) => namedKinds[kind]).join(',')})
  AND ({sought:String} = '' OR positionCaseInsensitiveUTF8(shown, {sought:String}) > 0
    OR positionCaseInsensitiveUTF8(id, {sought:String}) > 0)
ORDER BY kind, lowerUTF8(shown), shown, id
LIMIT ${namesMax + 1} BY kind`
}

/** The rows of that question as they are told. */
export function namesOf(kinds: readonly NamedKind[], rows: readonly (readonly unknown[])[]): Names {
  const names: Names = { more: [] }
  const byKind = Map.groupBy(rows, ([kind]) => Number(kind))
  for (const kind of kinds) {
    const own = (byKind.get(namedKinds[kind]) ?? []).map(([, id, name]) => ({
      id: String(id),
      name: shownName(String(name)),
    }))
    names[kind] = own.slice(0, namesMax)
    if (own.length > namesMax) names.more.push(kind)
  }
  return names
}
