/** Posts charges until it is killed, for the ledger's crash test. */
import { openLedger } from '../src/stores/ledger/open.ts'
import { chargeWanted } from './wanted-charges.ts'

const [dataDir] = process.argv.slice(2)
const ledger = await openLedger({ place: { dataDir: dataDir! } })
process.send!('ready')
for (let company = 1; ; company++) {
  process.send!(company)
  await chargeWanted(ledger, company)
}
