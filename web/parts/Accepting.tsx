import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Offer, Session } from '../asking/answers.ts'
import { ask } from '../asking/ask.ts'
import { sessionQuery } from '../asking/queries.ts'
import { becomes } from '../asking/who-asks.ts'
import { forgetInvitation } from '../invitation.ts'
import { FailureNote } from './FailureNote.tsx'
import { Form, PasswordField, TextField, type Typed } from './Form.tsx'

/** The way to accept an invitation: who has no account makes one, who has one is signed in with it and says yes. */
export function Accepting({ secret, offer }: { secret: string; offer: Offer }) {
  const { t } = useTranslation()
  const { data: session, isPending } = useQuery(sessionQuery)
  const accepting = useAccepting(secret)
  const { email, hasAccount } = offer
  if (isPending) return <Skeleton height={120} radius={8} />
  if (session !== undefined && session.user.email !== email) return <SomebodyElse session={session} offer={offer} />
  if (session !== undefined)
    return (
      <>
        {accepting.error === null ? null : <FailureNote error={accepting.error} general="failure.form" />}
        <Button loading={accepting.isPending} onClick={() => accepting.mutate({})}>
          {t('join.accept')}
        </Button>
        <p className="soft">{t('join.signedInAs', { email })}</p>
      </>
    )
  if (hasAccount)
    return (
      <>
        <p>{t('join.hasAccount', { email })}</p>
        <Button renderRoot={(props) => <Link to="/sign-in" search={{ back: ['/join'] }} {...props} />}>
          {t('join.signIn')}
        </Button>
      </>
    )
  return (
    <Form
      sending={accepting}
      onSend={accepting.mutate}
      submit={t('join.accept')}
      sentences={{ 'not-found': t('join.overText') }}
    >
      <TextField name="email" label={t('signIn.email')} value={email} readOnly autoComplete="username" />
      <TextField name="name" label={t('setup.name')} autoComplete="name" />
      <PasswordField
        name="password"
        label={t('signIn.password')}
        description={t('setup.passwordNote')}
        autoComplete="new-password"
      />
    </Form>
  )
}

/** An invitation is for one person: another one who is signed in here makes room for them. */
function SomebodyElse({ session, offer }: { session: Session; offer: Offer }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const leaving = useMutation({
    mutationFn: () => ask('session', { method: 'DELETE' }),
    onSuccess: async () => {
      becomes(queries, undefined)
      if (offer.hasAccount) await navigate({ to: '/sign-in', search: { back: ['/join'] } })
    },
  })
  return (
    <>
      <p>{t('join.somebodyElse', { email: offer.email, other: session.user.email })}</p>
      {leaving.error === null ? null : <FailureNote error={leaving.error} general="failure.form" />}
      <Button variant="default" loading={leaving.isPending} onClick={() => leaving.mutate()}>
        {t('join.signOut')}
      </Button>
    </>
  )
}

function useAccepting(secret: string) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async ({ name, password }: Typed) => {
      await ask('invitations/accept', { method: 'POST', body: { secret, name, password } })
      return ask<Session>('session')
    },
    onSuccess: async (session) => {
      forgetInvitation()
      becomes(queries, session)
      await navigate({ to: '/notifications' })
    },
  })
}
