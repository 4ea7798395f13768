import type { Papers } from '../invoices/files.ts'
import { Failure } from '../failure.ts'
import { cii } from './cii.ts'
import { pdfOf } from './pdf.ts'
import { readLogo } from './pdf/picture.ts'
import { ubl } from './ubl.ts'

/** The files of an invoice. */
export const papers: Papers = {
  pdf: (document, { logo }) => pdfOf(document, { logo: readable(logo) }),
  cii: (document) => Buffer.from(cii(document)),
  ubl: (document) => Buffer.from(ubl(document)),
}

/** A logo that cannot be read, as one that was set before it was looked at, stops no invoice. */
function readable(logo: string | null): string | null {
  try {
    if (logo !== null) readLogo(logo)
    return logo
  } catch (error) {
    if (error instanceof Failure) return null
    throw error
  }
}
