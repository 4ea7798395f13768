import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Session } from '../asking/answers.ts'
import { ask } from '../asking/ask.ts'
import { setupQuery } from '../asking/queries.ts'
import { becomes } from '../asking/who-asks.ts'
import { EntryCard } from '../parts/EntryCard.tsx'
import { FailureNote } from '../parts/FailureNote.tsx'
import { SetupForm } from '../parts/SetupForm.tsx'
import type { Typed } from '../parts/Form.tsx'

/** Sets a new installation up: the first person and the first company, by the code from the terminal. */
export function Setup() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data: known, error, isFetching, refetch } = useQuery(setupQuery)
  const settingUp = useMutation({
    mutationFn: async (typed: Typed) => {
      await ask('setup', { method: 'POST', body: typed })
      return ask<Session>('session')
    },
    onSuccess: async (session) => {
      becomes(queries, session)
      queries.setQueryData(setupQuery.queryKey, { isSetUp: true })
      await navigate({ to: '/notifications' })
    },
  })
  if (known === undefined)
    return (
      <EntryCard title={t('setup.title')}>
        {error === null ? (
          <Skeleton height={320} radius={8} />
        ) : (
          <FailureNote error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
        )}
      </EntryCard>
    )
  if (known.isSetUp && settingUp.isIdle)
    return (
      <EntryCard title={t('setup.done')}>
        <p>{t('setup.doneText')}</p>
        <Button component={Link} to="/sign-in">
          {t('signIn.submit')}
        </Button>
      </EntryCard>
    )
  return (
    <EntryCard title={t('setup.title')}>
      <p className="soft">{t('setup.lead')}</p>
      <SetupForm sending={settingUp} onSend={settingUp.mutate} />
    </EntryCard>
  )
}
