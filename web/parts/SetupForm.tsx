import { useTranslation } from 'react-i18next'
import { currencies } from '../currencies.ts'
import { languageNames, languages } from '../i18n/language.ts'
import { zonesWith } from '../periods/zones.ts'
import { ChoiceField, Form, PasswordField, TextField, type Typed } from './Form.tsx'

type SetupFormProps = { sending: { error: unknown; isPending: boolean }; onSend: (typed: Typed) => void }

/** What a new installation has to know. */
export function SetupForm({ sending, onSend }: SetupFormProps) {
  const { t, i18n } = useTranslation()
  const zones = zonesWith([])
  return (
    <Form
      sending={sending}
      onSend={onSend}
      submit={t('setup.submit')}
      sentences={{ 'not-found': t('setup.doneText'), conflict: t('setup.doneText') }}
    >
      <TextField
        name="code"
        label={t('setup.code')}
        description={t('setup.codeNote')}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <fieldset>
        <legend>{t('setup.you')}</legend>
        <TextField name="name" label={t('setup.name')} autoComplete="name" />
        <TextField name="email" type="email" label={t('signIn.email')} autoComplete="username" />
        <PasswordField
          name="password"
          label={t('signIn.password')}
          description={t('setup.passwordNote')}
          autoComplete="new-password"
        />
      </fieldset>
      <fieldset>
        <legend>{t('setup.company')}</legend>
        <TextField name="company" label={t('setup.companyName')} autoComplete="organization" />
        <ChoiceField
          name="zone"
          label={t('setup.zone')}
          description={t('setup.zoneNote')}
          data={zones}
          defaultValue={zones[0] ?? null}
          searchable
        />
        <ChoiceField
          name="currency"
          label={t('setup.currency')}
          placeholder={t('setup.choose')}
          data={currencies(i18n.language)}
          searchable
        />
        <ChoiceField
          key={i18n.language}
          name="language"
          label={t('setup.language')}
          data={languages.map((language) => ({ value: language, label: languageNames[language] }))}
          defaultValue={i18n.language}
        />
      </fieldset>
    </Form>
  )
}
