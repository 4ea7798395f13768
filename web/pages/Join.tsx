import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useLoaderData } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../asking/ask.ts'
import { offerQuery } from '../asking/own-account.ts'
import { Accepting } from '../parts/Accepting.tsx'
import { EntryCard } from '../parts/EntryCard.tsx'
import { FailureNote } from '../parts/FailureNote.tsx'

/** Where the link of an invitation leads: what it offers, and the way to accept it. */
export function Join() {
  const { t } = useTranslation()
  const secret: string | undefined = useLoaderData({ strict: false })
  const {
    data: offer,
    error,
    isFetching,
    refetch,
  } = useQuery({
    ...offerQuery(secret ?? ''),
    enabled: secret !== undefined,
  })
  if (offer !== undefined && secret !== undefined)
    return (
      <EntryCard title={t('join.invited', { company: offer.company })}>
        <p>{t(`join.as.${offer.role}`)}</p>
        <Accepting secret={secret} offer={offer} />
      </EntryCard>
    )
  if (secret === undefined) return <NoOffer title={t('join.title')} text={t('join.noLink')} />
  // A secret that no invitation could have is as good as one that is over.
  if (error instanceof Refusal && [400, 404].includes(error.problem.status))
    return <NoOffer title={t('join.over')} text={t('join.overText')} />
  return (
    <EntryCard title={t('join.title')}>
      {error === null ? (
        <Skeleton height={180} radius={8} />
      ) : (
        <FailureNote error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
      )}
    </EntryCard>
  )
}

function NoOffer({ title, text }: { title: string; text: string }) {
  const { t } = useTranslation()
  return (
    <EntryCard title={title}>
      <p>{text}</p>
      <Button component={Link} to="/sign-in">
        {t('signIn.submit')}
      </Button>
    </EntryCard>
  )
}
