import type { Papers } from '../invoices/files.ts'
import { cii } from './cii.ts'
import { pdfOf } from './pdf.ts'
import { ubl } from './ubl.ts'

/** The files of an invoice. */
export const papers: Papers = {
  pdf: (document, { logo }) => pdfOf(document, { logo }),
  cii: (document) => Buffer.from(cii(document)),
  ubl: (document) => Buffer.from(ubl(document)),
}
