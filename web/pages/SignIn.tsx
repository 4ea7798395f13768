import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../asking/answers.ts'
import { ask, Refusal } from '../asking/ask.ts'
import { sessionQuery } from '../asking/queries.ts'
import { languageNames, languages, setLanguage } from '../i18n/language.ts'
import { FailureNote } from '../parts/FailureNote.tsx'
import type { Search } from '../view.ts'

/** E-mail and password; goes back to the page that was asked for. */
export function SignIn() {
  const { t, i18n } = useTranslation()
  const router = useRouter()
  const queries = useQueryClient()
  const search: Search = useSearch({ strict: false })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  useEffect(() => {
    document.title = `${t('signIn.title')} · Talkmeter`
  }, [t])
  const signingIn = useMutation({
    mutationFn: () => ask<Session>('session', { method: 'POST', body: { email, password } }),
    onSuccess: (session) => {
      queries.clear()
      queries.setQueryData(sessionQuery.queryKey, session)
      router.history.push(safeBack(search['back']?.[0]))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signingIn.mutate()
  }
  const { error } = signingIn
  const known =
    error instanceof Refusal ? { 401: t('signIn.wrong'), 429: t('signIn.tooMany') }[error.problem.status] : undefined
  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit}>
        <div className="menu-brand">
          <img src="/icon.svg" alt="" width={26} height={26} />
          Talkmeter
        </div>
        <h1>{t('signIn.title')}</h1>
        <TextInput
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword'), tabIndex: 0 }}
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {error === null ? null : known === undefined ? (
          <FailureNote error={error} />
        ) : (
          <p className="failure" role="alert">
            {known}
          </p>
        )}
        <Button type="submit" fullWidth loading={signingIn.isPending}>
          {t('signIn.submit')}
        </Button>
        <p className="soft">{t('signIn.hint')}</p>
        <div className="sign-in-languages">
          {languages.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={i18n.language === language}
              onClick={() => void setLanguage(language)}
            >
              {languageNames[language]}
            </button>
          ))}
        </div>
      </form>
    </main>
  )
}

/** Only a path of our own, never another site's address. */
function safeBack(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) && !back.startsWith('/sign-in') ? back : '/notifications'
}
