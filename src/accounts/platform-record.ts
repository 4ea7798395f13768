import { failure } from '../failure.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'

/** A record of settings of the whole platform: what was never set is as usual. */
export async function readRecord<Settings extends object>(
  db: LedgerTransaction,
  name: string,
  usual: Settings,
): Promise<Settings & { version: number }> {
  const row = await db.selectFrom('platform').select(['value', 'version']).where('name', '=', name).executeTakeFirst()
  return { ...usual, ...(row?.value as Partial<Settings> | undefined), version: row?.version ?? 0 }
}

/**
 * Changes some settings of a record, which is held until the transaction ends.
 * @param version the one that was edited, where it is told
 * @returns the settings of before, and those that are other ones now; with none of these nothing was changed
 * @throws Failure conflict when the version is old
 */
export async function changeRecord<Settings extends object>(
  db: LedgerTransaction,
  name: string,
  { usual, changes, version }: { usual: Settings; changes: Partial<Settings>; version: unknown },
): Promise<{ before: Settings; changed: (keyof Settings)[] }> {
  await db
    .insertInto('platform')
    .values({ name, value: '{}', version: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db
    .selectFrom('platform')
    .select(['value', 'version'])
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (version !== undefined && version !== row.version) {
    throw failure(
      'conflict',
      'Somebody else changed the settings in the meantime. Load them again, then repeat your change.',
    )
  }
  const kept = row.value as Partial<Settings>
  const before = { ...usual, ...kept }
  const changed = (Object.keys(changes) as (keyof Settings)[]).filter(
    (field) => JSON.stringify(changes[field]) !== JSON.stringify(before[field]),
  )
  if (changed.length > 0) {
    await db
      .updateTable('platform')
      .set({ value: JSON.stringify({ ...kept, ...changes }), version: row.version + 1 })
      .where('name', '=', name)
      .execute()
  }
  return { before, changed }
}
