import { useTranslation } from 'react-i18next'
import { useShortcuts } from '../keys/use-shortcuts.ts'
import type { PageState } from '../use-page-state.ts'
import { useSavedViews } from '../use-saved-views.ts'
import { filterKind, filtersOf } from '../use-view.ts'
import { searchOf } from '../view.ts'
import { BoxFilter } from './BoxFilter.tsx'
import { CompareMenu } from './CompareMenu.tsx'
import { FilterNotices } from './FilterNotices.tsx'
import { GrafanaButton } from './GrafanaButton.tsx'
import { NamesFilter } from './NamesFilter.tsx'
import { PeriodPicker } from './PeriodPicker.tsx'
import { ReportButton } from './ReportButton.tsx'
import { ShareMenu } from './ShareMenu.tsx'
import { ViewsMenu } from './ViewsMenu.tsx'
import { WordsFilter } from './WordsFilter.tsx'

const filterBy = { words: WordsFilter, names: NamesFilter, box: BoxFilter }

/** The one filter bar of a page of graphs: period first, then the page's filters, compare, Clear; views and Share at the right. */
export function FilterBar({ state }: { state: PageState }) {
  const { t } = useTranslation()
  const { id, view, ignored, setView, setFilter, clear, zone, company, catalogue } = state
  const views = useSavedViews(state)
  const isFresh = Object.keys(searchOf(view)).length === 0 && state.saved === undefined
  useShortcuts({ compare: () => setView({ compare: view.compare === 'off' ? 'previous' : 'off' }), clear })
  return (
    <>
      <section className="filters" aria-label={t('filters.label')}>
        <PeriodPicker view={view} zone={zone} companyZone={company.zone} onChange={setView} />
        {filtersOf(catalogue, id).map((name) => {
          const Filter = filterBy[filterKind(catalogue, name)]
          const chosen = view.filters[name] ?? []
          return <Filter key={name} name={name} chosen={chosen} onChange={(words) => setFilter(name, words)} />
        })}
        <CompareMenu compare={view.compare} onChange={(compare) => setView({ compare })} />
        <button type="button" className="chip chip-quiet" onClick={clear} disabled={isFresh && ignored.length === 0}>
          {t('filters.clear')}
        </button>
        <div className="filters-right">
          <ViewsMenu state={state} views={views} />
          <ReportButton state={state} />
          <ShareMenu state={state} />
          <GrafanaButton state={state} />
        </div>
      </section>
      <FilterNotices state={state} isGone={views.isGone} />
    </>
  )
}
