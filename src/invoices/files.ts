import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { platformOf } from '../accounts/platform.ts'
import { failure } from '../failure.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import type { InvoiceDocument } from './document.ts'

export const fileFormats = ['pdf', 'cii', 'ubl'] as const
export type FileFormat = (typeof fileFormats)[number]

/** Makes a file of a document. */
export type Papers = Readonly<
  Record<FileFormat, (document: InvoiceDocument, look: { logo: string | null }) => Promise<Uint8Array> | Uint8Array>
>

export type InvoiceFile = { bytes: Uint8Array; sha256: string }

/**
 * A file of a revision, as it was made when it was first wanted: from then on it stays, byte for byte.
 * @throws Failure internal where it is not what was kept
 */
export async function fileOf(
  { ledger, papers }: { ledger: Ledger; papers: Papers },
  { invoice, revision, format }: { invoice: string; revision: number; format: FileFormat },
  at: Date,
): Promise<InvoiceFile> {
  const read = () =>
    ledger.asPlatform((db) =>
      db
        .selectFrom('invoice_files')
        .select(['bytes', 'sha256'])
        .where('invoice', '=', invoice)
        .where('revision', '=', revision)
        .where('format', '=', format)
        .executeTakeFirst(),
    )
  const kept = (await read()) ?? (await make())
  if (sha256Of(kept.bytes) !== kept.sha256) {
    throw failure('internal', 'This file is not what was kept: its checksum differs. Restore it from a backup.')
  }
  return kept

  async function make(): Promise<InvoiceFile> {
    const { document, company, logo } = await ledger.asPlatform(async (db) => {
      const row = await db
        .selectFrom('invoice_documents')
        .select(['document', 'company'])
        .where('invoice', '=', invoice)
        .where('revision', '=', revision)
        .executeTakeFirstOrThrow()
      return { ...row, logo: (await platformOf(db)).logo }
    })
    const bytes = Buffer.from(await papers[format](JSON.parse(document) as InvoiceDocument, { logo }))
    const row = { invoice, revision, company, format, sha256: sha256Of(bytes), bytes, made_at: at }
    await ledger.asPlatform((db) =>
      db
        .insertInto('invoice_files')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    )
    // Who made it at the same time may have been first.
    return (await read())!
  }
}

/** Makes the PDFs that are not made yet, the oldest first, until told to stop. */
export async function makeMissingFiles(
  store: { ledger: Ledger; papers: Papers },
  { now, isStopped }: { now: () => number; isStopped: () => boolean },
): Promise<number> {
  let made = 0
  while (!isStopped()) {
    const missing = await store.ledger.asPlatform((db) =>
      db
        .selectFrom('invoice_documents')
        .leftJoin('invoice_files', (join) =>
          join
            .onRef('invoice_files.invoice', '=', 'invoice_documents.invoice')
            .onRef('invoice_files.revision', '=', 'invoice_documents.revision')
            .on('format', '=', 'pdf'),
        )
        .select(['invoice_documents.invoice as invoice', 'invoice_documents.revision as revision'])
        .where('format', 'is', null)
        .orderBy('invoice_documents.invoice')
        .limit(filesAtOnce)
        .execute(),
    )
    if (missing.length === 0) break
    for (const one of missing) {
      if (isStopped()) break
      await fileOf(store, { ...one, format: 'pdf' }, new Date(now()))
      made++
      // Whoever waits for an answer goes first.
      await setImmediate()
    }
  }
  return made
}

const filesAtOnce = 100

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
