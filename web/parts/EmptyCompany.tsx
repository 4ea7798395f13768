import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { Onboarding } from './Onboarding.tsx'

/** A company of which nothing is known yet: who may make a token is led to the first event, others hear who may. */
export function EmptyCompany() {
  const { t } = useTranslation()
  const { scopes, company } = useSuspenseQuery(sessionQuery).data
  if (scopes.includes('admin')) return <Onboarding currency={company.currency} />
  return (
    <section className="empty">
      <h2>{t('empty.company')}</h2>
      <p className="soft">{t('empty.companyText', { company: company.name })}</p>
    </section>
  )
}
