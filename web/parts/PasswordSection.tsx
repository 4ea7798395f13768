import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../asking/answers.ts'
import { changePassword, useOwnChange } from '../asking/own-account.ts'
import { Form, PasswordField, PasswordOwner } from './Form.tsx'
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
        sending={changing}
        onSend={changing.mutate}
        submit={t('profile.changePassword')}
        beside={changing.isSuccess ? <output className="better">{t('profile.passwordChanged')}</output> : null}
      >
        <PasswordOwner email={profile.email} />
        {/* After a change the fields are empty again. */}
        <Fragment key={changing.isSuccess ? changing.submittedAt : 0}>
          {profile.hasPassword ? (
            <PasswordField
              name="currentPassword"
              label={t('profile.currentPassword')}
              autoComplete="current-password"
            />
          ) : null}
          <PasswordField
            name="password"
            label={t('profile.newPassword')}
            description={t('setup.passwordNote')}
            autoComplete="new-password"
          />
        </Fragment>
      </Form>
    </PageSection>
  )
}
