import { Select, type SelectProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { companiesQuery, type CompanyEntry } from '../asking/accounts.ts'

type CompanySelectProps = Pick<SelectProps, 'className'> & {
  label: string
  company: number | undefined
  onChoose: (company: string | null) => void
}

/** One of all companies, or all of them. */
export function CompanySelect({ label, company, onChoose, className }: CompanySelectProps) {
  const { t } = useTranslation()
  const { data: companies = [] } = useQuery(companiesQuery(''))
  return (
    <Select
      {...(className === undefined ? {} : { className })}
      aria-label={label}
      placeholder={label}
      searchable
      clearable
      selectFirstOptionOnChange
      limit={60}
      nothingFoundMessage={t('form.nothingFound')}
      comboboxProps={{ shadow: 'none' }}
      clearButtonProps={{ 'aria-label': t('filters.clear') }}
      data={companyChoices(companies)}
      value={company === undefined ? null : String(company)}
      onChange={onChoose}
    />
  )
}

/** Companies to choose from, by name and number. */
export function companyChoices(companies: readonly CompanyEntry[]): { value: string; label: string }[] {
  return companies.map(({ number, name }) => ({ value: String(number), label: `${name} (${number})` }))
}
