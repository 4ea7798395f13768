import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../asking/ask.ts'
import { invoicingQuery, type Invoicing, type TaxRule } from '../asking/staff-invoices.ts'
import { temporal } from '../periods/temporal.ts'
import { typedAmount } from '../typed-amount.ts'
import { useDraft } from '../use-draft.ts'
import { DraftChoice, DraftText } from './DraftField.tsx'
import { DraftForm } from './DraftForm.tsx'
import { FieldSection } from './FieldSection.tsx'
import { PageSection } from './PageSection.tsx'
import { TaxRules } from './TaxRules.tsx'

const fields = ['isMonthly', 'graceHours', 'termDays', 'numberForm', 'approvalAbove', 'taxes'] as const
type Field = (typeof fields)[number]

/** How invoices are made, in a form: when, their numbers, what needs a second person, and taxes. */
export function InvoicingForm({ invoicing }: { invoicing: Invoicing }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const keep = (kept: Invoicing) => queries.setQueryData(invoicingQuery.queryKey, kept)
  const draft = useDraft({
    kept: invoicing,
    fields,
    textOf,
    send: (changes, version) => ask<Invoicing>('invoicing', { method: 'PATCH', body: { ...sentOf(changes), version } }),
    load: () => ask<Invoicing>('invoicing'),
    onKept: keep,
  })
  const of = (field: Exclude<Field, 'taxes'>) => ({ draft, field, label: t(`invoicing.fields.${field}`) })
  const section = (name: 'months' | 'numbers' | 'approval' | 'taxes') => ({
    title: t(`invoicing.groups.${name}`),
    note: t(`invoicing.texts.${name}`),
  })
  return (
    <DraftForm
      draft={draft}
      titleOf={(field) => t(`invoicing.fields.${field}`)}
      Shown={Shown}
      act={{ chain: 'platform', action: 'invoicing.changed' }}
    >
      <FieldSection {...section('months')}>
        <DraftChoice
          {...of('isMonthly')}
          data={['true', 'false'].map((value) => ({ value, label: t(`invoicing.isMonthly.${value as 'true'}`) }))}
        />
        <DraftText {...of('graceHours')} inputMode="numeric" required description={t('invoicing.graceNote')} />
        <DraftText {...of('termDays')} inputMode="numeric" required description={t('invoicing.termNote')} />
      </FieldSection>
      <FieldSection {...section('numbers')}>
        <DraftText
          {...of('numberForm')}
          required
          description={t('invoicing.example', { number: exampleOf(draft.valueOf('numberForm')) })}
        />
      </FieldSection>
      <FieldSection {...section('approval')}>
        <DraftText {...of('approvalAbove')} inputMode="decimal" description={t('invoicing.approvalNote')} />
      </FieldSection>
      <PageSection {...section('taxes')}>
        <TaxRules
          rules={JSON.parse(draft.valueOf('taxes')) as TaxRule[]}
          onChange={(rules) => draft.change('taxes', JSON.stringify(rules))}
        />
      </PageSection>
    </DraftForm>
  )
}

function textOf(kept: Invoicing, field: Field): string {
  return field === 'taxes' ? JSON.stringify(kept.taxes) : String(kept[field] ?? '')
}

/** What was typed, as the API takes it. */
function sentOf(typed: Readonly<Partial<Record<Field, string>>>) {
  const { isMonthly, graceHours, termDays, numberForm, approvalAbove, taxes } = typed
  return {
    ...(isMonthly === undefined ? {} : { isMonthly: isMonthly === 'true' }),
    ...(graceHours === undefined ? {} : { graceHours: wholeOf(graceHours) }),
    ...(termDays === undefined ? {} : { termDays: wholeOf(termDays) }),
    ...(numberForm === undefined ? {} : { numberForm }),
    ...(approvalAbove === undefined
      ? {}
      : { approvalAbove: approvalAbove.trim() === '' ? null : typedAmount(approvalAbove) }),
    ...(taxes === undefined ? {} : { taxes: JSON.parse(taxes) as TaxRule[] }),
  }
}

/** A whole number, or what was typed in its place, for the API to refuse. */
function wholeOf(text: string): number | string {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : text
}

/** The first number of a form, on an invoice of today. */
function exampleOf(form: string): string {
  const { year, month } = temporal.Now.plainDateISO()
  return form
    .replaceAll('{year}', String(year))
    .replaceAll('{month}', String(month).padStart(2, '0'))
    .replaceAll(/\{n(?::(\d))?\}/g, (_, digits?: string) => '1'.padStart(Number(digits ?? 1), '0'))
}

function Shown({ field, text }: { field: Field; text: string }) {
  const { t } = useTranslation()
  if (text === '') return t('draft.nothing')
  if (field === 'isMonthly') return t(`invoicing.isMonthly.${text as 'true'}`)
  return field === 'taxes' ? t('taxes.rules', { count: (JSON.parse(text) as TaxRule[]).length }) : text
}
