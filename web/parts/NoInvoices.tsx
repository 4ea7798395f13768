import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Whose } from '../asking/invoices.ts'
import type { InvoiceSearch } from '../use-invoice-search.ts'

type NoInvoicesProps = { search: InvoiceSearch; whose: Whose; onCreate: () => void }

/** Why there are no invoices, and the way on: filtered out, or none yet. */
export function NoInvoices({ search, whose, onCreate }: NoInvoicesProps) {
  const { t } = useTranslation()
  const why = search.isFiltered ? 'filtered' : whose === 'own' ? 'noneYet' : 'noneOfAll'
  return (
    <div className="empty empty-list">
      <h2>{t(`invoices.none.${why}.title`)}</h2>
      <p className="soft">{t(`invoices.none.${why}.text`)}</p>
      <div className="empty-ways">
        {search.isFiltered ? (
          <Button size="sm" onClick={search.clear}>
            {t('invoices.none.clear')}
          </Button>
        ) : null}
        {why === 'noneYet' ? (
          <Button size="sm" onClick={onCreate}>
            {t('invoices.create')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
