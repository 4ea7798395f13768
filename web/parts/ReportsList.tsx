import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { reportQuery, reportsKey, useReports, type Report } from '../asking/reports.ts'
import { useReportActs } from '../use-report-acts.ts'
import { useReportSearch } from '../use-report-search.ts'
import { ChosenReports } from './ChosenReports.tsx'
import { Confirm } from './Confirm.tsx'
import { FailureNote } from './FailureNote.tsx'
import { Loaded } from './Loaded.tsx'
import { MoreButton } from './MoreButton.tsx'
import { NoReports } from './NoReports.tsx'
import { Records } from './Records.tsx'
import { ReportFilters } from './ReportFilters.tsx'
import { ReportRow } from './ReportRow.tsx'
import { ReportTabs } from './ReportTabs.tsx'

const ReportDialog = lazy(() => import('./ReportDialog.tsx').then((file) => ({ default: file.ReportDialog })))

/** Reports: searched, by state, page after page, with what can be done with one or several; it follows what is being made. */
export function ReportsList() {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const queries = useQueryClient()
  const search = useReportSearch(company.zone)
  const found = useReports(search.asked)
  const acts = useReportActs()
  const [isMaking, setMaking] = useState(false)
  const [asked, setAsked] = useState<Report>()
  const { acting, deleting } = acts
  const said = useSaidOf(asked)
  const isAsking = deleting.length > 0
  return (
    <>
      <ReportTabs>
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setMaking(true)}>
          {t('reports.new')}
        </Button>
      </ReportTabs>
      <ReportFilters search={search} counts={found.data?.pages[0]?.counts} companyZone={company.zone} />
      <section className="card" aria-label={t('reports.list')} aria-busy={found.isPlaceholderData}>
        <output className="said-line">{said}</output>
        {acting.error === null || isAsking ? null : <FailureNote error={acting.error} general="failure.form" />}
        <Loaded query={found} height={420}>
          {({ pages }) => {
            const reports = pages.flatMap((page) => page.reports)
            if (reports.length === 0) return <NoReports search={search} onMake={() => setMaking(true)} />
            return (
              <>
                <ChosenReports reports={reports} acts={acts} zone={search.zone} />
                <Records
                  label={t('reports.list')}
                  columns={[
                    { title: t('reports.name') },
                    { title: t('reports.service') },
                    { title: t('reports.type') },
                    { title: t('reports.status') },
                    { title: t('reports.added') },
                    { title: t('reports.formed') },
                    { title: t('reports.actions'), kind: 'acts' },
                  ]}
                >
                  {reports.map((report) => (
                    <ReportRow
                      key={report.id}
                      report={report}
                      zone={search.zone}
                      isChosen={acts.chosen.has(report.id)}
                      onChoose={(isChosen) => acts.choose([report.id], isChosen)}
                      onAct={(act) => (act === 'delete' ? acts.askToDelete([report]) : acts.act(act, [report]))}
                    />
                  ))}
                </Records>
              </>
            )
          }}
        </Loaded>
        <MoreButton query={found} />
      </section>
      {isMaking ? (
        <Suspense>
          <ReportDialog
            onMade={(report) => {
              setMaking(false)
              setAsked(report)
              // A new report must be seen, whatever was looked for before.
              if (search.isFiltered) search.clear()
              void queries.invalidateQueries({ queryKey: reportsKey })
            }}
            onClose={() => setMaking(false)}
          />
        </Suspense>
      ) : null}
      {isAsking ? (
        <Confirm
          title={
            deleting.length === 1
              ? t('reports.deleteTitle', { name: deleting[0]!.name })
              : t('reports.deleteSome', { count: deleting.length })
          }
          text={t(
            deleting.some(({ status }) => status === 'generating') ? 'reports.deleteRunning' : 'reports.deleteText',
          )}
          verb={t('reports.acts.delete')}
          acting={acting}
          onConfirm={() => {
            if (deleting.some(({ id }) => id === asked?.id)) setAsked(undefined)
            acts.act('delete', deleting)
          }}
          onClose={() => acts.askToDelete([])}
        />
      ) : null}
    </>
  )
}

/** That a report is being generated, as long as it is: followed by itself, for the list may not show it. */
function useSaidOf(asked: Report | undefined): string {
  const { t } = useTranslation()
  const { data, isError } = useQuery(reportQuery(asked))
  return data?.status === 'generating' && !isError ? t('reports.asked', { name: data.name }) : ''
}
