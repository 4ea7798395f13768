import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { ask } from '../asking/ask.ts'
import { webhookPath, webhookQuery, type ChangedWebhook, type Webhook } from '../asking/webhook.ts'
import { useDraft } from '../use-draft.ts'
import { DraftChoice, DraftText } from './DraftField.tsx'
import { DraftForm } from './DraftForm.tsx'
import { FailureNote } from './FailureNote.tsx'
import { FieldSection } from './FieldSection.tsx'
import { SecretShown } from './SecretShown.tsx'

const fields = ['isOn', 'url', 'events', 'mailsInvoices'] as const
type Field = (typeof fields)[number]

/** The form of the webhook: where to, of what, and whether new invoices come by e-mail. A new secret is shown once. */
export function WebhookForm({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const act = useAct()
  const [secret, setSecret] = useState<string | null>(null)
  const keep = ({ secret: made, ...kept }: ChangedWebhook) => {
    if (made !== null) setSecret(made)
    queries.setQueryData(webhookQuery.queryKey, kept)
    return kept
  }
  const draft = useDraft({
    kept: webhook,
    fields,
    textOf,
    send: async (changes, version) =>
      keep(await act<ChangedWebhook>(webhookPath, { method: 'PATCH', body: { ...sentOf(changes), version } })),
    load: () => ask<Webhook>(webhookPath),
    onKept: (kept) => queries.setQueryData(webhookQuery.queryKey, kept),
  })
  const renewing = useMutation({
    mutationFn: () => act<ChangedWebhook>(webhookPath, { method: 'PATCH', body: { renewSecret: true } }),
    onSuccess: keep,
  })
  const trying = useMutation({
    mutationFn: () =>
      act<{ isTaken: boolean; error: string | null }>(`${webhookPath}/test`, { method: 'POST', body: {} }),
  })
  const yesOrNo = (name: 'isOn' | 'mailsInvoices') =>
    ['true', 'false'].map((value) => ({ value, label: t(`webhook.${name}.${value as 'true'}`) }))
  const chosen = draft.valueOf('events').split(' ')
  const toggle = (event: string) =>
    draft.change('events', webhook.eventsKnown.filter((one) => chosen.includes(one) !== (one === event)).join(' '))
  return (
    <>
      {secret === null ? null : (
        <SecretShown title={t('lowBalance.secret')} note={t('lowBalance.secretNote')} secret={secret} />
      )}
      <DraftForm
        draft={draft}
        titleOf={(field) => t(`webhook.fields.${field}`)}
        Shown={Shown}
        act={{ chain: 'company', action: 'webhook.changed' }}
      >
        <FieldSection title={t('webhook.groups.webhook')} note={t('webhook.texts.webhook')}>
          <DraftChoice draft={draft} field="isOn" label={t('webhook.fields.isOn')} data={yesOrNo('isOn')} />
          <DraftText
            draft={draft}
            field="url"
            label={t('webhook.fields.url')}
            placeholder="https://example.com/hooks"
            inputMode="url"
          />
          <fieldset className="options" aria-label={t('webhook.fields.events')}>
            {webhook.eventsKnown.map((event) => (
              <Checkbox
                key={event}
                size="sm"
                label={t(`webhook.events.${event.replace('.', '-') as 'invoice-issued'}`, { defaultValue: event })}
                checked={chosen.includes(event)}
                onChange={() => toggle(event)}
              />
            ))}
          </fieldset>
          {webhook.url === null ? null : (
            <div className="low-balance-renew form-ends">
              <Button variant="default" size="sm" loading={trying.isPending} onClick={() => trying.mutate()}>
                {t('webhook.try')}
              </Button>
              <Button variant="default" size="sm" loading={renewing.isPending} onClick={() => renewing.mutate()}>
                {t('lowBalance.renew')}
              </Button>
              <output>
                {trying.data === undefined ? null : trying.data.isTaken ? (
                  t('webhook.taken')
                ) : (
                  <>
                    {t('webhook.notTaken')} <span lang="en">{trying.data.error}</span>
                  </>
                )}
              </output>
              {[trying.error, renewing.error].map((error) =>
                error === null ? null : <FailureNote key={error.message} error={error} general="failure.form" />,
              )}
            </div>
          )}
        </FieldSection>
        <FieldSection
          title={t('webhook.groups.letters')}
          note={t('webhook.texts.letters', { email: webhook.email ?? '—' })}
        >
          <DraftChoice
            draft={draft}
            field="mailsInvoices"
            label={t('webhook.fields.mailsInvoices')}
            data={yesOrNo('mailsInvoices')}
            description={webhook.canMail ? undefined : t('lowBalance.noMail')}
          />
        </FieldSection>
      </DraftForm>
    </>
  )
}

function textOf(kept: Webhook, field: Field): string {
  return field === 'events' ? kept.events.join(' ') : String(kept[field] ?? '')
}

/** What was typed, as the API takes it. */
function sentOf({ isOn, url, events, mailsInvoices }: Readonly<Partial<Record<Field, string>>>) {
  return {
    ...(isOn === undefined ? {} : { isOn: isOn === 'true' }),
    ...(url === undefined ? {} : { url: url.trim() === '' ? null : url.trim() }),
    ...(events === undefined ? {} : { events: events.split(' ').filter((one) => one !== '') }),
    ...(mailsInvoices === undefined ? {} : { mailsInvoices: mailsInvoices === 'true' }),
  }
}

function Shown({ field, text }: { field: Field; text: string }) {
  const { t } = useTranslation()
  if (text === '') return t('draft.nothing')
  return field === 'isOn' || field === 'mailsInvoices' ? t(`webhook.${field}.${text as 'true'}`) : text
}
