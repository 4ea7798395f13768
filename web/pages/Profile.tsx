import { Skeleton } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { profileQuery } from '../asking/own-account.ts'
import { sessionQuery } from '../asking/queries.ts'
import { FailureNote } from '../parts/FailureNote.tsx'
import { PasswordSection } from '../parts/PasswordSection.tsx'
import { PersonSection } from '../parts/PersonSection.tsx'
import { PlacesSection } from '../parts/PlacesSection.tsx'
import { SecondFactorSection } from '../parts/SecondFactorSection.tsx'

/** A person's own account; also where those come who may see nothing else. */
export function Profile() {
  const { t } = useTranslation()
  const { scopes, company } = useSuspenseQuery(sessionQuery).data
  const { data: profile, error, isFetching, refetch } = useQuery(profileQuery)
  if (profile === undefined)
    return (
      <div className="page-sections" aria-busy={error === null}>
        {error === null ? (
          <Skeleton height={420} radius={12} />
        ) : (
          <FailureNote error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
        )}
      </div>
    )
  return (
    <div className="page-sections">
      {scopes.includes('read') ? null : (
        <section className="page-note">
          <h2>{t('profile.noGraphs', { company: company.name })}</h2>
          <p>{t('profile.noGraphsText')}</p>
        </section>
      )}
      <PersonSection profile={profile} />
      <PasswordSection profile={profile} />
      <SecondFactorSection profile={profile} />
      <PlacesSection />
    </div>
  )
}
