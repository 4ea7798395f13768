import { useTranslation } from 'react-i18next'
import type { Report } from '../asking/reports.ts'
import { bytes, count, dateTime } from '../numbers.ts'
import { useReportWords } from '../use-report-words.ts'
import { ReportProgress } from './ReportProgress.tsx'

/** The state of a report, and what is to be known of it: how far it is, what its file is like, or why there is none and what to do. */
export function ReportState({ report, zone }: { report: Report; zone: string }) {
  const { t } = useTranslation()
  const { faultOf } = useReportWords()
  const { name, status, progress, error, file, expiredAt } = report
  return (
    <span className="report-state">
      <span className="status" data-status={status}>
        {t(`reports.states.${status}`)}
      </span>
      {progress === null ? null : <ReportProgress name={name} progress={progress} />}
      {file === null ? null : (
        <span className="record-note">
          {t('reports.rows', { count: file.rows, shown: count(file.rows) })} · {bytes(file.bytes)}
        </span>
      )}
      {error === null ? null : <span className="record-note report-fault">{faultOf(error)}</span>}
      {expiredAt === null ? null : (
        <span className="record-note">{t('reports.expired', { time: dateTime(expiredAt, zone) })}</span>
      )}
    </span>
  )
}
