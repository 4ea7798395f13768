import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../asking/answers.ts'
import { removeSecondFactor, useOwnChange } from '../asking/own-account.ts'
import { Form, PasswordField, PasswordOwner, takeFocus } from './Form.tsx'

/** A second factor that is there: how many recovery codes are left, and the way to take it away. */
export function SecondFactorRemoval({ profile }: { profile: Profile }) {
  const { t } = useTranslation()
  const [isAsked, setAsked] = useState(false)
  const removing = useOwnChange(removeSecondFactor)
  return (
    <>
      <p>
        <b className="better">{t('profile.on')}</b> {t('profile.codesLeft', { count: profile.recoveryCodes })}
      </p>
      {isAsked ? (
        <Form
          sending={removing}
          onSend={removing.mutate}
          submit={t('profile.remove')}
          beside={
            <Button variant="default" onClick={() => setAsked(false)}>
              {t('profile.cancel')}
            </Button>
          }
        >
          <p>{t('profile.removeNote')}</p>
          <PasswordOwner email={profile.email} />
          {profile.hasPassword ? (
            <PasswordField
              name="currentPassword"
              label={t('profile.currentPassword')}
              autoComplete="current-password"
              ref={takeFocus}
            />
          ) : null}
        </Form>
      ) : (
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('profile.removeAsk')}
        </Button>
      )}
    </>
  )
}
