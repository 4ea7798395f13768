import { createHash } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyInvoice, invoiceOf } from '../../test/any-invoice.ts'
import { isLong } from '../../test/long.ts'
import type { InvoiceDocument } from '../invoices/document.ts'
import { amountInWords, payableOf } from './amount-in-words.ts'
import { cii } from './cii.ts'
import { numbersOnPaper, readPdf } from './read-paper.ts'
import { pdfOf } from './pdf.ts'

const plain = invoiceOf({
  seed: 21,
  kind: 'usage',
  language: 'en',
  currency: 'EUR',
  category: 'S',
  lines: 9,
  revision: 0,
})

test('a paper says every number of its document, in words too, and has its XML inside', async () => {
  await fc.assert(
    fc.asyncProperty(anyInvoice({ mostLines: 120 }), async (document) => {
      const { pages, files, title } = await readPdf(await pdfOf(document, { logo: null }))
      const text = pages.join(' ')
      expect(numbersOnPaper(document).filter((number) => !text.includes(number))).toEqual([])
      const words = amountInWords(payableOf(document), document.currency, document.language)
      expect(text.replaceAll(' ', '')).toContain(words.replaceAll(/[\s\u{A0}]/gu, ''))
      expect(files).toEqual([{ name: 'factur-x.xml', text: cii(document) }])
      expect(title).toContain(document.number)
      for (const [at, page] of pages.entries()) {
        expect(page).toContain(document.number)
        const place = document.language === 'en' ? `Page ${at + 1} of` : `Страница ${at + 1} из`
        expect(page).toContain(`${place} ${pages.length}`)
      }
    }),
    { numRuns: isLong ? 1000 : 8 },
  )
})

test('the same document and logo give the same bytes, and another document others', async () => {
  const [once, again] = [await pdfOf(plain, { logo: logo() }), await pdfOf(structuredClone(plain), { logo: logo() })]
  expect(Buffer.from(again).equals(Buffer.from(once))).toBe(true)
  const other = await pdfOf({ ...plain, number: '2' }, { logo: logo() })
  expect(Buffer.from(other).equals(Buffer.from(once))).toBe(false)
})

test('a draft is marked as one on every page, tells nobody to pay, and has no XML', async () => {
  for (const [language, mark] of [
    ['en', 'DRAFT'],
    ['ru', 'ЧЕРНОВИК'],
  ] as const) {
    const { pages, files } = await readPdf(await pdfOf({ ...plain, language, number: null }, { logo: null }))
    expect(pages.length).toBeGreaterThan(1)
    for (const page of pages) expect(page).toContain(mark)
    expect(pages.join(' ')).not.toContain('DE89')
    expect(files).toEqual([])
  }
})

const textOf = async (document: InvoiceDocument) =>
  (await readPdf(await pdfOf(document, { logo: null }))).pages.join(' ')

test('each kind says what it is', async () => {
  const wishes = { seed: 3, language: 'ru', currency: 'RUB', category: 'S', lines: 2, revision: 0 } as const
  expect(await textOf({ ...plain, revision: 3, comment: 'Why' })).toMatch(/Invoice No\. \S+, revision 3.*Comment Why/)
  expect(await textOf(invoiceOf({ ...wishes, kind: 'topup' }))).toMatch(/Счёт на оплату № .*К оплате.*Как оплатить/)
  expect(await textOf(invoiceOf({ ...wishes, kind: 'credit' }))).toMatch(
    /Корректировочный счёт.*Возврат по счёту № 2025-17 от 01\.12\.2025/,
  )
  const free = {
    ...plain,
    taxes: [{ ...plain.taxes[0]!, category: 'AE' as const, rate: '0', reason: 'Reverse charge, Article 196' }],
  }
  expect(await textOf(free)).toMatch(/VAT, reverse charge.*Reverse charge, Article 196/)
})

test('whatever stands in a name is on the paper as text, in every script', async () => {
  const name = '<b>Æther & Sons</b> Ωμέγα Қазақ Україна № ₽€$£₸₴₹¥₺₾֏₼ Հայ ქართ'
  const document = { ...plain, buyer: { ...plain.buyer, name, street: 'رياض شارع', city: 'תל אביב (2)' } }
  const { pages } = await readPdf(await pdfOf(document, { logo: null }))
  expect(pages[0]!.replaceAll(' ', '')).toContain(name.replaceAll(' ', ''))
  // What is read from the right is drawn from the left, and read back letter by letter as it was.
  for (const word of ['תל', 'אביב', 'رياض', 'شارع']) expect(pages[0]).toContain(word)
  // What no font of ours has is a frame with its code, and is read out as what it is.
  const rare = await readPdf(
    await pdfOf({ ...plain, buyer: { ...plain.buyer, name: '株式会社 😀 ไทย' } }, { logo: null }),
  )
  expect(rare.pages[0]).toContain('株式会社 😀 ไทย')
})

test('nothing that a name may have in it breaks a paper', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 150 }), async (odd) => {
      const line = { ...plain.lines[0]!, service: 'other', kind: 'manual', name: odd }
      const party = { name: odd, street: odd, city: odd, email: odd, taxId: odd, bankName: odd, bankAccount: odd }
      const document = {
        ...plain,
        comment: odd.repeat(3),
        lines: [line, ...plain.lines],
        supplier: { ...plain.supplier, ...party },
        buyer: { ...plain.buyer, ...party },
      }
      const { pages } = await readPdf(await pdfOf(document, { logo: null }))
      expect(pages[0]).toContain(plain.number)
    }),
    { numRuns: isLong ? 300 : 5 },
  )
})

test('a document without what the XML needs is a paper all the same', async () => {
  const { pages, files } = await readPdf(
    await pdfOf({ ...plain, buyer: { ...plain.buyer, country: null } }, { logo: null }),
  )
  expect(pages[0]).toContain(plain.number)
  expect(files).toEqual([])
})

test('the file keeps what PDF/A-3b asks: its fonts, colours and metadata are inside, and nothing of it is forbidden', async () => {
  const bytes = Buffer.from(await pdfOf({ ...plain, buyer: { ...plain.buyer, name: '株 Հայ' } }, { logo: logo() }))
  const text = bytes.toString('latin1')
  expect(text).toMatch(/^%PDF-1\.7\n%[\x80-\xFF]{4}\n/)
  expect(text).toMatch(/\/ID \[<[0-9A-F]{32}> <[0-9A-F]{32}>\] >>\nstartxref\n\d+\n%%EOF\n$/)
  expect(text).toContain('/S /GTS_PDFA1')
  expect(text).toContain('<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>')
  expect(text).toContain('<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>')
  expect(text).toMatch(/\/AF \[(\d+) 0 R\] \/Names << \/EmbeddedFiles << \/Names \[\(factur-x\.xml\) \1 0 R\]/)
  expect(text).toContain('/AFRelationship /Alternative')
  const objects = text.replace(/stream\n[\s\S]*?\nendstream/g, '')
  for (const forbidden of ['/Encrypt', '/JavaScript', '/SMask', '/Group', '/LZWDecode', '/Interpolate', '/Type1'])
    expect(objects).not.toContain(forbidden)
  const count = (pattern: RegExp) => [...objects.matchAll(pattern)].length
  expect(count(/\/Subtype \/Type0/g)).toBe(3)
  expect(count(/\/FontFile2 \d+ 0 R/g)).toBe(3)
  expect(count(/\/ToUnicode \d+ 0 R/g)).toBe(4)

  // Every object begins where the table of the file says.
  const [, table = ''] = /xref\n0 \d+\n([\s\S]*?)trailer/.exec(text)!
  const offsets = [...table.matchAll(/(\d{10}) 00000 n/g)].map(([, offset]) => Number(offset))
  for (const [at, offset] of offsets.entries()) expect(text.slice(offset, offset + 12)).toContain(`${at + 1} 0 obj\n`)
  // And every stream is as long as it says.
  for (const [, length, , start] of streamsOf(text))
    expect(text.slice(start + length, start + length + 10)).toBe('\nendstream')
})

function streamsOf(text: string): [string, number, string, number][] {
  return [...text.matchAll(/<< \/Length (\d+)([^\n]*)>>\nstream\n/g)].map((match) => [
    match[0],
    Number(match[1]),
    match[2]!,
    match.index + match[0].length,
  ])
}

test('the colours of a page are those of sRGB, in a profile that says so', async () => {
  const text = Buffer.from(await pdfOf(plain, { logo: null })).toString('latin1')
  const [, length, , start] = streamsOf(text).find(([, , entries]) => entries.includes('/N 3'))!
  const profile = inflateSync(Buffer.from(text.slice(start, start + length), 'latin1'))
  expect(profile.readUInt32BE(0)).toBe(profile.length)
  expect(profile.toString('latin1', 12, 24)).toBe('mntrRGB XYZ ')
  expect(profile.toString('latin1', 36, 40)).toBe('acsp')
  for (let at = 0; at < profile.readUInt32BE(128); at += 1) {
    const [offset, size] = [profile.readUInt32BE(136 + at * 12), profile.readUInt32BE(140 + at * 12)]
    expect(offset + size).toBeLessThanOrEqual(profile.length)
    expect(offset % 4).toBe(0)
  }
})

const faultOf = async (url: string) => pdfOf(plain, { logo: url }).catch((error: unknown) => String(error))
const png = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`

test('a logo that cannot be printed is refused with what to do', async () => {
  expect(await faultOf('https://example.com/logo.png')).toContain('must be a PNG or JPEG')
  expect(await faultOf('data:image/svg+xml;base64,AAAA')).toContain('must be a PNG or JPEG')
  expect(await faultOf(png(Buffer.alloc(300_000)))).toContain('200 KB')
  expect(await faultOf(png(Buffer.from('no picture')))).toContain('save it anew')
  expect(await faultOf(png(pngOf(2, 2).subarray(0, 50)))).toContain('save it anew')
  expect(await faultOf(png(pngOf(60_000, 60_000)))).toContain('4 million pixels')
  const cmyk = Buffer.from('FFD8FFC0001108000100010401110002110003110004110000', 'hex')
  expect(await faultOf(`data:image/jpeg;base64,${cmyk.toString('base64')}`)).toContain('CMYK')
})

test.each([
  ['usage', '5a497809e154'],
  ['topup', '1a44dd83bcfd'],
  ['credit', '7079fd04437b'],
] as const)('a paper (%s) is drawn as it was when it was looked at', async (kind, golden) => {
  const document = invoiceOf({ seed: 4, kind, language: 'ru', currency: 'RUB', category: 'S', lines: 30, revision: 0 })
  const text = Buffer.from(await pdfOf(document, { logo: null })).toString('latin1')
  // Packed bytes are another engine's: what is drawn is in the streams.
  const hash = createHash('sha256')
  for (const [, length, entries, start] of streamsOf(text)) {
    const packed = Buffer.from(text.slice(start, start + length), 'latin1')
    hash.update(entries.includes('FlateDecode') ? inflateSync(packed) : packed)
  }
  // Who changes how papers look, looks at them and writes the new one here.
  expect(hash.digest('hex').slice(0, 12)).toBe(golden)
})

/** A picture of 2 × 2, or one that says that it is larger than it is. */
function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6], 8)
  const rows = Buffer.from([0, 255, 0, 0, 255, 0, 255, 0, 128, 0, 0, 0, 255, 0, 9, 9, 9, 255])
  const signature = Buffer.from('\x89PNG\r\n\x1A\n', 'latin1')
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
}

function logo(): string {
  return `data:image/png;base64,${pngOf(2, 2).toString('base64')}`
}
