import { Button, Skeleton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Offer, Session } from '../asking/answers.ts'
import { ask, needsCode } from '../asking/ask.ts'
import { sessionQuery } from '../asking/queries.ts'
import { becomes, enters } from '../asking/who-asks.ts'
import { forgetInvitation } from '../invitation.ts'
import { CodeForm } from './CodeForm.tsx'
import { FailureNote } from './FailureNote.tsx'
import { Form, PasswordField, TextField, type Typed } from './Form.tsx'
import { ProviderWay } from './ProviderWay.tsx'

/** The way to accept an invitation: who has no account makes one; who has one shows that it is theirs, or is signed in and says yes. */
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
  if (hasAccount) return <WithAccount secret={secret} email={email} />
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

/**
 * Who has an account accepts with its password, and a code where there is a second factor. They need not sign in before: who
 * was removed from their only company cannot.
 */
function WithAccount({ secret, email }: { secret: string; email: string }) {
  const { t } = useTranslation()
  const byPassword = useAccepting(secret)
  const byCode = useAccepting(secret)
  const typed = byPassword.variables
  if (typed !== undefined && needsCode(byPassword.error)) {
    const startOver = () => {
      byPassword.reset()
      byCode.reset()
    }
    return (
      <CodeForm
        sending={byCode}
        onSend={(code) => byCode.mutate({ ...typed, code })}
        onBack={startOver}
        submit={t('join.accept')}
        back={t('join.startOver')}
      />
    )
  }
  return (
    <>
      <p>{t('join.hasAccount', { email })}</p>
      <Form
        sending={byPassword}
        onSend={byPassword.mutate}
        submit={t('join.accept')}
        sentences={{ unauthenticated: t('form.faults.wrongPassword'), 'not-found': t('join.overText') }}
      >
        <TextField name="email" label={t('signIn.email')} value={email} readOnly autoComplete="username" />
        <PasswordField name="password" label={t('signIn.password')} autoComplete="current-password" />
      </Form>
      <ProviderWay back="/join" />
    </>
  )
}

/** An invitation is for one person: another one who is signed in here makes room for them. */
function SomebodyElse({ session, offer }: { session: Session; offer: Offer }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const leaving = useMutation({
    mutationFn: () => ask('session', { method: 'DELETE' }),
    onSuccess: () => becomes(queries, undefined),
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
    mutationFn: async ({ name, password, code }: Typed) => {
      await ask('invitations/accept', { method: 'POST', body: { secret, name, password, code } })
      return ask<Session>('session')
    },
    onSuccess: async (session) => {
      forgetInvitation()
      await enters(queries, session)
      await navigate({ to: '/notifications' })
    },
  })
}
