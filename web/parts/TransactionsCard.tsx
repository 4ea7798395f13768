import { IconFileTypeCsv, IconFileTypeXls } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { transactionsFile, useTransactions, type Transaction } from '../asking/payments.ts'
import { sessionQuery } from '../asking/queries.ts'
import { dateTime, money } from '../numbers.ts'
import { paramsOfPeriod, searchedPeriod, useAddress } from '../use-search.ts'
import { Loaded } from './Loaded.tsx'
import { MoneyTabs } from './MoneyTabs.tsx'
import { MoreButton } from './MoreButton.tsx'
import { PaymentTotals } from './PaymentTotals.tsx'
import { PeriodChoice } from './PeriodChoice.tsx'
import { RecordCell, Records } from './Records.tsx'

/** The deposits of a period, newest first, with their sum; as files, too. */
export function TransactionsCard() {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const { search, set } = useAddress()
  const { choice, zone, from, to } = searchedPeriod(search, company.zone)
  const transactions = useTransactions({ from, to })
  return (
    <>
      <section className="filters" aria-label={t('filters.label')}>
        <MoneyTabs />
        <PeriodChoice
          choice={choice}
          zone={zone}
          companyZone={company.zone}
          onChange={(chosen, at) => set(paramsOfPeriod(chosen, at, company.zone))}
        />
        <div className="filters-right">
          <a className="chip" href={transactionsFile({ from, to }, zone, 'csv')} download>
            <IconFileTypeCsv size={16} stroke={1.6} aria-hidden />
            {t('charges.export')}
          </a>
          <a className="chip" href={transactionsFile({ from, to }, zone, 'xlsx')} download>
            <IconFileTypeXls size={16} stroke={1.6} aria-hidden />
            {t('transactions.excel')}
          </a>
        </div>
      </section>
      <section className="card" aria-label={t('transactions.list')} aria-busy={transactions.isPlaceholderData}>
        <Loaded query={transactions} height={320}>
          {({ pages }) => {
            const all = pages.flatMap((page) => page.transactions)
            if (all.length === 0) return <Nothing isInPeriod={choice !== undefined} />
            return (
              <>
                <PaymentTotals totals={pages[0]!.totals} />
                <Records
                  label={t('transactions.list')}
                  columns={[
                    { title: t('transactions.date') },
                    { title: t('transactions.base') },
                    { title: t('transactions.refill'), kind: 'number' },
                    { title: t('transactions.companyNumber'), kind: 'number' },
                  ]}
                >
                  {all.map((transaction) => (
                    <TransactionRow key={transaction.id} transaction={transaction} zone={zone} />
                  ))}
                </Records>
              </>
            )
          }}
        </Loaded>
        <MoreButton query={transactions} />
      </section>
    </>
  )
}

function TransactionRow({ transaction, zone }: { transaction: Transaction; zone: string }) {
  const { t } = useTranslation()
  const { receivedAt, invoice, refill, currency, companyNumber, note, takesBack } = transaction
  const amount = money(refill, currency)
  return (
    <tr>
      <th scope="row">
        <time dateTime={receivedAt}>{dateTime(receivedAt, zone)}</time>
      </th>
      <RecordCell title={t('transactions.base')}>
        <span className="transaction-base">
          {takesBack === null ? null : <span className="badge">{t('payments.back')}</span>}{' '}
          {invoice === null ? (
            t('transactions.ofBalance', { amount })
          ) : (
            <>
              {t('transactions.ofInvoice')}{' '}
              <Link to="/invoices" search={{ invoice: [invoice] }} className="file-name">
                {invoice}
              </Link>
              , {amount}
            </>
          )}
          {note === '' ? null : <bdi className="record-note">{note}</bdi>}
        </span>
      </RecordCell>
      <RecordCell title={t('transactions.refill')} kind="number">
        <b className={refill.startsWith('-') ? 'is-negative' : ''}>{amount}</b>
      </RecordCell>
      <RecordCell title={t('transactions.companyNumber')} kind="number">
        <span>{companyNumber}</span>
      </RecordCell>
    </tr>
  )
}

/** Why there are no deposits, and the way to the first. */
function Nothing({ isInPeriod }: { isInPeriod: boolean }) {
  const { t } = useTranslation()
  const why = isInPeriod ? 'inPeriod' : 'yet'
  return (
    <div className="empty empty-list">
      <h2>{t(`transactions.none.${why}.title`)}</h2>
      <p className="soft">{t(`transactions.none.${why}.text`)}</p>
      {isInPeriod ? null : (
        <div className="empty-ways">
          <Link to="/invoices" search={{ create: ['invoice'] }} className="chip">
            {t('invoices.create')}
          </Link>
        </div>
      )}
    </div>
  )
}
