import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useInvoices, type Whose } from '../asking/invoices.ts'
import { sessionQuery } from '../asking/queries.ts'
import { useInvoiceSearch, useOpenInvoice } from '../use-invoice-search.ts'
import { DueNote } from './DueNote.tsx'
import { InvoiceDrawer } from './InvoiceDrawer.tsx'
import { InvoiceFilters } from './InvoiceFilters.tsx'
import { InvoicesTable } from './InvoicesTable.tsx'
import { Loaded } from './Loaded.tsx'
import { MissingForDrafts } from './MissingForDrafts.tsx'
import { MoreButton } from './MoreButton.tsx'
import { NoInvoices } from './NoInvoices.tsx'

type InvoicesListProps = {
  whose: Whose
  /** What stands between the filters and the list. */
  children?: ReactNode
}

/** Invoices: searched, by period and state, in the order of a column, page after page; each opens beside the list. */
export function InvoicesList({ whose, children }: InvoicesListProps) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const search = useInvoiceSearch(company.zone)
  const opened = useOpenInvoice()
  const invoices = useInvoices(whose, search.asked)
  return (
    <>
      <InvoiceFilters search={search} whose={whose} companyZone={company.zone} onCreate={opened.make} />
      <div className="invoices">
        {children}
        <Loaded query={invoices} height={420}>
          {({ pages }) => {
            const drafts = pages[0]?.drafts ?? []
            const all = pages.flatMap((page) => page.invoices)
            return (
              <>
                <MissingForDrafts drafts={drafts} />
                <section className="card" aria-label={t('invoices.list')} aria-busy={invoices.isPlaceholderData}>
                  <DueNote due={pages[0]?.due ?? []} />
                  {drafts.length + all.length === 0 ? (
                    <NoInvoices search={search} whose={whose} onCreate={opened.make} />
                  ) : (
                    <InvoicesTable whose={whose} drafts={drafts} invoices={all} search={search} onOpen={opened.open} />
                  )}
                  <MoreButton query={invoices} />
                </section>
              </>
            )
          }}
        </Loaded>
      </div>
      <InvoiceDrawer {...opened} zone={search.zone} isStaff={whose === 'all'} onClose={opened.close} />
    </>
  )
}
