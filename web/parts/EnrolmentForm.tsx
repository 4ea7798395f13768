import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Enrolment } from '../asking/answers.ts'
import { CopyButton } from './CopyButton.tsx'
import { Form, TextField } from './Form.tsx'
import { QrCode } from './QrCode.tsx'

type EnrolmentFormProps = {
  enrolment: Enrolment
  sending: { error: unknown; isPending: boolean }
  onSend: (code: string) => void
  onCancel: () => void
}

/** A new second factor: its secret as a QR code and as text, and the first code that proves that it was taken over. */
export function EnrolmentForm({ enrolment, sending, onSend, onCancel }: EnrolmentFormProps) {
  const { t } = useTranslation()
  const { secret, url } = enrolment
  return (
    <Form
      sending={sending}
      onSend={({ code = '' }) => onSend(code)}
      submit={t('profile.confirm')}
      beside={
        <Button variant="default" onClick={onCancel}>
          {t('profile.cancel')}
        </Button>
      }
    >
      <p>{t('profile.scan')}</p>
      <div className="enrolment">
        <QrCode text={url} label={t('profile.qrCode')} />
        <div className="enrolment-text">
          <p className="soft">{t('profile.orType')}</p>
          <code>{secret.match(/.{1,4}/g)?.join(' ')}</code>
          <CopyButton text={secret} label={t('copy.copy')} />
        </div>
      </div>
      <TextField
        name="code"
        label={t('profile.firstCode')}
        description={t('signIn.codeNote.authenticator')}
        autoComplete="one-time-code"
        inputMode="numeric"
      />
    </Form>
  )
}
