import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../asking/answers.ts'
import { useProfileChange } from '../asking/own-account.ts'
import { sessionQuery } from '../asking/queries.ts'
import { followBrowser, isLanguage, languageNames, languages, setLanguage } from '../i18n/language.ts'
import { ChoiceField, Form, TextField } from './Form.tsx'
import { PageSection } from './PageSection.tsx'

/** How a person is called, and in which language the pages speak to them. */
export function PersonSection({ profile }: { profile: Profile }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const changing = useProfileChange(async ({ language }) => {
    await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    await (isLanguage(language) ? setLanguage(language) : followBrowser())
  })
  return (
    <PageSection title={t('profile.person')} note={profile.email}>
      <Form
        sending={changing}
        onSend={({ name = '', language = '' }) =>
          changing.mutate({ name, language: isLanguage(language) ? language : null })
        }
        submit={t('profile.save')}
        beside={changing.isSuccess ? <output className="better">{t('profile.saved')}</output> : null}
      >
        <TextField name="name" label={t('setup.name')} defaultValue={profile.name} autoComplete="name" />
        <ChoiceField
          name="language"
          label={t('top.language')}
          description={t('profile.languageNote')}
          data={[
            { value: 'browser', label: t('profile.asBrowser') },
            ...languages.map((language) => ({ value: language, label: languageNames[language] })),
          ]}
          defaultValue={profile.language ?? 'browser'}
        />
      </Form>
    </PageSection>
  )
}
