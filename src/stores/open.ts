import { join } from 'node:path'
import type { Facts } from './events/facts.ts'
import { openLedger } from './ledger/open.ts'
import type { Ledger } from './ledger/open.ts'

export type Stores = { ledger: Ledger; facts: Facts }

/** Where the stores are: on servers where URLs are given, embedded in the data folder otherwise. */
export type StoresPlace = {
  /** Absolute path; already locked. */
  dataDir: string
  databaseUrl: string | undefined
  clickhouseUrl: string | undefined
  /** What one question to the embedded engine may use. */
  engineMemoryBytesMax: number
}

/** Opens the ledger and the facts at once; if one fails, the other is closed again before its failure is thrown. */
export async function openStores(place: StoresPlace, say: (line: string) => void): Promise<Stores> {
  const { dataDir, databaseUrl, clickhouseUrl, engineMemoryBytesMax } = place
  const opening = [
    openLedger({ place: databaseUrl === undefined ? { dataDir } : { url: databaseUrl }, say }),
    // PostgreSQL starts in a process of its own while the library of the engine, half a gigabyte, is loaded in ours.
    import('./events/open.ts').then(({ openFacts }) =>
      openFacts(
        clickhouseUrl === undefined
          ? { path: join(dataDir, 'facts'), memoryBytesMax: engineMemoryBytesMax }
          : { url: clickhouseUrl },
      ),
    ),
  ] as const
  const results = await Promise.allSettled(opening)
  const fault = results.find((result) => result.status === 'rejected')
  if (fault !== undefined) {
    for (const result of results) if (result.status === 'fulfilled') await result.value.close()
    throw fault.reason
  }
  const [ledger, facts] = await Promise.all(opening)
  return { ledger, facts }
}
