import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invoiceQuery, type InvoiceDetails as Details } from '../asking/invoices.ts'
import { invoiceParts, type InvoicePart } from '../use-invoice-search.ts'
import { InvoiceActs } from './InvoiceActs.tsx'
import { InvoiceDetails } from './InvoiceDetails.tsx'
import { InvoiceRevisions } from './InvoiceRevisions.tsx'
import { InvoiceStatus } from './InvoiceStatus.tsx'
import { Loaded } from './Loaded.tsx'

type InvoiceDrawerProps = {
  number: string | undefined
  part: InvoicePart
  zone: string
  isStaff: boolean
  open: (number: string, part?: InvoicePart) => void
  onClose: () => void
}

/** An invoice beside the list: what it says, and its revisions. */
export function InvoiceDrawer({ number, onClose, ...rest }: InvoiceDrawerProps) {
  const { t } = useTranslation()
  // What closes a dialog over it closes the dialog alone.
  const [isBehind, setBehind] = useState(false)
  return (
    <Drawer
      opened={number !== undefined}
      onClose={onClose}
      position="right"
      size="min(1080px, 100%)"
      lockScroll={false}
      closeOnEscape={!isBehind}
      title={number === undefined ? '' : t('invoices.titleOf', { number })}
      closeButtonProps={{ 'aria-label': t('rows.close') }}
      classNames={{ content: 'rows-drawer', body: 'rows-body invoice-body' }}
    >
      {number === undefined ? null : <Opened key={number} number={number} onBehind={setBehind} {...rest} />}
    </Drawer>
  )
}

type OpenedProps = Omit<InvoiceDrawerProps, 'number' | 'onClose'> & {
  number: string
  onBehind: (isBehind: boolean) => void
}

function Opened({ number, part, zone, isStaff, open, onBehind }: OpenedProps) {
  const { t } = useTranslation()
  const invoice = useQuery(invoiceQuery(number))
  return (
    <Loaded query={invoice} height={420}>
      {(known: Details) => (
        <>
          <div className="invoice-head">
            <InvoiceStatus status={known.status} />
            <fieldset className="parts" aria-label={t('invoices.parts')}>
              {invoiceParts.map((one) => (
                <button
                  key={one}
                  type="button"
                  className="chip"
                  aria-pressed={one === part}
                  onClick={() => open(number, one)}
                >
                  {t(`invoices.${one}`)}
                  {one === 'revisions' ? <span className="soft">{known.revision}</span> : null}
                </button>
              ))}
            </fieldset>
            <InvoiceActs invoice={known} isStaff={isStaff} onBehind={onBehind} />
          </div>
          {part === 'details' ? (
            <InvoiceDetails invoice={known} zone={zone} isStaff={isStaff} onOpen={open} />
          ) : (
            <InvoiceRevisions invoice={known} zone={zone} />
          )}
        </>
      )}
    </Loaded>
  )
}
