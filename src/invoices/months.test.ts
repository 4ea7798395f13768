import { expect, test } from 'vitest'
import { isLong } from '../../test/long.ts'
import { openInvoicesScene } from '../../test/invoices-scene.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import { inZone, localDay } from '../measures/zone.ts'
import type { InvoiceDocument } from './document.ts'
import { monthFrom } from './months.ts'

test('a month ends at the first instant of the next one, in every zone', () => {
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    let first = '2026-01-01'
    while (first < '2028-01-01') {
      const month = monthFrom(first, zone)
      if (month.endedAt !== localDay(month.next, zone)?.from) expect(zone).toBe(`right in ${first}`)
      first = month.next
    }
  }
})

test('a year of months in zones with clock changes: each is issued when it is over there, and all days are in one', async () => {
  const scene = await openInvoicesScene('2026-01-15T00:00:00Z')
  const zones = ['Australia/Lord_Howe', 'America/St_Johns', ...(isLong ? ['Europe/Berlin', 'Pacific/Kiritimati'] : [])]
  const buyers = new Map<number, string>()
  for (const zone of zones) buyers.set(await scene.newBuyer({ zone }), zone)
  let charged = 0n
  for (const company of buyers.keys()) {
    for (let month = 1; month <= 12; month++) {
      const last = new Date(Date.UTC(2026, month, 0)).toISOString().slice(0, 10)
      for (const day of [last, `${last.slice(0, 8)}01`]) {
        const amount = BigInt(month) * 1_003_001n
        charged += amount
        await scene.charge(company, { day, amount: decimalOf(amount) })
      }
    }
  }
  const issuedFor = async () => {
    const rows = await scene.ledger.asPlatform((db) =>
      db
        .selectFrom('invoices')
        .innerJoin('invoice_documents', 'invoice_documents.invoice', 'invoices.id')
        .select(['invoices.company', 'period_from', 'document'])
        .orderBy('invoices.id')
        .execute(),
    )
    return rows.map((row) => ({ ...row, document: JSON.parse(row.document) as InvoiceDocument }))
  }
  const grace = 24 * 3_600_000
  for (let month = 1; month <= 12; month++) {
    const first = `2026-${String(month).padStart(2, '0')}-01`
    for (const zone of zones.toSorted((a, b) => monthFrom(first, a).endedAt - monthFrom(first, b).endedAt)) {
      const { endedAt } = monthFrom(first, zone)
      const own = async () =>
        (await issuedFor()).filter(({ company, period_from }) => buyers.get(company) === zone && period_from === first)
      // Clocks change in these, here or there.
      if ([3, 4, 10, 11].includes(month)) {
        scene.pass(endedAt + grace - 1 - scene.now())
        await scene.invoicing.closeNow()
        expect(await own(), `${zone} ${first}`).toHaveLength(0)
      }
      scene.pass(endedAt + grace - scene.now())
      await scene.invoicing.closeNow()
      const [issued] = await own()
      expect(issued!.document).toMatchObject({
        issuedOn: inZone(scene.now(), zone).slice(0, 10),
        period: { first, zone },
        totals: { net: decimalOf(((2n * BigInt(month) * 1_003_001n + 5_000n) / 10_000n) * 10_000n) },
      })
    }
  }
  const all = await issuedFor()
  expect(all).toHaveLength(12 * zones.length)
  const exact = all.flatMap(({ document }) => document.lines.map((line) => readDecimal(line.exact)!))
  expect(exact.reduce((sum, amount) => sum + amount, 0n)).toBe(charged)
  expect(all.every(({ document }) => document.lines.every(({ adjusts }) => adjusts === null))).toBe(true)
  await scene.close()
}, 120_000)
