import '../look/reports.css'
import { ReportsList } from '../parts/ReportsList.tsx'

/** Reports: which there are, how far those are that are being made, and new ones. */
export function Reports() {
  return <ReportsList />
}
