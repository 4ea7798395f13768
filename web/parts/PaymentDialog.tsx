import { Button } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { companiesQuery } from '../asking/accounts.ts'
import { ask } from '../asking/ask.ts'
import { openInvoicesQuery, useMoneyAct, type Invoice } from '../asking/invoices.ts'
import { newKey } from '../asking/new-key.ts'
import type { Payment } from '../asking/payments.ts'
import { sessionQuery } from '../asking/queries.ts'
import { money } from '../numbers.ts'
import { typedAmount } from '../typed-amount.ts'
import { AmountField } from './AmountField.tsx'
import { companyChoices } from './CompanySelect.tsx'
import { Dialog } from './Dialog.tsx'
import { ChoiceField, Form, TextField, type Typed } from './Form.tsx'
import { receivedAtOf, ReceivedAtFields } from './ReceivedAtFields.tsx'

type PaymentDialogProps = {
  /** What is paid, where that is known already. */
  invoice?: Invoice
  onDone: (sentence: string) => void
  onClose: () => void
}

/** Records a payment of a company: of an invoice that waits for money, or just for the balance. */
export function PaymentDialog({ invoice, onDone, onClose }: PaymentDialogProps) {
  const { t } = useTranslation()
  const { company: viewed } = useSuspenseQuery(sessionQuery).data
  const { data: companies = [] } = useQuery(companiesQuery(''))
  const [company, setCompany] = useState<number | undefined>(invoice?.company)
  const [number, setNumber] = useState(invoice?.number ?? '')
  const [amount, setAmount] = useState(amountOf(invoice))
  const { data: open = [] } = useQuery({ ...openInvoicesQuery(company ?? 0), enabled: company !== undefined })
  // Sent again after the answer was lost, it is recorded once.
  const [keys] = useState(() => new Map<string, string>())
  const recording = useMoneyAct((body: object) => {
    const text = JSON.stringify(body)
    if (!keys.has(text)) keys.set(text, newKey())
    return ask<Payment>('payments', { method: 'POST', body, key: keys.get(text)! })
  })
  const paid = open.find((one) => one.number === number) ?? (invoice?.number === number ? invoice : undefined)
  const currency = paid?.currency ?? companies.find((one) => one.number === company)?.currency ?? viewed.currency
  const choose = (chosen: string) => {
    setNumber(chosen)
    const of = open.find((one) => one.number === chosen)
    if (of !== undefined) setAmount(amountOf(of))
  }
  const send = ({ note = '', ...typed }: Typed) => {
    const body = {
      company,
      ...(number === '' ? {} : { invoice: number }),
      amount: { amount: typedAmount(amount), currency },
      receivedAt: receivedAtOf(typed, viewed.zone),
      ...(note.trim() === '' ? {} : { note }),
    }
    recording.mutate(body, { onSuccess: (payment) => onDone(saidOf(payment)) })
  }
  const saidOf = ({ amount: recorded, currency: of, beyondDue, companyName, invoice: named }: Payment) => {
    const done = t('payments.recorded', { amount: money(recorded, of), company: companyName })
    const isBeyond = named !== null && Number(beyondDue) > 0
    return isBeyond ? `${done} ${t('payments.beyond', { amount: money(beyondDue, of) })}` : done
  }
  return (
    <Dialog title={t('payments.record')} size={600} onClose={onClose}>
      <Form
        sending={recording}
        submit={t('payments.recordVerb')}
        onSend={send}
        beside={
          <Button variant="default" onClick={onClose}>
            {t('draft.cancel')}
          </Button>
        }
      >
        <ChoiceField
          name="company"
          label={t('invoices.company')}
          data={companyChoices(companies)}
          searchable
          readOnly={invoice !== undefined}
          value={company === undefined ? null : String(company)}
          onChange={(chosen) => {
            setCompany(chosen === null ? undefined : Number(chosen))
            setNumber('')
          }}
        />
        <ChoiceField
          name="invoice"
          label={t('payments.for')}
          description={t('payments.forNote')}
          data={[
            { value: '', label: t('payments.balance') },
            ...[
              ...(invoice === undefined || open.some((one) => one.number === invoice.number) ? [] : [invoice]),
              ...open,
            ].map((one) => ({
              value: one.number,
              label: t('payments.dueOf', { number: one.number, amount: money(one.due, one.currency) }),
            })),
          ]}
          hiddenInputProps={{ required: false }}
          readOnly={invoice !== undefined}
          value={number}
          onChange={(chosen) => choose(chosen ?? '')}
        />
        <AmountField
          name="amount.amount"
          label={t('invoices.amountIn', { currency })}
          currency={currency}
          value={amount}
          onType={setAmount}
        />
        <ReceivedAtFields zone={viewed.zone} />
        <TextField name="note" label={t('payments.note')} required={false} maxLength={300} autoComplete="off" />
      </Form>
    </Dialog>
  )
}

/** What is due of an invoice, as somebody would type it. */
function amountOf(invoice: Invoice | undefined): string {
  return invoice === undefined || Number(invoice.due) === 0 ? '' : invoice.due
}
