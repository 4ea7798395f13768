/** A row on its way: where it goes, and what it says but for its generation. Equal rows say the same. */
export type FactRow = { key: string; bucket: number; values: string }

/** One TabSeparated line. `gone` takes the row out of a bucket that it has left. */
export function factLine(company: number, { key, bucket, values }: FactRow, generation: number, gone: 0 | 1): string {
  return `${company}\t${bucket}\t${key}\t${generation}\t${gone}\t${values}\n`
}

/** The rows that say something else than before, and those that left their bucket or are no more. */
export function* changesOf(
  old: readonly FactRow[],
  made: readonly FactRow[],
): Generator<{ row: FactRow; gone: 0 | 1 }> {
  const before = new Map(old.map((row) => [row.key, row]))
  for (const row of made) {
    const was = before.get(row.key)
    before.delete(row.key)
    if (was !== undefined && was.bucket !== row.bucket) yield { row: was, gone: 1 }
    if (was?.bucket !== row.bucket || was.values !== row.values) yield { row, gone: 0 }
  }
  for (const row of before.values()) yield { row, gone: 1 }
}

/** How TabSeparated writes that there is no value. */
export const nothing = '\\N'

/** A list as TabSeparated holds it. */
export function listOf(items: readonly (string | number)[]): string {
  return `[${items.join(',')}]`
}
