/** Makes invoices with many issuers at once until it is killed, for the test of account numbers. */
import { system } from '../src/accounts/actor.ts'
import { issueTopUp } from '../src/invoices/top-up.ts'
import { openLedger } from '../src/stores/ledger/open.ts'
import { invoicingOf } from './invoices-scene.ts'

const [url, issuers, companies, now] = process.argv.slice(2)
const ledger = await openLedger({ place: { url: url! } })
const clock = () => Number(now)
// Beside those who ask for money, months are closed.
const invoicing = invoicingOf(ledger, clock)
void (async () => {
  for (;;) await invoicing.closeNow()
})()
const numbers = companies!.split(',').map(Number)
await Promise.all(
  Array.from({ length: Number(issuers) }, async (_, issuer) => {
    for (let count = 0; ; count++) {
      const company = numbers[(issuer + count) % numbers.length]!
      const asked = { company, amount: 1_000_000n, currency: 'EUR', key: undefined }
      const { invoice } = await issueTopUp(ledger, system, asked, new Date(clock()))
      process.send!(invoice.number)
    }
  }),
)
