import { useState } from 'react'
import type { InvoiceDetails } from './asking/invoices.ts'
import type { RevisionAsked } from './asking/staff-invoices.ts'
import { typedAmount } from './typed-amount.ts'

type Added = { id: number; name: string; quantity: string; unitPrice: string }

/** A revision of an invoice while it is written: other amounts, further lines, what was paid, and why. */
export function useRevision({ revision, document }: InvoiceDetails) {
  const [comment, setComment] = useState('')
  const [paid, setPaid] = useState('')
  const [amounts, setAmounts] = useState<Readonly<Record<string, string>>>({})
  const [added, setAdded] = useState<readonly Added[]>([])
  const [removed, setRemoved] = useState<readonly string[]>([])
  const changed = document.lines.filter(
    ({ key, amount }) => !removed.includes(key) && key in amounts && !isSame(amounts[key]!, amount),
  )
  const asked: RevisionAsked = {
    revision,
    comment,
    amount: paid.trim() === '' ? null : typedAmount(paid),
    lines: changed.map(({ key }) => ({ key, amount: typedAmount(amounts[key]!) })),
    added: added.map(({ name, quantity, unitPrice }) => ({
      name,
      quantity: typedAmount(quantity),
      unitPrice: typedAmount(unitPrice),
    })),
    removed,
  }
  return {
    asked,
    isChanged: asked.amount !== null || asked.lines.length + added.length + removed.length > 0,
    comment,
    setComment,
    paid,
    setPaid,
    amountOf: (key: string, amount: string) => amounts[key] ?? amount,
    setAmount: (key: string, text: string) => setAmounts((before) => ({ ...before, [key]: text })),
    /** How the API names the amount of a line. */
    nameOf: (key: string) => {
      const place = changed.findIndex((line) => line.key === key)
      return place === -1 ? `unchanged ${key}` : `lines[${place}].amount`
    },
    isRemoved: (key: string) => removed.includes(key),
    toggleRemoved: (key: string) =>
      setRemoved((before) => (before.includes(key) ? before.filter((one) => one !== key) : [...before, key])),
    added,
    addLine: () =>
      setAdded((before) => [
        ...before,
        { id: Math.max(0, ...before.map(({ id }) => id)) + 1, name: '', quantity: '1', unitPrice: '' },
      ]),
    setAdded: (id: number, change: Partial<Added>) =>
      setAdded((before) => before.map((line) => (line.id === id ? { ...line, ...change } : line))),
    dropAdded: (id: number) => setAdded((before) => before.filter((line) => line.id !== id)),
  }
}

export type Revision = ReturnType<typeof useRevision>

/** Whether what was typed is the amount that stands there. */
function isSame(typed: string, amount: string): boolean {
  return bare(typedAmount(typed)) === bare(amount)
}

/** Without zeros at its end. */
function bare(amount: string): string {
  return amount.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}
