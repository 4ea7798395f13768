import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Form, takeFocus, TextField } from './Form.tsx'

type CodeFormProps = {
  sending: { error: unknown; isPending: boolean }
  onSend: (code: string) => void
  onBack: () => void
  /** What the buttons say in another place than the sign-in. */
  submit?: string
  back?: string
}

/** The second step of signing in: a code of the authenticator, or a recovery code in its place. */
export function CodeForm({ sending, onSend, onBack, submit, back }: CodeFormProps) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<'authenticator' | 'recovery'>('authenticator')
  const other = kind === 'authenticator' ? 'recovery' : 'authenticator'
  return (
    <>
      <Form
        sending={sending}
        onSend={({ code = '' }) => onSend(code)}
        submit={submit ?? t('signIn.submit')}
        sentences={{
          'second-factor': t(`signIn.wrongCode.${kind}`),
          unauthenticated: t('signIn.wrong'),
          forbidden: t('signIn.noCompany'),
          'not-found': t('join.overText'),
        }}
      >
        <TextField
          key={kind}
          ref={takeFocus}
          name="code"
          label={t(`signIn.code.${kind}`)}
          description={t(`signIn.codeNote.${kind}`)}
          autoComplete={kind === 'authenticator' ? 'one-time-code' : 'off'}
          inputMode={kind === 'authenticator' ? 'numeric' : 'text'}
          autoCapitalize="off"
          spellCheck={false}
        />
      </Form>
      <div className="entry-ways">
        <button type="button" className="link" onClick={() => setKind(other)}>
          {t(`signIn.use.${other}`)}
        </button>
        <button type="button" className="link" onClick={onBack}>
          {back ?? t('signIn.startOver')}
        </button>
      </div>
    </>
  )
}
