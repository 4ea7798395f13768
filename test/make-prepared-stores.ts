import { chmodSync } from 'node:fs'
import { openStores } from '../src/stores/open.ts'

/** Makes the stores that tests begin with: in a process of its own, because the embedded engine allows one folder in each. */

const [folder] = process.argv.slice(2) as [string]
chmodSync(folder, 0o755)
const place = { dataDir: folder, databaseUrl: undefined, clickhouseUrl: undefined, engineMemoryBytesMax: 2 ** 30 }
const { ledger, facts } = await openStores(place, () => undefined)
await facts.close()
await ledger.close()
