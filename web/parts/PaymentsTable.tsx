import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Money } from '../asking/charges.ts'
import type { Payment } from '../asking/payments.ts'
import { dateTime, money } from '../numbers.ts'
import { PaymentTotals } from './PaymentTotals.tsx'
import { RecordCell, Records } from './Records.tsx'

type PaymentsTableProps = {
  payments: readonly Payment[]
  totals: readonly Money[]
  zone: string
  onTakeBack: (payment: Payment) => void
}

/** Payments of companies as rows, and what all of them come to. */
export function PaymentsTable({ payments, totals, zone, onTakeBack }: PaymentsTableProps) {
  const { t } = useTranslation()
  return (
    <>
      <PaymentTotals totals={totals} />
      <Records
        label={t('payments.list')}
        columns={[
          { title: t('transactions.date') },
          { title: t('invoices.company') },
          { title: t('payments.for') },
          { title: t('invoices.amount'), kind: 'number' },
          { title: t('payments.source') },
          { title: t('payments.note') },
          { title: t('invoices.actions'), kind: 'acts' },
        ]}
      >
        {payments.map((payment) => (
          <PaymentRow key={payment.id} payment={payment} zone={zone} onTakeBack={onTakeBack} />
        ))}
      </Records>
    </>
  )
}

type PaymentRowProps = Pick<PaymentsTableProps, 'zone' | 'onTakeBack'> & { payment: Payment }

function PaymentRow({ payment, zone, onTakeBack }: PaymentRowProps) {
  const { t } = useTranslation()
  const { company, companyName, invoice, amount, currency, receivedAt, source, note, takesBack, takenBackBy } = payment
  return (
    <tr data-state={takenBackBy === null ? undefined : 'removed'}>
      <th scope="row">{dateTime(receivedAt, zone)}</th>
      <RecordCell title={t('invoices.company')}>
        <span>
          <bdi>{companyName}</bdi> <span className="soft">{t('companyCharges.number', { number: company })}</span>
        </span>
      </RecordCell>
      <RecordCell title={t('payments.for')}>
        {invoice === null ? (
          t('payments.balance')
        ) : (
          <Link to="/platform/invoices" search={{ invoice: [invoice] }} className="file-name">
            {invoice}
          </Link>
        )}
      </RecordCell>
      <RecordCell title={t('invoices.amount')} kind="number">
        <span className={amount.startsWith('-') ? 'is-negative' : ''}>{money(amount, currency)}</span>
      </RecordCell>
      <RecordCell title={t('payments.source')}>
        <span>
          {t(`payments.sources.${source}`)}
          <bdi className="record-note">{payment.recordedBy}</bdi>
        </span>
      </RecordCell>
      <RecordCell title={t('payments.note')}>
        <span className="revision-comment">
          {takesBack === null ? null : <span className="badge">{t('payments.back')}</span>}
          {takenBackBy === null ? null : <span className="badge">{t('payments.wasTakenBack')}</span>} <bdi>{note}</bdi>
        </span>
      </RecordCell>
      <RecordCell title={t('invoices.actions')} kind="acts">
        {takesBack === null && takenBackBy === null ? (
          <Button
            size="xs"
            variant="default"
            aria-label={t('payments.takeBackTitle', { amount: money(amount, currency), company: companyName })}
            onClick={() => onTakeBack(payment)}
          >
            {t('payments.takeBack')}
          </Button>
        ) : null}
      </RecordCell>
    </tr>
  )
}
