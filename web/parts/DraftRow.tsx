import { ActionIcon } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { draftFile, type InvoiceDraft } from '../asking/invoices.ts'
import { dateTime, money } from '../numbers.ts'
import { usePeriodWords } from '../use-invoice-words.ts'
import { InvoiceStatus } from './InvoiceStatus.tsx'
import { RecordCell } from './Records.tsx'

/** The invoice of a month as it stands, before it has a number. */
export function DraftRow({ draft, zone }: { draft: InvoiceDraft; zone: string }) {
  const { t } = useTranslation()
  const periodOf = usePeriodWords()
  const { amount, currency, period, issuedAt, missing } = draft
  const isHeld = missing.company.length > 0 || missing.isOfSupplier
  const name = `draft_${period.first.slice(0, 7)}.pdf`
  return (
    <tr data-state="draft">
      <th scope="row">
        <span className="record-name">{t('invoices.statuses.draft')}</span>
        <span className="record-note">
          {isHeld ? t('invoices.waits') : t('invoices.issuedAt', { time: dateTime(issuedAt, zone) })}
        </span>
      </th>
      <RecordCell title={t('invoices.fileName')}>
        <a className="file-name" href={draftFile(draft)} download>
          {name}
        </a>
      </RecordCell>
      <RecordCell title={t('invoices.amount')} kind="number">
        <span>{money(amount.amount, currency)}</span>
      </RecordCell>
      <RecordCell title={t('invoices.period')}>{periodOf(period)}</RecordCell>
      <RecordCell title={t('invoices.createdAt')}>—</RecordCell>
      <RecordCell title={t('invoices.status')}>
        <InvoiceStatus status="draft" />
      </RecordCell>
      <RecordCell title={t('invoices.actions')} kind="acts">
        <span className="row-acts">
          <ActionIcon
            component="a"
            href={draftFile(draft)}
            download
            variant="subtle"
            size={32}
            aria-label={t('invoices.downloadOf', { number: name })}
            title={t('invoices.download')}
          >
            <IconDownload size={18} stroke={1.7} />
          </ActionIcon>
        </span>
      </RecordCell>
    </tr>
  )
}
