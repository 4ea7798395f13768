import { Button } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { companyQuery, useAct, type CompanyField } from '../asking/accounts.ts'
import { Refusal } from '../asking/ask.ts'
import { invoiceFile, useMoneyAct, type Invoice } from '../asking/invoices.ts'
import { newKey } from '../asking/new-key.ts'
import { sessionQuery } from '../asking/queries.ts'
import { money } from '../numbers.ts'
import { typedAmount } from '../typed-amount.ts'
import { useOpenInvoice } from '../use-invoice-search.ts'
import { AmountField } from './AmountField.tsx'
import { Dialog } from './Dialog.tsx'
import { Form } from './Form.tsx'
import { MissingDetails } from './MissingDetails.tsx'

/** Makes an invoice by which the company fills its balance, where the address asks for it. */
export function CreateInvoice() {
  const { isMaking } = useOpenInvoice()
  return isMaking ? <CreateDialog /> : null
}

function CreateDialog() {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const { stopMaking } = useOpenInvoice()
  const act = useAct()
  const { data: details } = useQuery({ ...companyQuery, refetchOnMount: 'always' })
  const [typed, setTyped] = useState('')
  // The same amount sent again, after the answer was lost, makes no second invoice.
  const [keys] = useState(() => new Map<string, string>())
  const keyOf = (amount: string) => {
    if (!keys.has(amount)) keys.set(amount, newKey())
    return keys.get(amount)!
  }
  const making = useMoneyAct((amount: string) =>
    act<Invoice>('invoices', {
      method: 'POST',
      body: { amount: { amount, currency: company.currency } },
      key: keyOf(amount),
    }),
  )
  const missing = missingIn(making.error) ?? details?.missingForInvoices ?? []
  const amount = typedAmount(typed)
  if (making.data !== undefined) return <Made invoice={making.data} onClose={stopMaking} />
  return (
    <Dialog title={t('invoices.create')} onClose={stopMaking}>
      {missing.length > 0 ? (
        <div className="confirm">
          <MissingDetails fields={missing} place="elsewhere" />
          <div className="form-ends">
            <Button variant="default" onClick={stopMaking}>
              {t('draft.cancel')}
            </Button>
          </div>
        </div>
      ) : (
        <Form
          sending={making}
          submit={t('invoices.createVerb')}
          onSend={() => making.mutate(amount)}
          sentences={{ conflict: t('invoices.supplierMissing') }}
        >
          <p className="soft">{t('invoices.createText')}</p>
          <AmountField
            name="amount.amount"
            label={t('invoices.amountIn', { currency: company.currency })}
            currency={company.currency}
            value={typed}
            onType={setTyped}
            data-autofocus
          />
        </Form>
      )}
    </Dialog>
  )
}

/** The fields of the company that a refusal says are missing; undefined where it is about something else. */
function missingIn(error: unknown): readonly CompanyField[] | undefined {
  return error instanceof Refusal ? (error.problem.missing as readonly CompanyField[] | undefined) : undefined
}

function Made({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const { t } = useTranslation()
  const { number, amount, currency } = invoice
  return (
    <Dialog title={t('invoices.madeTitle', { number })} onClose={onClose}>
      <div className="confirm">
        <output>{t('invoices.madeText', { amount: money(amount.amount, currency) })}</output>
        <div className="form-ends">
          <Button component="a" href={invoiceFile(number, 'pdf')} download data-autofocus>
            {t('invoices.download')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('invoices.toList')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
