import type { FileStore } from '../../stores/files/file-store.ts'
import type { Ledger } from '../../stores/ledger/open.ts'

const atOnce = 100
const dayMilliseconds = 86_400_000

export type Expiring = { ledger: Ledger; files: FileStore; keepDays: number; now: number }

/** Takes away the files of reports that are older than so many days; their rows stay and say so. */
export async function expireOld({ ledger, files, keepDays, now }: Expiring): Promise<void> {
  for (;;) {
    const keys = await ledger.asPlatform(async (db) => {
      const old = await db
        .selectFrom('reports')
        .select(['id', 'file_key'])
        .where('file_key', 'is not', null)
        .where('formed_at', '<', new Date(now - keepDays * dayMilliseconds))
        .orderBy('formed_at')
        .limit(atOnce)
        .forUpdate()
        .skipLocked()
        .execute()
      if (old.length === 0) return []
      await db
        .updateTable('reports')
        .set({ file_key: null, expired_at: new Date(now) })
        .where(
          'id',
          'in',
          old.map(({ id }) => id),
        )
        .execute()
      return old.map(({ file_key }) => file_key!)
    })
    for (const key of keys) await files.remove(key)
    if (keys.length < atOnce) return
  }
}

/** Takes away files of a day ago that no report has: what a crash left between a file and its row. */
export async function sweep({ ledger, files, now }: Omit<Expiring, 'keepDays'>): Promise<void> {
  for await (const name of files.olderThan(dayMilliseconds, now)) {
    const known = await ledger.asPlatform((db) =>
      db.selectFrom('reports').select('id').where('file_key', '=', name).executeTakeFirst(),
    )
    if (known === undefined) await files.remove(name)
  }
}
