import { useTranslation } from 'react-i18next'
import { reportStatuses, type ReportsPage } from '../asking/reports.ts'
import { count } from '../numbers.ts'
import type { ReportSearch } from '../use-report-search.ts'
import { PeriodChoice } from './PeriodChoice.tsx'
import { SearchField } from './SearchField.tsx'

type ReportFiltersProps = { search: ReportSearch; counts: ReportsPage['counts'] | undefined; companyZone: string }

/** What narrows the list of reports: a name, when they were asked for; Clear; at the right their state with how many there are. */
export function ReportFilters({ search, counts, companyZone }: ReportFiltersProps) {
  const { t } = useTranslation()
  const { status: chosen } = search.asked
  return (
    <section className="filters" aria-label={t('filters.label')}>
      <SearchField
        label={t('reports.search')}
        empty={t('reports.emptySearch')}
        typed={search.typed}
        onType={search.setTyped}
      />
      <PeriodChoice
        choice={search.choice}
        zone={search.zone}
        companyZone={companyZone}
        anyTime={t('reports.anyTime')}
        onChange={search.setPeriod}
      />
      <button type="button" className="chip chip-quiet" disabled={!search.isFiltered} onClick={search.clear}>
        {t('filters.clear')}
      </button>
      <fieldset className="filters-right parts" aria-label={t('reports.status')}>
        {[...reportStatuses, undefined].map((status) => (
          <button
            key={status ?? 'all'}
            type="button"
            className="chip"
            aria-pressed={chosen === status}
            onClick={() => search.setStatus(status)}
          >
            {t(`reports.statuses.${status ?? 'all'}`)}{' '}
            <span className="parts-count">{counts === undefined ? '' : count(counts[status ?? 'all'])}</span>
          </button>
        ))}
      </fieldset>
    </section>
  )
}
