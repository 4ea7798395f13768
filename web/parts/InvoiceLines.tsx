import { useTranslation } from 'react-i18next'
import type { InvoiceDocument } from '../asking/invoices.ts'
import { money } from '../numbers.ts'
import { useInvoiceWords } from '../use-invoice-words.ts'
import { useTaxWords } from '../use-tax-words.ts'
import { RecordCell, Records } from './Records.tsx'

/** The lines of an invoice, its taxes, and what they come to. */
export function InvoiceLines({ document }: { document: InvoiceDocument }) {
  const { t } = useTranslation()
  const { lineOf, adjustmentOf, quantityOf, priceOfOne } = useInvoiceWords()
  const { shortTax, taxOf } = useTaxWords()
  const { lines, taxes, totals, currency } = document
  const sums = [
    { name: t('invoices.totals.net'), amount: totals.net },
    ...taxes.map(({ category, rate, tax, reason }) => ({
      name: [taxOf(category, rate), ...(reason === null ? [] : [reason])].join(' · '),
      amount: tax,
    })),
    ...(isNothing(totals.rounding) ? [] : [{ name: t('invoices.totals.rounding'), amount: totals.rounding }]),
    { name: t('invoices.totals.total'), amount: totals.total, isMain: true },
    ...(isNothing(totals.paid) ? [] : [{ name: t('invoices.totals.paidThen'), amount: totals.paid }]),
  ]
  const titles = {
    quantity: t('charges.quantity'),
    price: t('charges.unitPrice'),
    tax: t('invoices.tax'),
    amount: t('invoices.amount'),
  }
  return (
    <section className="invoice-lines" aria-label={t('invoices.linesTitle')}>
      <Records
        label={t('invoices.linesTitle')}
        columns={[
          { title: t('invoices.line') },
          { title: titles.quantity, kind: 'number' },
          { title: titles.price, kind: 'number' },
          { title: titles.tax, kind: 'number' },
          { title: titles.amount, kind: 'number' },
        ]}
      >
        {lines.map((line) => (
          <tr key={line.key}>
            <th scope="row">
              <bdi>{lineOf(line)}</bdi>
              {line.adjusts === null ? null : <span className="record-note">{adjustmentOf(line)}</span>}
            </th>
            <RecordCell title={titles.quantity} kind="number">
              {quantityOf(line)}
            </RecordCell>
            <RecordCell title={titles.price} kind="number">
              {priceOfOne(line, currency)}
            </RecordCell>
            <RecordCell title={titles.tax} kind="number">
              {shortTax(line.taxCategory, line.taxRate)}
            </RecordCell>
            <RecordCell title={titles.amount} kind="number">
              {money(line.amount, currency)}
            </RecordCell>
          </tr>
        ))}
      </Records>
      <dl className="invoice-sums">
        {sums.map(({ name, amount, isMain = false }) => (
          <Sum key={name} name={name} amount={money(amount, currency)} isMain={isMain} />
        ))}
      </dl>
    </section>
  )
}

function Sum({ name, amount, isMain }: { name: string; amount: string; isMain: boolean }) {
  return (
    <>
      <dt className={isMain ? 'is-main' : ''}>{name}</dt>
      <dd className={isMain ? 'is-main' : ''}>{amount}</dd>
    </>
  )
}

function isNothing(amount: string): boolean {
  return /^-?0*(\.0*)?$/.test(amount)
}
