import { deflateSync } from 'node:zlib'
import { Failure } from '../failure.ts'
import type { InvoiceDocument } from '../invoices/document.ts'
import { cii } from './cii.ts'
import { drawInvoice, titleOf } from './invoice-sheet.ts'
import { paperWords } from './paper-words.ts'
import { pageHeight, pageWidth } from './pdf/page.ts'
import { pdfFile, textString } from './pdf/pdf-file.ts'
import type { PdfFile } from './pdf/pdf-file.ts'
import { readLogo } from './pdf/picture.ts'
import type { Picture } from './pdf/png.ts'
import type { Sheet } from './pdf/sheet.ts'
import { srgbProfile } from './pdf/srgb.ts'
import { xmpOf } from './pdf/xmp.ts'

/**
 * The document as a PDF/A-3b of A4 pages with its XML inside (Factur-X, profile EN 16931). The same document and logo give the same bytes.
 * A draft is marked as one on every page, and has no XML; nor has a document that lacks what the standard cannot do without (`cii` says
 * what).
 * @param logo a `data:` address of a PNG or JPEG, 200 KB at most
 * @throws {Failure} where the logo cannot be read (`readLogo`)
 */
export async function pdfOf(
  document: InvoiceDocument,
  { logo, isDraft = document.number === null }: { logo: string | null; isDraft?: boolean },
): Promise<Uint8Array> {
  const picture = logo === null ? null : remembered(logo)
  const sheet = drawInvoice(document, picture, isDraft)
  const words = paperWords[document.language]
  const file = pdfFile()
  const pages = writePages(file, sheet, picture)
  const text = isDraft ? null : xmlIfWhole(document)
  const xml = text === null ? null : writeXml(file, text, document.issuedOn)
  srgb ??= deflateSync(srgbProfile())
  const profile = file.addStream(srgb, '/N 3 /Filter /FlateDecode', 'as it is')
  const metadata = file.addStream(
    Buffer.from(
      xmpOf({
        title: titleOf(document, words),
        author: document.supplier.name,
        language: document.language,
        day: document.issuedOn,
        attachment: xml === null ? null : attachmentName,
      }),
    ),
    '/Type /Metadata /Subtype /XML',
    'as it is',
  )
  const attached =
    xml === null ? '' : ` /AF [${xml} 0 R] /Names << /EmbeddedFiles << /Names [(${attachmentName}) ${xml} 0 R] >> >>`
  const catalog = file.add(
    `<< /Type /Catalog /Pages ${pages} 0 R /Metadata ${metadata} 0 R /Lang (${document.language}) ` +
      `/ViewerPreferences << /DisplayDocTitle true >> ` +
      `/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /DestOutputProfile ${profile} 0 R >>]${attached} >>`,
  )
  return file.finish(catalog)
}

function xmlIfWhole(document: InvoiceDocument): string | null {
  try {
    return cii(document)
  } catch (error) {
    if (error instanceof Failure) return null
    throw error
  }
}

const attachmentName = 'factur-x.xml'
/** The same in every file. */
let srgb: Buffer | undefined

/** Logos of the same few sellers come again and again at the end of a month. */
const logos = new Map<string, Picture>()

function remembered(logo: string): Picture {
  let picture = logos.get(logo)
  if (picture === undefined) {
    picture = readLogo(logo)
    if (logos.size === 8) logos.clear()
    logos.set(logo, picture)
  }
  return picture
}

function writePages(file: PdfFile, sheet: Sheet, picture: Picture | null): number {
  const pages = file.reserve()
  const logo =
    picture === null
      ? ''
      : ` /XObject << /Logo ${file.addStream(
          picture.data,
          `/Type /XObject /Subtype /Image /Width ${picture.width} /Height ${picture.height} ${picture.entries}`,
          picture.isPacked ? 'as it is' : 'compressed',
        )} 0 R >>`
  const contents = sheet.pages.map((page) => file.addStream(page.content()))
  const resources = file.add(`<< /Font ${sheet.fonts.write(file)}${logo} >>`)
  const kids = contents.map((content) =>
    file.add(
      `<< /Type /Page /Parent ${pages} 0 R /MediaBox [0 0 ${pageWidth} ${pageHeight}] /Resources ${resources} 0 R /Contents ${content} 0 R >>`,
    ),
  )
  file.write(pages, `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`)
  return pages
}

function writeXml(file: PdfFile, xml: string, day: string): number {
  const bytes = Buffer.from(xml)
  const time = `(D:${day.replaceAll('-', '')}000000Z)`
  const embedded = file.addStream(
    bytes,
    `/Type /EmbeddedFile /Subtype /text#2Fxml /Params << /Size ${bytes.length} /ModDate ${time} >>`,
  )
  return file.add(
    `<< /Type /Filespec /F (${attachmentName}) /UF ${textString(attachmentName)} /AFRelationship /Alternative ` +
      `/Desc (Factur-X) /EF << /F ${embedded} 0 R /UF ${embedded} 0 R >> >>`,
  )
}
