import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { platformFields, platformQuery, type Platform, type PlatformField } from '../asking/accounts.ts'
import { ask } from '../asking/ask.ts'
import { countriesIn, countryIn } from '../countries.ts'
import { useDraft } from '../use-draft.ts'
import { DraftChoice, DraftText } from './DraftField.tsx'
import { DraftForm } from './DraftForm.tsx'
import { FieldSection } from './FieldSection.tsx'
import { LogoField } from './LogoField.tsx'

/** Brand and supplier of the installation in a form. */
export function PlatformForm({ platform }: { platform: Platform }) {
  const { t, i18n } = useTranslation()
  const queries = useQueryClient()
  const draft = useDraft({
    kept: platform,
    fields: platformFields,
    textOf: (kept: Platform, field: PlatformField) => kept[field] ?? '',
    send: (changes, version) => {
      const sent = Object.entries(changes).map(([field, text]) => [field, text.trim() === '' ? null : text])
      return ask<Platform>('platform', { method: 'PATCH', body: { ...Object.fromEntries(sent), version } })
    },
    load: () => ask<Platform>('platform'),
    onKept: (kept) => {
      queries.setQueryData(platformQuery.queryKey, kept)
      void queries.invalidateQueries({ queryKey: ['branding'] })
    },
  })
  const of = (field: PlatformField) => ({ draft, field, label: t(`platform.fields.${field}`) })
  const section = (name: 'brand' | 'supplier' | 'address' | 'bank') => ({
    title: t(`platform.groups.${name}`),
    note: t(`platform.texts.${name}`),
  })
  return (
    <DraftForm
      draft={draft}
      titleOf={(field) => t(`platform.fields.${field}`)}
      Shown={ShownSetting}
      act={{ chain: 'platform', action: 'platform.changed' }}
    >
      <FieldSection {...section('brand')}>
        <DraftText {...of('brandName')} placeholder={t('platform.brandHint')} />
        <LogoField
          label={t('platform.fields.logo')}
          logo={draft.valueOf('logo')}
          onChange={(logo) => draft.change('logo', logo)}
        />
      </FieldSection>
      <FieldSection {...section('supplier')}>
        <DraftText {...of('supplierName')} />
        <DraftText {...of('supplierTaxId')} />
        <DraftText {...of('supplierEmail')} type="email" />
      </FieldSection>
      <FieldSection {...section('address')}>
        <DraftChoice
          {...of('supplierCountry')}
          data={countriesIn(i18n.language, draft.valueOf('supplierCountry'))}
          searchable
          clear={t('companyDetails.clear')}
        />
        <DraftText {...of('supplierCity')} />
        <DraftText {...of('supplierStreet')} />
        <DraftText {...of('supplierPostalCode')} />
      </FieldSection>
      <FieldSection {...section('bank')}>
        <DraftText {...of('supplierBankName')} />
        <DraftText {...of('supplierBankAccount')} />
        <DraftText {...of('supplierBankCode')} />
      </FieldSection>
    </DraftForm>
  )
}

function ShownSetting({ field, text }: { field: PlatformField; text: string }) {
  const { t, i18n } = useTranslation()
  if (text === '') return t('draft.nothing')
  if (field === 'logo') return <img className="logo-small" src={text} alt={t('draft.picture')} />
  return field === 'supplierCountry' ? countryIn(i18n.language, text) : text
}
