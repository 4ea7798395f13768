import { extractText, getDocumentProxy } from 'unpdf'
import type { Compared } from '../billing/proof.ts'
import type { InvoiceDocument } from '../invoices/document.ts'
import { cii } from './cii.ts'
import { digitsOf } from '../invoices/rounding.ts'
import { amountOf, exactly, fixed, shown } from './numbers.ts'
import { dayIn } from './paper-words.ts'
import { ubl } from './ubl.ts'

/** What a reader of PDF that is not ours finds: the text of each page, and the files inside. */
export async function readPdf(bytes: Uint8Array): Promise<{
  pages: string[]
  files: { name: string; text: string }[]
  title: string
}> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
  const { text } = await extractText(pdf)
  const files = ((await pdf.getAttachments()) ?? {}) as Record<string, { filename: string; content: Uint8Array }>
  const { metadata } = await pdf.getMetadata()
  return {
    pages: text.map((page) => page.replace(/[\s\u{A0}]+/gu, ' ')),
    files: Object.values(files).map(({ filename, content }) => ({
      name: filename,
      text: Buffer.from(content).toString(),
    })),
    title: String(metadata?.get('dc:title')),
  }
}

/** Every number and day that a document says, as its paper must show it. */
export function numbersOnPaper(document: InvoiceDocument): string[] {
  const { language, currency, totals, lines, taxes, days } = document
  const digits = digitsOf(currency)
  const rounded = [
    ...lines.map(({ amount }) => amount),
    ...taxes.flatMap(({ base, tax }) => (taxes.length === 1 ? [tax] : [base, tax])),
    ...[totals.net, totals.tax, totals.total, totals.rounding, totals.paid].filter((text) => amountOf(text) !== 0n),
    totals.due,
  ].map((text) => shown(fixed(amountOf(text), digits), language).replace('−', ''))
  const most = Math.max(digits, ...days.map(({ exact }) => exactly(amountOf(exact), 0).split('.')[1]?.length ?? 0))
  return [
    ...(document.number === null ? [] : [document.number]),
    dayIn(document.issuedOn, language),
    ...(document.dueOn === null ? [] : [dayIn(document.dueOn, language)]),
    ...rounded,
    ...lines.map(({ quantity }) => shown(exactly(amountOf(quantity), 0), language)),
    ...lines.flatMap(({ unitPrice }) => (unitPrice === null ? [] : [shown(exactly(amountOf(unitPrice), 2), language)])),
    ...days.flatMap(({ day, quantity, exact }) => [
      dayIn(day, language),
      shown(exactly(amountOf(quantity), 0), language),
      shown(fixed(amountOf(exact), most), language),
    ]),
  ].map((text) => text.replaceAll('\u{A0}', ' '))
}

/** Whether a file says what its document says: each number of a paper, and the XML word by word. */
export async function comparePaper(format: string, bytes: Uint8Array, document: InvoiceDocument): Promise<Compared[]> {
  if (format !== 'pdf') {
    const wanted = format === 'cii' ? cii(document) : ubl(document)
    return [sameText('text', wanted, Buffer.from(bytes).toString())]
  }
  const { pages, files } = await readPdf(bytes)
  const text = pages.join(' ')
  return [
    ...numbersOnPaper(document).map((number) => ({
      where: `says ${number}`,
      wanted: 'yes',
      found: text.includes(number) ? 'yes' : 'no',
    })),
    ...files.map((file) => sameText(`with ${file.name}`, cii(document), file.text)),
  ]
}

function sameText(where: string, wanted: string, found: string): Compared {
  return { where, wanted: 'the same', found: wanted === found ? 'the same' : 'another one' }
}
