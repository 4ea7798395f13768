import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { companyQuery, companyTextFields, useAct, type CompanyField, type CompanyPage } from '../asking/accounts.ts'
import { ask } from '../asking/ask.ts'
import { sessionQuery } from '../asking/queries.ts'
import { countriesIn, countryIn } from '../countries.ts'
import { currencies } from '../currencies.ts'
import { isLanguage, languageNames, languages } from '../i18n/language.ts'
import { zonesWith } from '../periods/zones.ts'
import { useDraft } from '../use-draft.ts'
import { DraftChoice, DraftText } from './DraftField.tsx'
import { DraftForm } from './DraftForm.tsx'
import { FieldSection } from './FieldSection.tsx'
import { MissingDetails } from './MissingDetails.tsx'

const fields: readonly CompanyField[] = [...companyTextFields, 'retentionDays']

/** The details of the company in a form, with what invoices still miss at the top. */
export function CompanyForm({ company }: { company: CompanyPage }) {
  const { t, i18n } = useTranslation()
  const queries = useQueryClient()
  const act = useAct()
  const draft = useDraft({
    kept: company,
    fields,
    textOf: (kept: CompanyPage, field: CompanyField) => String(kept[field] ?? ''),
    send: (changes, version) => act<CompanyPage>('company', { method: 'PATCH', body: { ...sentOf(changes), version } }),
    load: () => ask<CompanyPage>('company'),
    onKept: (kept) => {
      queries.setQueryData(companyQuery.queryKey, kept)
      // Its name, zone and currency stand on every page.
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    },
  })
  const of = (field: CompanyField) => ({ draft, field, label: t(`companyDetails.fields.${field}`) })
  const section = (name: 'names' | 'address' | 'tax' | 'bank' | 'contact' | 'region' | 'retention') => ({
    title: t(`companyDetails.groups.${name}`),
    note: t(`companyDetails.texts.${name}`),
  })
  return (
    <>
      <MissingDetails fields={company.missingForInvoices.filter((field) => draft.valueOf(field).trim() === '')} />
      <DraftForm
        draft={draft}
        titleOf={(field) => t(`companyDetails.fields.${field}`)}
        Shown={ShownDetail}
        act={{ chain: 'company', action: 'company.changed' }}
      >
        <FieldSection {...section('names')}>
          <DraftText {...of('name')} required />
          <DraftText {...of('legalName')} />
        </FieldSection>
        <FieldSection {...section('address')}>
          <DraftChoice
            {...of('country')}
            data={countriesIn(i18n.language, draft.valueOf('country'))}
            searchable
            clear={t('companyDetails.clear')}
          />
          <DraftText {...of('city')} />
          <DraftText {...of('street')} />
          <DraftText {...of('postalCode')} />
        </FieldSection>
        <FieldSection {...section('tax')}>
          <DraftText {...of('taxId')} />
        </FieldSection>
        <FieldSection {...section('bank')}>
          <DraftText {...of('bankName')} />
          <DraftText {...of('bankAccount')} />
          <DraftText {...of('bankCode')} />
        </FieldSection>
        <FieldSection {...section('contact')}>
          <DraftText {...of('email')} type="email" />
        </FieldSection>
        <FieldSection {...section('region')}>
          <DraftChoice {...of('currency')} data={currencies(i18n.language)} searchable />
          <DraftChoice {...of('zone')} data={zonesWith([draft.valueOf('zone')])} searchable />
          <DraftChoice {...of('language')} data={languages.map((value) => ({ value, label: languageNames[value] }))} />
        </FieldSection>
        <FieldSection {...section('retention')}>
          <DraftText {...of('retentionDays')} inputMode="numeric" placeholder={t('companyDetails.forEver')} />
        </FieldSection>
      </DraftForm>
    </>
  )
}

/** What was typed, as the API takes it: nothing is null, days are a number as far as they are one. */
function sentOf(changes: Readonly<Partial<Record<CompanyField, string>>>): Record<string, unknown> {
  const entries = Object.entries(changes).map(([field, text]) => {
    const typed = text.trim()
    if (typed === '') return [field, null]
    return [field, field === 'retentionDays' && /^\d+$/.test(typed) ? Number(typed) : text]
  })
  return Object.fromEntries(entries) as Record<string, unknown>
}

function ShownDetail({ field, text }: { field: CompanyField; text: string }) {
  const { t, i18n } = useTranslation()
  if (text === '') return t('draft.nothing')
  if (field === 'country') return countryIn(i18n.language, text)
  return field === 'language' && isLanguage(text) ? languageNames[text] : text
}
