import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { companiesQuery } from '../asking/accounts.ts'
import { ask } from '../asking/ask.ts'
import { openInvoicesQuery, useMoneyAct } from '../asking/invoices.ts'
import type { KeptLine } from '../asking/statements.ts'
import { money, wholeDay } from '../numbers.ts'
import { companyChoices } from './CompanySelect.tsx'
import { Dialog } from './Dialog.tsx'
import { ChoiceField, Form, TextField } from './Form.tsx'

type DecideDialogProps = { line: KeptLine; onDone: (sentence: string) => void; onClose: () => void }

const ways = ['company', 'ignore'] as const
type Way = (typeof ways)[number]

/** Says what a line of a statement is: a payment of a company, for an invoice or its balance, or none. */
export function DecideDialog({ line, onDone, onClose }: DecideDialogProps) {
  const { t } = useTranslation()
  const { data: companies = [] } = useQuery(companiesQuery(''))
  const isPayment = line.kind === 'credit'
  const [way, setWay] = useState<Way>(isPayment ? 'company' : 'ignore')
  const [company, setCompany] = useState<number | undefined>(line.candidates[0]?.company)
  const [invoice, setInvoice] = useState(line.candidates[0]?.invoice ?? '')
  const { data: open = [] } = useQuery({ ...openInvoicesQuery(company ?? 0), enabled: company !== undefined })
  const deciding = useMoneyAct((body: object) => ask(`statement-lines/${line.id}/decide`, { method: 'POST', body }))
  const amount = money(line.amount, line.currency)
  const send = (note: string) => {
    const said = note.trim() === '' ? {} : { note }
    const body =
      way === 'ignore' ? { ignore: true, ...said } : { company, ...(invoice === '' ? {} : { invoice }), ...said }
    deciding.mutate(body, {
      onSuccess: () => onDone(t(way === 'ignore' ? 'statements.wasIgnored' : 'statements.wasPaid', { amount })),
    })
  }
  return (
    <Dialog title={t('statements.decideTitle', { amount })} size={600} onClose={onClose}>
      <Form
        sending={deciding}
        submit={t(way === 'ignore' ? 'statements.ignoreVerb' : 'payments.recordVerb')}
        onSend={({ note = '' }) => send(note)}
        sentences={{ conflict: t('statements.decidedBefore') }}
        beside={
          <Button variant="default" onClick={onClose}>
            {t('draft.cancel')}
          </Button>
        }
      >
        <p className="statement-line">
          <bdi>{line.payerName}</bdi> · {wholeDay(line.date)}
          <bdi className="record-note">{line.purpose === '' ? line.reference : line.purpose}</bdi>
        </p>
        <ChoiceField
          name="ignore"
          label={t('statements.way')}
          data={ways
            .filter((one) => isPayment || one === 'ignore')
            .map((value) => ({ value, label: t(`statements.ways.${value}`) }))}
          value={way}
          onChange={(chosen) => setWay((chosen ?? 'company') as Way)}
        />
        {way === 'ignore' ? null : (
          <>
            <ChoiceField
              name="company"
              label={t('invoices.company')}
              searchable
              data={companyChoices(companies)}
              value={company === undefined ? null : String(company)}
              onChange={(chosen) => {
                setCompany(chosen === null ? undefined : Number(chosen))
                setInvoice('')
              }}
            />
            <ChoiceField
              name="invoice"
              label={t('payments.for')}
              data={[
                { value: '', label: t('payments.balance') },
                ...open
                  .filter(({ currency }) => currency === line.currency)
                  .map(({ number, due, currency }) => ({
                    value: number,
                    label: t('payments.dueOf', { number, amount: money(due, currency) }),
                  })),
              ]}
              hiddenInputProps={{ required: false }}
              value={open.some(({ number }) => number === invoice) ? invoice : ''}
              onChange={(chosen) => setInvoice(chosen ?? '')}
            />
          </>
        )}
        <TextField
          name="note"
          label={t(way === 'ignore' ? 'voiding.reason' : 'payments.note')}
          required={way === 'ignore'}
          maxLength={300}
          autoComplete="off"
        />
      </Form>
    </Dialog>
  )
}
