import { services } from '../src/billing/service.ts'
import type { InvoiceDocument, InvoiceLine } from '../src/invoices/document.ts'
import { decimalOf } from '../src/measures/decimal.ts'
import { pdfOf } from '../src/papers/pdf.ts'
import { timed } from './figures.ts'
import { pdfkitPeer } from './peers/pdfkit.ts'

/** What invoices as PDF took, and what pdfkit took for the same texts; the bytes are of one. */
export type PapersResult = Took & { peer: Took & { title: string } }
type Took = { papers: number; milliseconds: number; bytes: number }

const papers = 1000
/** pdfkit takes so much longer that a tenth tells it. */
const peerPapers = papers / 10

async function measurePapers(say: (line: string) => void): Promise<PapersResult> {
  const documents = Array.from({ length: papers }, (_, at) => documentOf(at))
  const peer = pdfkitPeer(process.env['TALKMETER_BENCH_PDFKIT']!)
  // Both are warm before they are measured: what counts is the end of a month.
  for (const document of documents.slice(0, 20)) {
    await pdfOf(document, { logo: null })
    await peer.pdfOf(document)
  }
  say('Talkmeter …')
  const own = await took(documents, (document) => pdfOf(document, { logo: null }))
  say('pdfkit …')
  return { ...own, peer: { title: peer.title, ...(await took(documents.slice(0, peerPapers), peer.pdfOf)) } }
}

async function took(
  documents: readonly InvoiceDocument[],
  pdf: (document: InvoiceDocument) => Promise<Uint8Array>,
): Promise<Took> {
  const { result, milliseconds } = await timed(async () => {
    let bytes = 0
    for (const document of documents) bytes += (await pdf(document)).length
    return bytes
  })
  return { papers: documents.length, milliseconds, bytes: Math.round(result / documents.length) }
}

/** An invoice with 20 lines, in Russian, of a company and month of its own. */
function documentOf(at: number): InvoiceDocument {
  const lines = Array.from({ length: 20 }, (_, place): InvoiceLine => {
    const service = services[place % services.length]!
    const [quantity, price] = [BigInt(1000 + at * 7 + place), BigInt(70_000 + place * 1000)]
    const amount = quantity * (service.unit === 'second' ? price / 60n : price)
    const rounded = amount - (amount % 10_000n)
    return {
      key: `${service.word} ${place}`,
      service: service.word,
      kind: 'rate',
      name: `${service.word} network=2500${place}`,
      adjusts: null,
      quantity: String(quantity),
      unit: service.unit,
      unitPrice: decimalOf(price),
      exact: decimalOf(amount),
      amount: decimalOf(rounded),
      taxCategory: 'Z',
      taxRate: '0',
    }
  })
  const net = decimalOf(lines.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')) * 10_000n, 0n))
  const party = {
    name: `ООО «Ромашка № ${at}»`,
    taxId: '7707083893',
    country: 'RU',
    city: 'Москва',
    street: 'ул. Народная, д. 1',
    postalCode: '115172',
    email: 'buh@example.com',
    bankName: 'АО «Банк»',
    bankAccount: '40702810900000012345',
    bankCode: '044525225',
  }
  return {
    kind: 'usage',
    number: `2026-${at + 1}`,
    revision: 0,
    language: 'ru',
    currency: 'RUB',
    issuedOn: '2026-06-05',
    dueOn: '2026-06-20',
    period: { first: '2026-05-01', last: '2026-05-31', zone: 'Europe/Moscow' },
    credits: null,
    supplier: party,
    buyer: { ...party, companyNumber: at + 1 },
    lines,
    taxes: [{ category: 'Z', rate: '0', reason: null, base: net, tax: '0.00' }],
    totals: { net, tax: '0.00', total: net, rounding: '0.00', paid: '0.00', due: net },
    days: [],
    comment: null,
  }
}

if (import.meta.main) {
  const result = await measurePapers((line) => process.stderr.write(`  ${line}\n`))
  process.send?.(result)
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
}
