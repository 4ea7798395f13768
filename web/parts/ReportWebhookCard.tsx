import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import {
  reportWebhookPath,
  reportWebhookQuery,
  type ChangedWebhook,
  type ReportWebhook,
} from '../asking/report-schedules.ts'
import { Confirm } from './Confirm.tsx'
import { Form, TextField } from './Form.tsx'
import { Loaded } from './Loaded.tsx'
import { PageSection } from './PageSection.tsx'
import { SecretShown } from './SecretShown.tsx'

/** The webhook that tells a program of the company of reports that are ready; its secret is shown once. */
export function ReportWebhookCard() {
  const { t } = useTranslation()
  const webhook = useQuery(reportWebhookQuery)
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <PageSection title={t('schedules.webhook.title')} note={t('schedules.webhook.text')}>
      {secret === null ? null : (
        <SecretShown title={t('lowBalance.secret')} note={t('schedules.webhook.secretNote')} secret={secret} />
      )}
      <Loaded query={webhook} height={90}>
        {(kept) => <WebhookForm key={kept.version} kept={kept} onSecret={setSecret} />}
      </Loaded>
    </PageSection>
  )
}

type WebhookFormProps = { kept: ReportWebhook; onSecret: (secret: string | null) => void }

function WebhookForm({ kept, onSecret }: WebhookFormProps) {
  const { t } = useTranslation()
  const act = useAct()
  const queries = useQueryClient()
  const [isEnding, setEnding] = useState(false)
  const keeping = useMutation({
    mutationFn: (webhookUrl: string | null) =>
      act<ChangedWebhook>(reportWebhookPath, { method: 'PUT', body: { webhookUrl } }),
    onSuccess: ({ webhookSecret, ...changed }) => {
      setEnding(false)
      onSecret(webhookSecret)
      queries.setQueryData(reportWebhookQuery.queryKey, changed)
    },
  })
  const isSet = kept.webhookUrl !== null
  return (
    <>
      <Form
        sending={keeping}
        submit={t(isSet ? 'schedules.webhook.renew' : 'schedules.webhook.set')}
        onSend={(typed) => keeping.mutate((typed['webhookUrl'] ?? '').trim())}
        beside={
          isSet ? (
            <Button variant="default" onClick={() => setEnding(true)}>
              {t('schedules.webhook.remove')}
            </Button>
          ) : null
        }
      >
        <TextField
          name="webhookUrl"
          label={t('lowBalance.fields.webhookUrl')}
          inputMode="url"
          autoComplete="off"
          placeholder="https://example.com/hooks"
          defaultValue={kept.webhookUrl ?? ''}
          description={isSet ? t('schedules.webhook.renewHint') : undefined}
        />
      </Form>
      {isEnding ? (
        <Confirm
          title={t('schedules.webhook.removeTitle')}
          text={t('schedules.webhook.removeText')}
          verb={t('schedules.webhook.remove')}
          acting={keeping}
          onConfirm={() => keeping.mutate(null)}
          onClose={() => setEnding(false)}
        />
      ) : null}
    </>
  )
}
