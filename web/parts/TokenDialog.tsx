import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { scopes, tokensQuery, useAct, type Token } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { rfc3339 } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import { Dialog } from './Dialog.tsx'
import { ChoiceField, Form, TextField, useFault, type Typed } from './Form.tsx'
import { SecretShown } from './SecretShown.tsx'

const dayChoices = [30, 90, 365] as const

/** What a new token is called, may, and until when; then its secret, which is shown once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const queries = useQueryClient()
  const act = useAct()
  const [expiry, setExpiry] = useState('90')
  const making = useMutation({
    mutationFn: (typed: Typed) =>
      act<Token & { token: string }>('tokens', {
        method: 'POST',
        body: {
          name: typed['name'],
          scopes: scopes.filter((scope) => typed[`may-${scope}`] !== undefined),
          expiresAt: expiresAt(expiry, typed['expiresAt'] ?? '', company.zone),
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  })
  const made = making.data
  return (
    <Dialog title={t('tokens.new')} onClose={onClose} isHeld={made !== undefined}>
      {made === undefined ? (
        <Form sending={making} submit={t('tokens.make')} onSend={(typed) => making.mutate(typed)}>
          <TextField
            name="name"
            label={t('tokens.name')}
            description={t('tokens.nameHint')}
            autoComplete="off"
            data-autofocus
          />
          <ScopeChoices />
          <ChoiceField
            name="expiry"
            label={t('tokens.expiry')}
            value={expiry}
            onChange={(value) => setExpiry(value ?? 'never')}
            data={[
              ...dayChoices.map((days) => ({ value: String(days), label: t('tokens.expiryDays', { count: days }) })),
              { value: 'date', label: t('tokens.expiryDate') },
              { value: 'never', label: t('tokens.expiryNever') },
            ]}
          />
          {expiry === 'date' ? (
            <TextField
              name="expiresAt"
              type="date"
              label={t('tokens.lastDay')}
              description={t('tokens.lastDayNote', { zone: company.zone })}
              min={temporal.Now.plainDateISO(company.zone).toString()}
            />
          ) : null}
        </Form>
      ) : (
        <div className="confirm">
          <SecretShown
            title={t('tokens.secretTitle', { name: made.name })}
            note={t('tokens.secretNote')}
            secret={made.token}
          />
          <div className="form-ends">
            <Button onClick={onClose}>{t('tokens.done')}</Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

/** What the token may do; nobody gives away more than they may do themselves, but for sending events. */
function ScopeChoices() {
  const { t } = useTranslation()
  const { scopes: own } = useSuspenseQuery(sessionQuery).data
  const fault = useFault('scopes')
  return (
    <Checkbox.Group label={t('tokens.scopes')} error={fault}>
      {/* The field that the API names. */}
      <input type="hidden" name="scopes" />
      <div className="options">
        {scopes
          .filter((scope) => scope === 'ingest' || own.includes(scope))
          .map((scope) => (
            <Checkbox
              key={scope}
              name={`may-${scope}`}
              value={scope}
              label={t(`tokens.scopeTitles.${scope}`)}
              description={t(`tokens.scopeTexts.${scope}`)}
            />
          ))}
      </div>
    </Checkbox.Group>
  )
}

/** When a token ends: so many days from now, or with the end of a day on the company's clock. */
function expiresAt(expiry: string, day: string, zone: string): string | null {
  if (expiry === 'never') return null
  const now = temporal.Now.zonedDateTimeISO(zone)
  if (expiry === 'date') return rfc3339(temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone))
  return rfc3339(now.add({ days: Number(expiry) }))
}
