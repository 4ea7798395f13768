import { failure } from '../failure.ts'
import type { Papers } from '../invoices/files.ts'
import { cii } from './cii.ts'
import { ubl } from './ubl.ts'

/** The files of an invoice. */
export const papers: Papers = {
  pdf: () => {
    throw failure('not-found', 'This version makes no PDF yet; ask for format=cii or format=ubl.')
  },
  cii: (document) => Buffer.from(cii(document)),
  ubl: (document) => Buffer.from(ubl(document)),
}
