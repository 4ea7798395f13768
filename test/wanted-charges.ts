import { chargedLines, postCharges } from '../src/billing/charges.ts'
import { differences } from '../src/billing/lines.ts'
import type { Line } from '../src/billing/lines.ts'
import type { Ledger } from '../src/stores/ledger/open.ts'

/** What each company is to be charged by each of its two tiers: the same whoever reckons it. */
export function wantedLines(company: number): Line[] {
  return Array.from({ length: 40 }, (_, n) => ({
    day: `2026-11-${String(1 + (n % 20)).padStart(2, '0')}`,
    service: n % 2 === 0 ? 'sms' : 'call',
    kind: 'rate',
    rate: `rate ${n}`,
    unitPrice: BigInt(n),
    currency: n % 3 === 0 ? 'USD' : 'EUR',
    events: n,
    quantity: n * 2,
    amount: BigInt(company * 1_000_003 + n * 7),
  }))
}

/** Brings the charges of a company to what they are to be, in one transaction, as charging does. */
export async function chargeWanted(ledger: Ledger, company: number): Promise<void> {
  await ledger.asPlatform(async (db) => {
    const charged = await chargedLines(db, [company], '2026-11-01', '2026-11-30')
    const dues = tiersOf(company).map(({ payer, seller }) => {
      const before = charged.filter((one) => one.payer === payer).map(({ line }) => line)
      const lines = differences(wantedLines(company), before)
      return { payer, seller, usedBy: company, lines, isClosed: () => false }
    })
    await postCharges(db, dues, new Date(0))
  })
}

const reseller = 1_000_000

export function tiersOf(company: number): { payer: number; seller: number }[] {
  return [
    { payer: company, seller: reseller },
    { payer: reseller, seller: 0 },
  ]
}
