import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReportSearch } from '../use-report-search.ts'

/** Why there are no reports, and the way on: filtered out, or none yet. */
export function NoReports({ search, onMake }: { search: ReportSearch; onMake: () => void }) {
  const { t } = useTranslation()
  const why = search.isFiltered ? 'filtered' : 'noneYet'
  return (
    <div className="empty empty-list">
      <h2>{t(`reports.none.${why}.title`)}</h2>
      <p className="soft">{t(`reports.none.${why}.text`)}</p>
      <Button size="sm" onClick={search.isFiltered ? search.clear : onMake}>
        {t(search.isFiltered ? 'reports.none.clear' : 'reports.new')}
      </Button>
    </div>
  )
}
