import '../look/reports.css'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { newKey } from '../asking/new-key.ts'
import { sessionQuery } from '../asking/queries.ts'
import { reportsKey, reportTypesQuery, type Report, type ReportRequest, type ReportType } from '../asking/reports.ts'
import { periodOf, rfc3339, type Choice } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import { useReportDraft, type ReportStart } from '../use-report-draft.ts'
import { emptyView } from '../view.ts'
import { Dialog } from './Dialog.tsx'
import { Form } from './Form.tsx'
import { Loaded } from './Loaded.tsx'
import { PeriodPicker } from './PeriodPicker.tsx'
import { FieldFault, ReportColumnsField, ReportFields, ReportRowsFields } from './ReportFields.tsx'
import { ReportPreview, useReportPreview } from './ReportPreview.tsx'

/** What a page shows, as far as a report of it starts from there. */
export type ReportOfPage = { start: ReportStart; choice: Choice; zone: string }

type ReportDialogProps = {
  /** Without it the report is about the last days. */
  page?: ReportOfPage
  onMade: (report: Report) => void
  onClose: () => void
}

/** A new report: what it is, of when, which rows and columns; with its first rows while they are chosen. */
export function ReportDialog({ page, onMade, onClose }: ReportDialogProps) {
  const { t } = useTranslation()
  const types = useQuery(reportTypesQuery)
  return (
    <Dialog title={t('reports.new')} size={1120} onClose={onClose}>
      <Loaded query={types} height={460}>
        {(known) => <NewReport types={known} page={page} onMade={onMade} onClose={onClose} />}
      </Loaded>
    </Dialog>
  )
}

type NewReportProps = Omit<ReportDialogProps, 'page'> & {
  types: readonly ReportType[]
  page: ReportOfPage | undefined
}

function NewReport({ types, page, onMade, onClose }: NewReportProps) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const draft = useReportDraft(types, page?.start ?? {})
  const [choice, setChoice] = useState<Choice>(page?.choice ?? { preset: '30d' })
  const [zone, setZone] = useState(page?.zone ?? company.zone)
  const { from, to } = periodOf(choice, zone, temporal.Now.instant())
  const request: ReportRequest = { ...draft.form, from: rfc3339(from), to: rfc3339(to), zone }
  const preview = useReportPreview(request)
  const asking = useAskForReport(onMade)
  return (
    <Form
      sending={asking}
      submit={t('reports.make')}
      onSend={() => asking.mutate(request)}
      beside={
        <Button variant="default" onClick={onClose}>
          {t('draft.cancel')}
        </Button>
      }
    >
      <ReportFields draft={draft} usualName={preview.data?.name ?? ''} />
      <div className="report-rows-fields">
        <PeriodPicker
          view={{ ...emptyView, choice, zone }}
          zone={zone}
          companyZone={company.zone}
          onChange={(changed) => {
            if (changed.choice !== undefined) setChoice(changed.choice)
            if ('zone' in changed) setZone(changed.zone ?? company.zone)
          }}
        />
        <ReportRowsFields draft={draft} />
      </div>
      {(['from', 'to', 'zone'] as const).map((name) => (
        <FieldFault key={name} name={name} />
      ))}
      <div className="report-look">
        <ReportColumnsField draft={draft} />
        <ReportPreview preview={preview} zone={zone} />
      </div>
    </Form>
  )
}

/** Asks for a report; the same sent again, after the answer was lost, makes no second one. */
function useAskForReport(onMade: (report: Report) => void) {
  const act = useAct()
  const queries = useQueryClient()
  const [keys] = useState(() => new Map<string, string>())
  return useMutation({
    mutationFn: ({ name, ...request }: ReportRequest) => {
      const body = name.trim() === '' ? request : { ...request, name: name.trim() }
      const content = JSON.stringify(body)
      if (!keys.has(content)) keys.set(content, newKey())
      return act<Report>('reports', { method: 'POST', body, key: keys.get(content)! })
    },
    onSuccess: (report) => {
      onMade(report)
      return queries.invalidateQueries({ queryKey: reportsKey })
    },
  })
}
