import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ask } from '../asking/ask.ts'
import { invoicePath, useMoneyAct, type InvoiceDetails } from '../asking/invoices.ts'
import type { Revised, RevisionAsked } from '../asking/staff-invoices.ts'
import { money } from '../numbers.ts'
import { useRevision } from '../use-revision.ts'
import { AddedLines } from './AddedLines.tsx'
import { AmountField } from './AmountField.tsx'
import { Dialog } from './Dialog.tsx'
import { Form, TextField } from './Form.tsx'
import { RevisedLines } from './RevisedLines.tsx'
import { RevisionPreview } from './RevisionPreview.tsx'

type ReviseDialogProps = { invoice: InvoiceDetails; onDone: (sentence: string) => void; onClose: () => void }

/** Changes an invoice: what was paid of it, amounts of lines, further lines, and why; what comes of it is seen before it is made. */
export function ReviseDialog({ invoice, onDone, onClose }: ReviseDialogProps) {
  const { t } = useTranslation()
  const { number, kind, currency, paid } = invoice
  const revision = useRevision(invoice)
  const making = useMoneyAct((asked: RevisionAsked) =>
    ask<Revised>(`${invoicePath(number)}/revisions`, { method: 'POST', body: asked }),
  )
  const send = () =>
    making.mutate(revision.asked, {
      onSuccess: (revised) =>
        onDone(
          revised.state === 'applied'
            ? t('revising.done', { revision: revised.revision })
            : t('revising.waits', { number }),
        ),
    })
  return (
    <Dialog
      title={t('revising.title', { number })}
      size={920}
      isHeld={revision.isChanged || revision.comment !== ''}
      onClose={onClose}
    >
      <Form
        sending={making}
        submit={t('revising.save')}
        onSend={send}
        sentences={{ conflict: t('revising.conflict') }}
        beside={
          <Button variant="default" onClick={onClose}>
            {t('draft.cancel')}
          </Button>
        }
      >
        {kind === 'usage' ? (
          <>
            <RevisedLines invoice={invoice} revision={revision} />
            <AddedLines currency={currency} revision={revision} />
          </>
        ) : (
          <p className="soft">{t('revising.topUpText')}</p>
        )}
        <div className="fields">
          <AmountField
            name="amount"
            label={t('revising.alreadyPaid', { currency })}
            required={false}
            currency={currency}
            placeholder={t('revising.recorded', { amount: money(paid, currency) })}
            value={revision.paid}
            onType={revision.setPaid}
          />
          <TextField
            name="comment"
            label={t('revisions.comment')}
            description={t('revising.commentNote')}
            maxLength={1000}
            autoComplete="off"
            value={revision.comment}
            onChange={(event) => revision.setComment(event.currentTarget.value)}
          />
        </div>
        <RevisionPreview invoice={invoice} revision={revision} />
      </Form>
    </Dialog>
  )
}
