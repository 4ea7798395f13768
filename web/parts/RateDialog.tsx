import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { Refusal } from '../asking/ask.ts'
import {
  rateKeys,
  services,
  serviceWords,
  type Rate,
  type RateKey,
  type Service,
  type Tariff,
} from '../asking/tariffs.ts'
import { countriesIn } from '../countries.ts'
import type en from '../i18n/en.json'
import { temporal } from '../periods/temporal.ts'
import { Dialog } from './Dialog.tsx'
import { ChoiceField, Form, TextField, type Typed } from './Form.tsx'

type RateDialogProps = {
  tariff: Tariff
  /** The rate that is changed; without one it is a new one. */
  rate: Rate | undefined
  onKept: (rate: Rate) => void
  onClose: () => void
}

const rateFields = [
  'service',
  ...rateKeys,
  'price',
  'moment',
  'increments',
  'minimumSeconds',
  'connectFee',
  'packageUnits',
  'packageFee',
  'steps',
] as const

/** A price of a tariff in a form; the API looks at it before it is taken. */
export function RateDialog({ tariff, rate, onKept, onClose }: RateDialogProps) {
  const { t } = useTranslation()
  const act = useAct()
  const [service, setService] = useState<Service>(rate?.service ?? 'sms')
  const checking = useMutation({
    mutationFn: async (typed: Typed) => {
      const form = formOf(typed)
      const validFrom = temporal.Now.instant().round({ smallestUnit: 'minute', roundingMode: 'floor' }).toString()
      await act(`tariffs/${tariff.tariff}/versions?dryRun=yes`, {
        method: 'POST',
        body: { validFrom, rates: [form] },
      }).catch((error: unknown) => {
        throw error instanceof Refusal ? ofTheRate(error) : error
      })
      return rateOf(form, tariff.currency)
    },
    onSuccess: onKept,
  })
  return (
    <Dialog title={t(rate === undefined ? 'tariffs.newRate' : 'tariffs.editRate')} onClose={onClose} size={640}>
      <Form sending={checking} submit={t('tariffs.take')} onSend={(typed) => checking.mutate(typed)}>
        <div className="fields">
          <ChoiceField
            name="service"
            label={t('tariffs.service')}
            data={serviceWords.map((value) => ({ value, label: t(`services.${value}`) }))}
            value={service}
            onChange={(value) => value !== null && setService(value as Service)}
          />
          <TextField
            name="price"
            label={t(`tariffs.priceOf.${service}`, { currency: tariff.currency })}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={rate?.price}
            data-autofocus
          />
          {services[service].map((key) => (
            <KeyField key={`${service} ${key}`} of={key} rate={rate} />
          ))}
        </div>
        {['chat', 'dialogue', 'call'].includes(service) ? null : (
          <div className="fields">
            <ChoiceField
              key={service}
              name="moment"
              label={t('tariffs.moment')}
              data={(['submitted', 'delivered'] as const).map((value) => ({
                value,
                label: t(`tariffs.moments.${value}`),
              }))}
              defaultValue={rate?.moment ?? (['viber', 'whatsapp'].includes(service) ? 'delivered' : 'submitted')}
            />
          </div>
        )}
        {service === 'call' ? (
          <div className="fields">
            {(['increments', 'minimumSeconds', 'connectFee'] as const).map((field) => (
              <RateText key={field} field={field} rate={rate} />
            ))}
          </div>
        ) : null}
        <div className="fields">
          {(['packageUnits', 'packageFee', 'steps'] as const).map((field) => (
            <RateText key={field} field={field} rate={rate} />
          ))}
        </div>
      </Form>
    </Dialog>
  )
}

function RateText({ field, rate }: { field: keyof typeof en.tariffs.fields; rate: Rate | undefined }) {
  const { t } = useTranslation()
  return (
    <TextField
      name={field}
      label={t(`tariffs.fields.${field}`)}
      description={t(`tariffs.hints.${field}`)}
      required={false}
      autoComplete="off"
      defaultValue={writtenOf(rate, field)}
    />
  )
}

function writtenOf(rate: Rate | undefined, field: keyof typeof en.tariffs.fields): string {
  if (rate === undefined) return field === 'increments' ? '1/1' : ''
  if (field === 'steps') return (rate.steps ?? []).map(({ above, price }) => `${above}:${price}`).join(' ')
  return String(rate[field] ?? '')
}

/** What tells uses apart; an empty field is for all of them. */
function KeyField({ of: key, rate }: { of: RateKey; rate: Rate | undefined }) {
  const { t, i18n } = useTranslation()
  if (key === 'network' || key === 'trunk' || key === 'prefix') return <RateText field={key} rate={rate} />
  const kept = rate?.[key] ?? ''
  const words = Object.entries(
    key === 'country' ? {} : (t(`tariffs.${key}s`, { returnObjects: true }) as Readonly<Record<string, string>>),
  ).map(([value, label]) => ({ value, label }))
  return (
    <ChoiceField
      name={key}
      label={t(`tariffs.keys.${key}`)}
      placeholder={t('tariffs.allUses')}
      data={key === 'country' ? countriesIn(i18n.language, kept) : words}
      limit={300}
      defaultValue={kept === '' ? null : kept}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('filters.clear') }}
      hiddenInputProps={{ required: false }}
    />
  )
}

type RateTyped = Readonly<Partial<Record<(typeof rateFields)[number], string>>>

function formOf(typed: Typed): RateTyped {
  const entries = rateFields.map((field) => [field, typed[field]?.trim() ?? ''] as const)
  return Object.fromEntries(entries.filter(([, text]) => text !== ''))
}

/** What was typed as the API would give it back, after it found nothing wrong with it. */
function rateOf(
  { service, price, network, minimumSeconds, packageUnits, steps, moment, ...form }: RateTyped,
  currency: string,
): Rate {
  return {
    ...form,
    service: service as Service,
    price: price!,
    currency,
    ...(moment === undefined ? {} : { moment: moment as 'submitted' }),
    ...(network === undefined ? {} : { network: network.replace('-', '') }),
    ...(minimumSeconds === undefined || Number(minimumSeconds) === 0 ? {} : { minimumSeconds: Number(minimumSeconds) }),
    ...(packageUnits === undefined ? {} : { packageUnits: Number(packageUnits) }),
    ...(steps === undefined
      ? {}
      : {
          steps: steps.split(/\s+/).map((step) => {
            const [above = '', one = ''] = step.split(':')
            return { above: Number(above), price: one }
          }),
        }),
  }
}

/** A refusal that names `rates[0].price` names `price` in the form of one rate. */
function ofTheRate({ problem }: Refusal): Refusal {
  const { fields } = problem
  if (fields === undefined) return new Refusal(problem)
  return new Refusal({
    ...problem,
    fields: fields.map(({ field, detail }) => ({ field: field.replace(/^rates\[0\]\.?/, ''), detail })),
  })
}
