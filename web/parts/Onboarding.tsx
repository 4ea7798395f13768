import { Button, Loader } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { createIngestToken } from '../asking/queries.ts'
import { CopyCommand } from './CopyCommand.tsx'
import { FailureNote } from './FailureNote.tsx'

/** Leads an empty installation to its first event: a token, a command with it, and the wait for its arrival. */
export function Onboarding({ currency }: { currency: string }) {
  const { t } = useTranslation()
  const making = useMutation({ mutationFn: () => createIngestToken(t('onboarding.tokenName')) })
  const [now] = useState(() => Date.now())
  const command = commandWith(making.data ?? 'tm_…', currency, now)
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
          <CopyCommand command={command} isReady={making.data !== undefined} />
        </li>
        <li>
          <h3>{t('onboarding.step3')}</h3>
          <output className="waiting">
            <Loader size={14} aria-hidden /> {t('onboarding.waiting')}
          </output>
        </li>
      </ol>
      <p className="soft">
        <Trans i18nKey="onboarding.more" components={{ code: <code /> }} />
      </p>
    </section>
  )
}

/** A command for a terminal that sends one message, as of `now`. */
function commandWith(token: string, currency: string, now: number): string {
  const id = now.toString(36)
  const lines = [
    `{"specversion":"1.0","type":"message.status","source":"/first-steps",`,
    `"id":"first-${id}","subject":"message-${id}","time":"${new Date(now).toISOString()}",`,
    `"data":{"channel":"sms","status":"delivered","parts":1,"price":{"amount":"0.0450","currency":"${currency}"}}}`,
  ]
  return [
    `curl ${location.origin}/api/v1/events \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    `  -H 'Content-Type: application/cloudevents+json' \\`,
    `  -d '${lines.join('\n       ')}'`,
  ].join('\n')
}
