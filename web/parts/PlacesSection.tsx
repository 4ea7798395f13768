import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PlaceSignedIn } from '../asking/answers.ts'
import { placesQuery, signOutElsewhere, useOwnChange } from '../asking/own-account.ts'
import { deviceOf } from '../device.ts'
import { ago } from '../numbers.ts'
import { FailureNote } from './FailureNote.tsx'
import { PageSection } from './PageSection.tsx'

/** Where the person is signed in, and the way to end all of it but this. */
export function PlacesSection() {
  const { t } = useTranslation()
  const { data: places, error, isFetching, refetch, dataUpdatedAt } = useQuery(placesQuery)
  const leaving = useOwnChange(signOutElsewhere)
  return (
    <PageSection title={t('profile.places')} note={t('profile.placesNote')}>
      {places === undefined && error === null ? <Skeleton height={60} radius={8} /> : null}
      {places === undefined && error !== null ? (
        <FailureNote error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
      ) : null}
      <ul className="places">
        {places?.map((place) => (
          <li key={place.id}>
            <PlaceLine place={place} now={dataUpdatedAt} />
          </li>
        ))}
      </ul>
      {leaving.error === null ? null : <FailureNote error={leaving.error} general="failure.form" />}
      {places === undefined || places.length < 2 ? null : (
        <Button variant="default" loading={leaving.isPending} onClick={() => leaving.mutate(undefined)}>
          {t('profile.signOutElsewhere')}
        </Button>
      )}
      {leaving.isSuccess ? <output className="better">{t('profile.signedOutElsewhere')}</output> : null}
    </PageSection>
  )
}

function PlaceLine({ place, now }: { place: PlaceSignedIn; now: number }) {
  const { t } = useTranslation()
  const { browser, system } = deviceOf(place.userAgent)
  const device = system === undefined ? browser : t('profile.device', { browser, system })
  return (
    <>
      <b title={place.userAgent}>{device === '' ? t('profile.unknownDevice') : device}</b>
      {place.isThis ? <span className="badge">{t('profile.this')}</span> : null}
      <span className="soft">
        {place.address} · {place.isThis ? t('profile.now') : ago(place.lastSeenAt, now)}
      </span>
    </>
  )
}
