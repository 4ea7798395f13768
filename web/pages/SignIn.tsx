import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Session } from '../asking/answers.ts'
import { ask, needsCode } from '../asking/ask.ts'
import { enters } from '../asking/who-asks.ts'
import { CodeForm } from '../parts/CodeForm.tsx'
import { EntryCard } from '../parts/EntryCard.tsx'
import { Form, PasswordField, TextField, type Typed } from '../parts/Form.tsx'
import { ProviderWay } from '../parts/ProviderWay.tsx'
import type { Search } from '../view.ts'

/** With what the way through another provider can end; `failed` stands for all others. */
const providerErrors = ['no-account', 'refused', 'failed'] as const

/** E-mail and password, then a second factor where there is one; goes back to the page that was asked for. */
export function SignIn() {
  const { t } = useTranslation()
  const search: Search = useSearch({ strict: false })
  const back = safeBack(search['back']?.[0])
  const byPassword = useSignIn(back)
  const byCode = useSignIn(back)
  const typed = byPassword.variables
  if (typed !== undefined && needsCode(byPassword.error)) {
    const startOver = () => {
      byPassword.reset()
      byCode.reset()
    }
    return (
      <EntryCard title={t('signIn.secondFactor')}>
        <CodeForm sending={byCode} onSend={(code) => byCode.mutate({ ...typed, code })} onBack={startOver} />
      </EntryCard>
    )
  }
  const found = search['error']?.[0]
  const providerError = found === undefined ? undefined : (providerErrors.find((code) => code === found) ?? 'failed')
  return (
    <EntryCard title={t('signIn.title')}>
      {providerError === undefined || !byPassword.isIdle ? null : (
        <p className="failure" role="alert">
          {t(`signIn.provider.${providerError}`)}
        </p>
      )}
      <Form
        sending={byPassword}
        onSend={byPassword.mutate}
        submit={t('signIn.submit')}
        sentences={{ unauthenticated: t('signIn.wrong'), forbidden: t('signIn.noCompany') }}
      >
        <TextField label={t('signIn.email')} type="email" name="email" autoComplete="username" />
        <PasswordField label={t('signIn.password')} name="password" autoComplete="current-password" />
      </Form>
      <ProviderWay back={back} />
      <p className="soft">{t('signIn.hint')}</p>
    </EntryCard>
  )
}

/** Signs in with what was typed, and leads on to the page at `back`, in the person's own language. */
function useSignIn(back: string) {
  const router = useRouter()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (typed: Typed) => ask<Session>('session', { method: 'POST', body: typed }),
    onSuccess: async (session) => {
      await enters(queries, session)
      router.history.push(back)
    },
  })
}

/** Only a path of our own, never another site's address. */
function safeBack(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) && !back.startsWith('/sign-in') ? back : '/notifications'
}
