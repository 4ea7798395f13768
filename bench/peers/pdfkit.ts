import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { InvoiceDocument, InvoiceParty } from '../../src/invoices/document.ts'

type Style = { width?: number; align?: 'right' }
type Kit = {
  registerFont: (name: string, path: string) => void
  font: (name: string) => Kit
  fontSize: (size: number) => Kit
  text: (text: string, x: number, y: number, style?: Style) => Kit
  moveTo: (x: number, y: number) => Kit
  lineTo: (x: number, y: number) => Kit
  stroke: () => void
  on: (event: string, listener: (chunk: Buffer) => void) => void
  end: () => void
}
type KitClass = new (options: Record<string, unknown>) => Kit

export type PaperPeer = { title: string; pdfOf: (document: InvoiceDocument) => Promise<Uint8Array> }

/**
 * pdfkit as its guide says: a document, two registered fonts (Inter as it is published), texts at their places. It draws the same texts on one page as
 * a PDF/A-3b, without a QR code and without the XML.
 */
export function pdfkitPeer(toolFolder: string): PaperPeer {
  const Kit = createRequire(join(toolFolder, 'x.js'))('pdfkit') as KitClass
  const font = (name: string) => join(toolFolder, 'node_modules/@expo-google-fonts/inter', name)
  const [regular, bold] = [font('400Regular/Inter_400Regular.ttf'), font('600SemiBold/Inter_600SemiBold.ttf')]
  return {
    title: 'pdfkit 0.20',
    pdfOf: async (document) => {
      const kit = new Kit({ size: 'A4', margin: 48, subset: 'PDF/A-3b', pdfVersion: '1.7' })
      const chunks: Buffer[] = []
      const done = new Promise<Uint8Array>((resolve) => {
        kit.on('data', (chunk) => void chunks.push(chunk))
        kit.on('end', () => resolve(Buffer.concat(chunks)))
      })
      kit.registerFont('regular', regular)
      kit.registerFont('bold', bold)
      kit.font('bold').fontSize(20).text('Счёт', 300, 48, { width: 247, align: 'right' })
      kit.font('regular').fontSize(10.5).text(`№ ${document.number}`, 300, 74, { width: 247, align: 'right' })
      party(kit, document.supplier, 48)
      party(kit, document.buyer, 310)
      for (const [at, fact] of [document.issuedOn, document.dueOn, document.period?.zone, document.currency].entries())
        kit.text(fact ?? '', 48 + at * 120, 220)
      let y = 260
      for (const [at, line] of document.lines.entries()) {
        kit.fontSize(8.5).text(String(at + 1), 48, y)
        kit.text(line.name, 70, y, { width: 200 })
        kit.text(line.quantity, 280, y, { width: 60, align: 'right' })
        kit.text(line.unit, 350, y)
        kit.text(line.unitPrice ?? '', 400, y, { width: 60, align: 'right' })
        kit.text(line.amount, 470, y, { width: 77, align: 'right' })
        kit
          .moveTo(48, y + 14)
          .lineTo(547, y + 14)
          .stroke()
        y += 17
      }
      const { net, tax, total, due } = document.totals
      for (const [title, amount] of [
        ['Итого без НДС', net],
        ['НДС', tax],
        ['Всего', total],
        ['К оплате', due],
      ] as const) {
        kit.font('bold').text(title, 300, y)
        kit.text(amount, 430, y, { width: 117, align: 'right' })
        y += 15
      }
      const { name, bankName, bankAccount, bankCode } = document.supplier
      for (const detail of [name, bankName, bankAccount, bankCode]) {
        kit.font('regular').text(detail ?? '', 48, y)
        y += 12
      }
      kit.end()
      return done
    },
  }
}

function party(kit: Kit, { name, street, postalCode, city, country, taxId, email }: InvoiceParty, x: number): void {
  kit.font('bold').fontSize(10).text(name, x, 110)
  const lines = [street, `${postalCode} ${city}`, country, taxId, email]
  for (const [at, line] of lines.entries())
    kit
      .font('regular')
      .fontSize(8.75)
      .text(line ?? '', x, 126 + at * 12)
}
