import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { ErasuresCard } from '../parts/ErasuresCard.tsx'
import { PersonCard } from '../parts/PersonCard.tsx'

/** The people whom the company wrote to: what is known of one of them, and how they are forgotten. */
export function Privacy() {
  const { t } = useTranslation()
  const { scopes } = useSuspenseQuery(sessionQuery).data
  if (!scopes.includes('admin'))
    return (
      <section className="empty">
        <h2>{t('privacy.notYours')}</h2>
        <p className="soft">{t('privacy.notYoursText')}</p>
      </section>
    )
  return (
    <div className="privacy">
      <PersonCard />
      <ErasuresCard />
    </div>
  )
}
