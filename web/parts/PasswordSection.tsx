import { useTranslation } from 'react-i18next'
import type { Profile } from '../asking/answers.ts'
import { changePassword, useOwnChange } from '../asking/own-account.ts'
import { Form, PasswordField } from './Form.tsx'
import { PageSection } from './PageSection.tsx'

/** The password changed, or a first one for who signed in through a provider so far. */
export function PasswordSection({ profile }: { profile: Profile }) {
  const { t } = useTranslation()
  const changing = useOwnChange(changePassword)
  return (
    <PageSection
      title={t('signIn.password')}
      note={t(profile.hasPassword ? 'profile.passwordNote' : 'profile.noPassword')}
    >
      <Form
        // After a change the fields are empty again.
        key={changing.isSuccess ? changing.submittedAt : 'first'}
        sending={changing}
        onSend={changing.mutate}
        submit={t('profile.changePassword')}
        beside={changing.isSuccess ? <output className="better">{t('profile.passwordChanged')}</output> : null}
      >
        {/* Tells the keepers of passwords whose it is. */}
        <input type="hidden" autoComplete="username" value={profile.email} />
        {profile.hasPassword ? (
          <PasswordField name="currentPassword" label={t('profile.currentPassword')} autoComplete="current-password" />
        ) : null}
        <PasswordField
          name="password"
          label={t('profile.newPassword')}
          description={t('setup.passwordNote')}
          autoComplete="new-password"
        />
      </Form>
    </PageSection>
  )
}
