import { Button, CloseButton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { companiesQuery } from '../asking/accounts.ts'
import { taxCategories, type TaxCategory } from '../asking/invoices.ts'
import type { TaxRule } from '../asking/staff-invoices.ts'
import { serviceWords } from '../asking/tariffs.ts'
import { countriesIn } from '../countries.ts'
import { companyChoices } from './CompanySelect.tsx'
import { ChoiceField, TextField, useFault } from './Form.tsx'

const rulesMax = 200
const taxedServices = [...serviceWords, 'balance', 'other'] as const

type TaxRulesProps = { rules: readonly TaxRule[]; onChange: (rules: readonly TaxRule[]) => void }

/** What tax is on what, rule by rule; the most particular one that fits decides. */
export function TaxRules({ rules, onChange }: TaxRulesProps) {
  const { t } = useTranslation()
  const change = (place: number, changed: Partial<TaxRule>) =>
    onChange(rules.map((rule, at) => (at === place ? { ...rule, ...changed } : rule)))
  return (
    <div className="tax-rules">
      {rules.length === 0 ? <p className="soft">{t('taxes.none')}</p> : null}
      {rules.map((rule, place) => (
        <Rule
          // oxlint-disable-next-line react/no-array-index-key -- rules have no name of their own
          key={place}
          rule={rule}
          place={place}
          onChange={(changed) => change(place, changed)}
          onDrop={() => onChange(rules.filter((_, at) => at !== place))}
        />
      ))}
      {rules.length < rulesMax ? (
        <div>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() =>
              onChange([
                ...rules,
                { company: null, country: null, service: null, category: 'S', rate: '20', reason: null },
              ])
            }
          >
            {t('taxes.add')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

function anyOf(label: string): { value: string; label: string }[] {
  return [{ value: '', label }]
}

type RuleProps = {
  rule: TaxRule
  place: number
  onChange: (changed: Partial<TaxRule>) => void
  onDrop: () => void
}

function Rule({ rule, place, onChange, onDrop }: RuleProps) {
  const { t, i18n } = useTranslation()
  const { data: companies = [] } = useQuery(companiesQuery(''))
  const fault = useFault(`taxes[${place}]`)
  const of = (field: keyof TaxRule) => ({ name: `taxes[${place}].${field}`, label: t(`taxes.fields.${field}`) })
  const optional = { hiddenInputProps: { required: false } }
  const { company, country, service, category, rate, reason } = rule
  return (
    <fieldset className="tax-rule" aria-label={t('taxes.rule', { place: place + 1 })}>
      <ChoiceField
        {...of('category')}
        data={taxCategories.map((value) => ({ value, label: `${value} · ${t(`taxes.categories.${value}`)}` }))}
        value={category}
        onChange={(chosen) => {
          const to = (chosen ?? 'S') as TaxCategory
          onChange({ category: to, rate: to === 'S' ? rate : '0' })
        }}
      />
      <TextField
        {...of('rate')}
        inputMode="decimal"
        autoComplete="off"
        disabled={category !== 'S'}
        value={rate}
        onChange={(event) => onChange({ rate: event.currentTarget.value.replace(',', '.') })}
      />
      <ChoiceField
        {...of('country')}
        {...optional}
        searchable
        limit={300}
        data={[...anyOf(t('taxes.anyCountry')), ...countriesIn(i18n.language, country ?? '')]}
        value={country ?? ''}
        onChange={(chosen) => onChange({ country: chosen === '' ? null : chosen })}
      />
      <ChoiceField
        {...of('service')}
        {...optional}
        data={[
          ...anyOf(t('taxes.anyService')),
          ...taxedServices.map((value) => ({
            value,
            label: value === 'balance' || value === 'other' ? t(`taxes.services.${value}`) : t(`services.${value}`),
          })),
        ]}
        value={service ?? ''}
        onChange={(chosen) => onChange({ service: chosen === '' ? null : chosen })}
      />
      <ChoiceField
        {...of('company')}
        {...optional}
        searchable
        data={[...anyOf(t('taxes.anyCompany')), ...companyChoices(companies)]}
        value={company === null ? '' : String(company)}
        onChange={(chosen) => onChange({ company: chosen === null || chosen === '' ? null : Number(chosen) })}
      />
      <TextField
        {...of('reason')}
        required={false}
        placeholder={t('taxes.reasonHint')}
        maxLength={200}
        autoComplete="off"
        value={reason ?? ''}
        onChange={(event) => onChange({ reason: event.currentTarget.value === '' ? null : event.currentTarget.value })}
      />
      <CloseButton aria-label={t('taxes.drop', { place: place + 1 })} title={t('taxes.dropShort')} onClick={onDrop} />
      {fault === undefined ? null : <p className="worse tax-fault">{fault}</p>}
    </fieldset>
  )
}
