import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ask } from '../asking/ask.ts'
import { invoicePath, useMoneyAct, type Invoice } from '../asking/invoices.ts'
import { money } from '../numbers.ts'
import { Dialog } from './Dialog.tsx'
import { Form, TextField } from './Form.tsx'

/** What came of it: a large one waits for a second person. */
type Voided = { state: 'applied' | 'waiting'; creditNote?: Invoice | null }

type VoidDialogProps = { invoice: Invoice; onDone: (sentence: string) => void; onClose: () => void }

/** Voids an invoice for a reason, and says before what comes of it. */
export function VoidDialog({ invoice, onDone, onClose }: VoidDialogProps) {
  const { t } = useTranslation()
  const { number, kind, amount, currency } = invoice
  const voiding = useMoneyAct((reason: string) =>
    ask<Voided>(`${invoicePath(number)}/void`, { method: 'POST', body: { reason } }),
  )
  const send = (reason: string) =>
    voiding.mutate(reason, {
      onSuccess: ({ state, creditNote = null }) => {
        if (state === 'waiting') onDone(t('voiding.waits', { number }))
        else if (creditNote === null) onDone(t('voiding.done', { number }))
        else onDone(t('voiding.doneWithNote', { number, note: creditNote.number }))
      },
    })
  return (
    <Dialog title={t('voiding.title', { number })} onClose={onClose}>
      <Form
        sending={voiding}
        submit={t('voiding.void')}
        danger
        onSend={({ reason = '' }) => send(reason)}
        sentences={{ conflict: t('voiding.conflict') }}
        beside={
          <Button variant="default" onClick={onClose}>
            {t('draft.cancel')}
          </Button>
        }
      >
        <p>
          {kind === 'usage'
            ? t('voiding.usageText', { amount: money(amount.amount, currency) })
            : t('voiding.topUpText')}
        </p>
        <TextField name="reason" label={t('voiding.reason')} maxLength={1000} autoComplete="off" data-autofocus />
      </Form>
    </Dialog>
  )
}
