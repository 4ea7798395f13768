import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../asking/answers.ts'
import { removeSecondFactor, useOwnChange, type renewRecoveryCodes } from '../asking/own-account.ts'
import { Form, PasswordField, PasswordOwner, takeFocus } from './Form.tsx'

type SecondFactorActsProps = {
  profile: Profile
  /** Makes new recovery codes, which are shown in place of this. */
  renewing: ReturnType<typeof useOwnChange<Parameters<typeof renewRecoveryCodes>[0], readonly string[]>>
}

/** A second factor that is there: how many recovery codes are left, new ones, and the way to take it away. */
export function SecondFactorActs({ profile, renewing }: SecondFactorActsProps) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<'codes' | 'removal'>()
  const removing = useOwnChange(removeSecondFactor)
  const sure = (
    <>
      <PasswordOwner email={profile.email} />
      {profile.hasPassword ? (
        <PasswordField
          name="currentPassword"
          label={t('profile.currentPassword')}
          autoComplete="current-password"
          ref={takeFocus}
        />
      ) : null}
    </>
  )
  const cancel = (
    <Button variant="default" onClick={() => setAsked(undefined)}>
      {t('profile.cancel')}
    </Button>
  )
  return (
    <>
      <p>
        <b className="better">{t('profile.on')}</b> {t('profile.codesLeft', { count: profile.recoveryCodes })}
      </p>
      {asked === 'codes' ? (
        <Form sending={renewing} onSend={renewing.mutate} submit={t('profile.makeCodes')} beside={cancel}>
          <p>{t('profile.newCodesNote')}</p>
          {sure}
        </Form>
      ) : asked === 'removal' ? (
        <Form sending={removing} onSend={removing.mutate} submit={t('profile.remove')} beside={cancel}>
          <p>{t('profile.removeNote')}</p>
          {sure}
        </Form>
      ) : (
        <Group gap="xs">
          <Button variant="default" onClick={() => setAsked('codes')}>
            {t('profile.newCodes')}
          </Button>
          <Button variant="default" onClick={() => setAsked('removal')}>
            {t('profile.removeAsk')}
          </Button>
        </Group>
      )}
    </>
  )
}
