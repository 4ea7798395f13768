import { ActionIcon } from '@mantine/core'
import { IconDownload, IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { invoiceFile, type Invoice } from '../asking/invoices.ts'
import { dateTime, money, wholeDay } from '../numbers.ts'
import type { InvoicePart } from '../use-invoice-search.ts'
import { usePeriodWords } from '../use-invoice-words.ts'
import { InvoiceMenu } from './InvoiceMenu.tsx'
import { InvoiceStatus } from './InvoiceStatus.tsx'
import { RecordCell } from './Records.tsx'

type InvoiceRowProps = {
  invoice: Invoice
  /** Whose it is, where the list is of all companies. */
  company: string | undefined
  zone: string
  onOpen: (number: string, part?: InvoicePart) => void
}

/** An invoice in the list, and what can be done with it. */
export function InvoiceRow({ invoice, company, zone, onOpen }: InvoiceRowProps) {
  const { t } = useTranslation()
  const periodOf = usePeriodWords()
  const { number, kind, fileName, amount, currency, due, dueOn, status, period, createdAt, revision } = invoice
  const isOpen = status === 'partly-paid' || status === 'overdue'
  const dueShown = isOpen ? t('invoices.dueOf', { amount: money(due, currency) }) : undefined
  const until = status === 'issued' && dueOn !== null ? t('invoices.payBy', { day: wholeDay(dueOn) }) : undefined
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link invoice-number" onClick={() => onOpen(number)}>
          {number}
        </button>
        {kind === 'usage' ? null : <span className="record-note">{t(`invoices.kinds.${kind}`)}</span>}
      </th>
      {company === undefined ? null : (
        <RecordCell title={t('invoices.company')}>
          <bdi className="record-company">{company}</bdi>
        </RecordCell>
      )}
      <RecordCell title={t('invoices.fileName')}>
        <a className="file-name" href={invoiceFile(number, 'pdf')} download>
          {fileName}
        </a>
      </RecordCell>
      <RecordCell title={t('invoices.amount')} kind="number">
        <span>{money(amount.amount, currency)}</span>
      </RecordCell>
      <RecordCell title={t('invoices.period')}>{period === null ? '—' : periodOf(period)}</RecordCell>
      <RecordCell title={t('invoices.createdAt')}>{dateTime(createdAt, zone)}</RecordCell>
      <RecordCell title={t('invoices.status')}>
        <InvoiceStatus status={status} due={dueShown ?? until} />
      </RecordCell>
      <RecordCell title={t('invoices.actions')} kind="acts">
        <span className="row-acts">
          <ActionIcon
            component="a"
            href={invoiceFile(number, 'pdf')}
            download
            variant="subtle"
            size={32}
            aria-label={t('invoices.downloadOf', { number })}
            title={t('invoices.download')}
          >
            <IconDownload size={18} stroke={1.7} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            size={32}
            aria-label={t('invoices.revisionsOf', { number, count: revision })}
            title={t('invoices.revisions')}
            onClick={() => onOpen(number, 'revisions')}
          >
            <IconHistory size={18} stroke={1.7} />
            {revision === 0 ? null : <span className="act-count">{revision}</span>}
          </ActionIcon>
          <InvoiceMenu number={number} onOpen={(part) => onOpen(number, part)} />
        </span>
      </RecordCell>
    </tr>
  )
}
