import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { ask } from '../asking/ask.ts'
import { lowBalancePath, lowBalanceQuery, type ChangedLowBalance, type LowBalance } from '../asking/low-balance.ts'
import { useDraft } from '../use-draft.ts'
import { DraftChoice, DraftText } from './DraftField.tsx'
import { DraftForm } from './DraftForm.tsx'
import { FailureNote } from './FailureNote.tsx'
import { FieldSection } from './FieldSection.tsx'
import { SecretShown } from './SecretShown.tsx'

const fields = ['isOn', 'threshold', 'emails', 'webhookUrl'] as const
type Field = (typeof fields)[number]

/** The form of the notice: on or off, below which amount, to whom. A new secret of the webhook is shown once. */
export function LowBalanceForm({ settings }: { settings: LowBalance }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const act = useAct()
  const [secret, setSecret] = useState<string | null>(null)
  const keep = (changed: ChangedLowBalance) => {
    const { webhookSecret, ...kept } = changed
    if (webhookSecret !== null) setSecret(webhookSecret)
    queries.setQueryData(lowBalanceQuery.queryKey, kept)
    return kept
  }
  const draft = useDraft({
    kept: settings,
    fields,
    textOf,
    send: async (changes, version) =>
      keep(await act<ChangedLowBalance>(lowBalancePath, { method: 'PATCH', body: { ...sentOf(changes), version } })),
    load: () => ask<LowBalance>(lowBalancePath),
    onKept: (kept) => queries.setQueryData(lowBalanceQuery.queryKey, kept),
  })
  const renewing = useMutation({
    mutationFn: () => act<ChangedLowBalance>(lowBalancePath, { method: 'PATCH', body: { renewSecret: true } }),
    onSuccess: keep,
  })
  const of = (field: Field) => ({ draft, field, label: t(`lowBalance.fields.${field}`) })
  const section = (name: 'when' | 'emails' | 'webhook') => ({
    title: t(`lowBalance.groups.${name}`),
    note: t(`lowBalance.texts.${name}`, { currency: settings.currency }),
  })
  return (
    <>
      {secret === null ? null : (
        <SecretShown title={t('lowBalance.secret')} note={t('lowBalance.secretNote')} secret={secret} />
      )}
      <DraftForm
        draft={draft}
        titleOf={(field) => t(`lowBalance.fields.${field}`)}
        Shown={Shown}
        act={{ chain: 'company', action: 'low-balance-notice.changed' }}
      >
        <FieldSection {...section('when')}>
          <DraftChoice
            {...of('isOn')}
            data={['true', 'false'].map((value) => ({ value, label: t(`lowBalance.isOn.${value as 'true'}`) }))}
          />
          <DraftText
            {...of('threshold')}
            label={t('lowBalance.thresholdIn', { currency: settings.currency })}
            inputMode="decimal"
            required
          />
        </FieldSection>
        <FieldSection {...section('emails')}>
          <DraftText
            {...of('emails')}
            placeholder="ann@example.com, boris@example.com"
            description={settings.canMail ? undefined : t('lowBalance.noMail')}
          />
        </FieldSection>
        <FieldSection {...section('webhook')}>
          <DraftText {...of('webhookUrl')} placeholder="https://example.com/hooks" inputMode="url" />
          {settings.webhookUrl === null ? null : (
            <div className="low-balance-renew">
              <Button variant="default" size="sm" loading={renewing.isPending} onClick={() => renewing.mutate()}>
                {t('lowBalance.renew')}
              </Button>
              {renewing.error === null ? null : <FailureNote error={renewing.error} general="failure.form" />}
            </div>
          )}
        </FieldSection>
      </DraftForm>
    </>
  )
}

function textOf(kept: LowBalance, field: Field): string {
  const value = kept[field]
  return Array.isArray(value) ? value.join(', ') : String(value ?? '')
}

/** What was typed, as the API takes it; a comma of an amount is a point. */
function sentOf({ isOn, threshold, emails, webhookUrl }: Readonly<Partial<Record<Field, string>>>) {
  return {
    ...(isOn === undefined ? {} : { isOn: isOn === 'true' }),
    ...(threshold === undefined ? {} : { threshold: threshold.trim().replace(',', '.') }),
    ...(emails === undefined ? {} : { emails: emails.split(/[\s,;]+/).filter((one) => one !== '') }),
    ...(webhookUrl === undefined ? {} : { webhookUrl: webhookUrl.trim() === '' ? null : webhookUrl.trim() }),
  }
}

function Shown({ field, text }: { field: Field; text: string }) {
  const { t } = useTranslation()
  if (text === '') return t('draft.nothing')
  return field === 'isOn' ? t(`lowBalance.isOn.${text as 'true'}`) : text
}
