import { Button, CopyButton, Loader } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createIngestToken } from '../asking/queries.ts'
import { FailureNote } from './FailureNote.tsx'

/** Leads an empty installation to its first event: a token, a command with it, and the wait for its arrival. */
export function Onboarding() {
  const { t } = useTranslation()
  const making = useMutation({ mutationFn: () => createIngestToken(t('onboarding.tokenName')) })
  const [now] = useState(() => Date.now())
  const command = commandWith(making.data ?? 'tm_…', now)
  return (
    <section className="onboarding">
      <h2>{t('onboarding.title')}</h2>
      <p className="soft">{t('onboarding.text')}</p>
      <ol>
        <li>
          <h3>{t('onboarding.step1')}</h3>
          {making.data === undefined ? (
            <Button size="sm" loading={making.isPending} onClick={() => making.mutate()}>
              {t('onboarding.make')}
            </Button>
          ) : (
            <output>{t('onboarding.made')}</output>
          )}
          {making.isError ? <FailureNote error={making.error} /> : null}
        </li>
        <li>
          <h3>{t('onboarding.step2')}</h3>
          <pre className="command">{command}</pre>
          <CopyButton value={command}>
            {({ copied, copy }) => (
              <Button
                size="sm"
                variant="default"
                disabled={making.data === undefined}
                leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                onClick={copy}
              >
                {copied ? t('onboarding.copied') : t('onboarding.copy')}
              </Button>
            )}
          </CopyButton>
        </li>
        <li>
          <h3>{t('onboarding.step3')}</h3>
          <output className="waiting">
            <Loader size={14} aria-hidden /> {t('onboarding.waiting')}
          </output>
        </li>
      </ol>
      <p className="soft">{t('onboarding.more')}</p>
    </section>
  )
}

function commandWith(token: string, now: number): string {
  const event = {
    specversion: '1.0',
    type: 'message.status',
    source: '/first-steps',
    id: `first-${now.toString(36)}`,
    subject: `message-${now.toString(36)}`,
    time: new Date(now).toISOString(),
    data: { channel: 'sms', status: 'delivered', parts: 1, price: { amount: '0.0450', currency: 'EUR' } },
  }
  return [
    `curl ${location.origin}/api/v1/events \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    `  -H 'Content-Type: application/cloudevents+json' \\`,
    `  -d '${JSON.stringify(event)}'`,
  ].join('\n')
}
