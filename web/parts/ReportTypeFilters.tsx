import { Checkbox } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { catalogueQuery } from '../asking/queries.ts'
import { serviceWords } from '../asking/tariffs.ts'
import { filterKind } from '../use-view.ts'
import { BoxFilter } from './BoxFilter.tsx'
import { ChoiceMenu, type FilterProps } from './ChoiceMenu.tsx'
import { NamesFilter } from './NamesFilter.tsx'
import { WordsFilter } from './WordsFilter.tsx'

type ReportTypeFiltersProps = {
  names: readonly string[]
  chosen: Readonly<Record<string, readonly string[]>>
  onChange: (name: string, words: readonly string[]) => void
}

const filterBy = { words: WordsFilter, names: NamesFilter, box: BoxFilter }
/** Those that pages of graphs do not have. */
const ownFilters: Readonly<Record<string, (props: FilterProps) => React.ReactNode>> = {
  service: ServiceFilter,
  expenses: ExpensesFilter,
}

/** The filters of a type of report; none chosen keeps all. */
export function ReportTypeFilters({ names, chosen, onChange }: ReportTypeFiltersProps) {
  const { t } = useTranslation()
  const { data: catalogue } = useSuspenseQuery(catalogueQuery)
  return (
    <fieldset className="report-filters" aria-label={t('filters.label')}>
      {names.map((name) => {
        const Filter = ownFilters[name] ?? filterBy[filterKind(catalogue, name)]
        return <Filter key={name} name={name} chosen={chosen[name] ?? []} onChange={(words) => onChange(name, words)} />
      })}
    </fieldset>
  )
}

function ServiceFilter({ chosen, onChange }: FilterProps) {
  const { t } = useTranslation()
  const words = serviceWords.map((word) => ({ word, title: t(`services.${word}`) }))
  return (
    <ChoiceMenu
      title={t('reports.service')}
      all={t('reports.allServices')}
      some={(count) => t('reports.someServices', { count })}
      choices={words}
      chosen={words.filter(({ word }) => chosen.includes(word))}
      onChange={onChange}
    />
  )
}

function ExpensesFilter({ chosen, onChange }: FilterProps) {
  const { t } = useTranslation()
  const isChosen = chosen.includes('yes')
  return (
    <Checkbox
      className={isChosen ? 'chip chip-active' : 'chip'}
      size="xs"
      checked={isChosen}
      onChange={() => onChange(isChosen ? [] : ['yes'])}
      label={t('reports.withExpenses')}
    />
  )
}
