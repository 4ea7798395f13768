import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { InvoiceDetails as Details, InvoiceParty } from '../asking/invoices.ts'
import { dateTime, money, wholeDay } from '../numbers.ts'
import { usePeriodWords } from '../use-invoice-words.ts'
import { InvoiceLines } from './InvoiceLines.tsx'

type InvoiceDetailsProps = {
  invoice: Details
  zone: string
  isStaff: boolean
  onOpen: (number: string) => void
}

/** What an invoice says by its latest revision: who asks whom, for what, how much, and what is paid. */
export function InvoiceDetails({ invoice, zone, isStaff, onOpen }: InvoiceDetailsProps) {
  const { t } = useTranslation()
  const periodOf = usePeriodWords()
  const { document, kind, currency, company, period, createdAt, dueOn, paid, due, voidedAt, creditNote } = invoice
  const { credits, supplier, buyer, comment } = document
  const isAsked = kind !== 'credit' && voidedAt === null
  return (
    <>
      <dl className="facts history-facts">
        <Fact title={t('invoices.kind')}>{t(`invoices.kinds.${kind}`)}</Fact>
        <Fact title={t('invoices.amount')}>{money(invoice.amount.amount, currency)}</Fact>
        {kind === 'credit' ? null : <Fact title={t('invoices.paid')}>{money(paid, currency)}</Fact>}
        {isAsked ? <Fact title={t('invoices.due')}>{money(due, currency)}</Fact> : null}
        {isAsked && dueOn !== null ? <Fact title={t('invoices.dueOn')}>{wholeDay(dueOn)}</Fact> : null}
        {period === null ? null : <Fact title={t('invoices.period')}>{periodOf(period)}</Fact>}
        <Fact title={t('invoices.createdAt')}>{dateTime(createdAt, zone)}</Fact>
        {voidedAt === null ? null : <Fact title={t('invoices.voidedAt')}>{dateTime(voidedAt, zone)}</Fact>}
        {isStaff ? <Fact title={t('companies.number')}>{company}</Fact> : null}
        {credits === null ? null : (
          <Fact title={t('invoices.credits')}>
            <Other number={credits.number} onOpen={onOpen} />
          </Fact>
        )}
        {creditNote === null ? null : (
          <Fact title={t('invoices.creditNote')}>
            <Other number={creditNote} onOpen={onOpen} />
          </Fact>
        )}
        {comment === null ? null : (
          <Fact title={t('invoices.comment')}>
            <bdi>{comment}</bdi>
          </Fact>
        )}
      </dl>
      <div className="invoice-parties">
        <Party title={t('invoices.supplier')} party={supplier} />
        <Party title={t('invoices.buyer')} party={buyer} />
      </div>
      <InvoiceLines document={document} />
    </>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Other({ number, onOpen }: { number: string; onOpen: (number: string) => void }) {
  return (
    <button type="button" className="link" onClick={() => onOpen(number)}>
      {number}
    </button>
  )
}

function Party({ title, party }: { title: string; party: InvoiceParty }) {
  const { t } = useTranslation()
  const { name, street, postalCode, city, country, taxId } = party
  const place = [postalCode, city].filter((part) => part !== null && part !== '').join(' ')
  const address = [street, place, country].filter((part) => part !== null && part !== '').join(', ')
  return (
    <section aria-label={title}>
      <h3 className="soft">{title}</h3>
      <p>
        <bdi>
          <b>{name === '' ? '—' : name}</b>
        </bdi>
      </p>
      <p>
        <bdi>{address}</bdi>
      </p>
      {taxId === null || taxId === '' ? null : <p className="soft">{t('invoices.taxIdOf', { taxId })}</p>}
    </section>
  )
}
