import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../asking/answers.ts'
import { Refusal } from '../asking/ask.ts'
import { beginSecondFactor, confirmSecondFactor, renewRecoveryCodes, useOwnChange } from '../asking/own-account.ts'
import { EnrolmentForm } from './EnrolmentForm.tsx'
import { FailureNote } from './FailureNote.tsx'
import { Form, PasswordField, PasswordOwner, takeFocus } from './Form.tsx'
import { PageSection } from './PageSection.tsx'
import { SecondFactorActs } from './SecondFactorActs.tsx'
import { SecretShown } from './SecretShown.tsx'

/** The second factor of a person. */
export function SecondFactorSection({ profile }: { profile: Profile }) {
  const { t } = useTranslation()
  return (
    <PageSection title={t('profile.secondFactor')} note={t('profile.secondFactorNote')}>
      <SecondFactor profile={profile} />
    </PageSection>
  )
}

/** None, being set up, just set up with its recovery codes, or there to be removed. */
function SecondFactor({ profile }: { profile: Profile }) {
  const { t } = useTranslation()
  const beginning = useMutation({ mutationFn: beginSecondFactor })
  const confirming = useOwnChange(confirmSecondFactor)
  const renewing = useOwnChange(renewRecoveryCodes)
  const codes = renewing.data ?? confirming.data
  const startOver = () => {
    beginning.reset()
    confirming.reset()
    renewing.reset()
  }
  if (codes !== undefined)
    return (
      <>
        <SecretShown
          title={t('profile.recoveryCodes')}
          note={t('profile.recoveryCodesNote')}
          secret={codes.join('\n')}
          fileName="talkmeter-recovery-codes.txt"
        />
        <Button onClick={startOver}>{t('profile.codesKept')}</Button>
      </>
    )
  if (profile.hasSecondFactor) return <SecondFactorActs profile={profile} renewing={renewing} />
  if (beginning.data !== undefined)
    return (
      <EnrolmentForm enrolment={beginning.data} sending={confirming} onSend={confirming.mutate} onCancel={startOver} />
    )
  const isPasswordAsked =
    beginning.error instanceof Refusal &&
    beginning.error.problem.fields?.some(({ field }) => field === 'currentPassword') === true
  if (profile.hasPassword && (isPasswordAsked || beginning.variables?.currentPassword !== undefined))
    return (
      <Form sending={beginning} onSend={beginning.mutate} submit={t('profile.setUpSecondFactor')}>
        <p>{t('profile.passwordOnceMore')}</p>
        <PasswordOwner email={profile.email} />
        <PasswordField
          name="currentPassword"
          label={t('profile.currentPassword')}
          autoComplete="current-password"
          ref={takeFocus}
        />
      </Form>
    )
  return (
    <>
      {beginning.error === null ? null : <FailureNote error={beginning.error} general="failure.form" />}
      <Button variant="default" loading={beginning.isPending} onClick={() => beginning.mutate({})}>
        {t('profile.setUpSecondFactor')}
      </Button>
    </>
  )
}
