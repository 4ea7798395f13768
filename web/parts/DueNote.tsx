import { useTranslation } from 'react-i18next'
import { money } from '../numbers.ts'

type DueNoteProps = { due: readonly { currency: string; invoices: number; due: string }[] }

/** What is to be paid of all that the list is about, by currency. */
export function DueNote({ due }: DueNoteProps) {
  const { t } = useTranslation()
  if (due.length === 0) return null
  return (
    <p className="due-note">
      {due.map(({ currency, invoices, due: amount }) => (
        <span key={currency}>
          <b>{money(amount, currency)}</b> <span className="soft">{t('invoices.toPayOf', { count: invoices })}</span>
        </span>
      ))}
    </p>
  )
}
