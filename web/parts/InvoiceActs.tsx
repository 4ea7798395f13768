import { Button } from '@mantine/core'
import { IconBan, IconCash, IconDownload, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invoiceFile, xmlFormats, type InvoiceDetails } from '../asking/invoices.ts'
import { PaymentDialog } from './PaymentDialog.tsx'
import { ReviseDialog } from './ReviseDialog.tsx'
import { VoidDialog } from './VoidDialog.tsx'

type Act = 'revise' | 'pay' | 'void'

type InvoiceActsProps = {
  invoice: InvoiceDetails
  isStaff: boolean
  /** Told whether a dialog is open over what the acts stand in. */
  onBehind: (isBehind: boolean) => void
}

/** The files of an invoice, and for staff what can be done about it. */
export function InvoiceActs({ invoice, isStaff, onBehind }: InvoiceActsProps) {
  const { t } = useTranslation()
  const [act, keepAct] = useState<Act>()
  const setAct = (next: Act | undefined) => {
    keepAct(next)
    onBehind(next !== undefined)
  }
  const [said, setSaid] = useState('')
  const { number, kind, status } = invoice
  const canChange = isStaff && kind !== 'credit' && status !== 'void'
  const done = (sentence: string) => {
    setAct(undefined)
    setSaid(sentence)
  }
  const dialog = { onDone: done, onClose: () => setAct(undefined) }
  return (
    <>
      <div className="invoice-acts">
        <Button
          component="a"
          href={invoiceFile(number, 'pdf')}
          download
          size="xs"
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          {t('invoices.download')}
        </Button>
        {xmlFormats.map((format) => (
          <a key={format} className="chip" href={invoiceFile(number, format)} download>
            {t(`invoices.formats.${format}`)}
          </a>
        ))}
        {canChange ? (
          <>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={15} aria-hidden />}
              onClick={() => setAct('revise')}
            >
              {t('revising.revise')}
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconCash size={15} aria-hidden />}
              onClick={() => setAct('pay')}
            >
              {t('payments.record')}
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconBan size={15} aria-hidden />}
              onClick={() => setAct('void')}
            >
              {t('voiding.void')}
            </Button>
          </>
        ) : null}
      </div>
      <output className="invoice-said">{said}</output>
      {act === 'revise' ? <ReviseDialog invoice={invoice} {...dialog} /> : null}
      {act === 'pay' ? <PaymentDialog invoice={invoice} {...dialog} /> : null}
      {act === 'void' ? <VoidDialog invoice={invoice} {...dialog} /> : null}
    </>
  )
}
