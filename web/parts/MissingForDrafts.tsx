import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { InvoiceDraft } from '../asking/invoices.ts'
import { sessionQuery } from '../asking/queries.ts'
import { MissingDetails } from './MissingDetails.tsx'

/** What the drafts of months wait for: details of the company, or of the supplier. */
export function MissingForDrafts({ drafts }: { drafts: readonly InvoiceDraft[] }) {
  const { t } = useTranslation()
  const { staff } = useSuspenseQuery(sessionQuery).data
  const fields = drafts[0]?.missing.company ?? []
  const isOfSupplier = drafts.some(({ missing }) => missing.isOfSupplier)
  return (
    <>
      <MissingDetails fields={fields} place="elsewhere" />
      {isOfSupplier ? (
        <section className="card" aria-label={t('invoices.supplierMissing')}>
          <p>{t('invoices.supplierMissing')}</p>
          {staff ? (
            <p className="card-more">
              <Link to="/platform/settings" search={{}} className="chip">
                {t('invoices.supplierFill')}
              </Link>
            </p>
          ) : null}
        </section>
      ) : null}
    </>
  )
}
