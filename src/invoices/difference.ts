import type { InvoiceDocument, InvoiceLine } from './document.ts'

/** What a revision changed, line by line. */
export type InvoiceDifference = {
  from: number
  to: number
  lines: {
    key: string
    change: 'added' | 'removed' | 'changed'
    before: InvoiceLine | null
    after: InvoiceLine | null
  }[]
  totals: { name: keyof InvoiceDocument['totals']; before: string; after: string }[]
}

/** What is not the same in two revisions of a document. */
export function differenceOf(before: InvoiceDocument, after: InvoiceDocument): InvoiceDifference {
  const old = new Map(before.lines.map((line) => [line.key, line]))
  const now = new Map(after.lines.map((line) => [line.key, line]))
  const lines = [...new Set([...old.keys(), ...now.keys()])].flatMap((key): InvoiceDifference['lines'] => {
    const [was, is] = [old.get(key) ?? null, now.get(key) ?? null]
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    return [{ key, change: was === null ? 'added' : is === null ? 'removed' : 'changed', before: was, after: is }]
  })
  const names = Object.keys(after.totals) as (keyof InvoiceDocument['totals'])[]
  return {
    from: before.revision,
    to: after.revision,
    lines,
    totals: names.flatMap((name) => {
      const [was, is] = [before.totals[name], after.totals[name]]
      return was === is ? [] : [{ name, before: was, after: is }]
    }),
  }
}
