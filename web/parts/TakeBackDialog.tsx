import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ask } from '../asking/ask.ts'
import { useMoneyAct } from '../asking/invoices.ts'
import type { Payment } from '../asking/payments.ts'
import { money } from '../numbers.ts'
import { Dialog } from './Dialog.tsx'
import { Form, TextField } from './Form.tsx'

type TakeBackDialogProps = { payment: Payment; onDone: (sentence: string) => void; onClose: () => void }

/** Takes a payment back that was recorded by mistake, or that the bank returned. */
export function TakeBackDialog({ payment, onDone, onClose }: TakeBackDialogProps) {
  const { t } = useTranslation()
  const { id, amount, currency, companyName } = payment
  const taking = useMoneyAct((note: string) => ask(`payments/${id}/take-back`, { method: 'POST', body: { note } }))
  const shown = { amount: money(amount, currency), company: companyName }
  return (
    <Dialog title={t('payments.takeBackTitle', shown)} onClose={onClose}>
      <Form
        sending={taking}
        submit={t('payments.takeBack')}
        danger
        onSend={({ note = '' }) => taking.mutate(note, { onSuccess: () => onDone(t('payments.takenBack', shown)) })}
        sentences={{ conflict: t('payments.takenBefore') }}
        beside={
          <Button variant="default" onClick={onClose}>
            {t('draft.cancel')}
          </Button>
        }
      >
        <p>{t('payments.takeBackText')}</p>
        <TextField name="note" label={t('voiding.reason')} maxLength={300} autoComplete="off" data-autofocus />
      </Form>
    </Dialog>
  )
}
