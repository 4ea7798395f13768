import '../look/reports.css'
import { useSuspenseQuery } from '@tanstack/react-query'
import { sessionQuery } from '../asking/queries.ts'
import { ReportWebhookCard } from '../parts/ReportWebhookCard.tsx'
import { SchedulesCard } from '../parts/SchedulesCard.tsx'

/** When reports are made by themselves, and who is told of them. */
export function ReportSchedules() {
  const { scopes } = useSuspenseQuery(sessionQuery).data
  return (
    <div className="report-schedules">
      <SchedulesCard />
      {scopes.includes('admin') ? <ReportWebhookCard /> : null}
    </div>
  )
}
