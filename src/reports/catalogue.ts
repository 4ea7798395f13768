import { callsByDay, callsDetail } from './calls.ts'
import { chatsDialogues, chatsMessages } from './chats.ts'
import { allCompanies } from './companies.ts'
import { financeCharges } from './finance.ts'
import { notificationsByDay, notificationsDetail } from './notifications.ts'
import { operatorsActivity } from './operators.ts'
import type { ReportType } from './report-type.ts'

/** All reports that can be asked for, in the order of the screen. */
export const reportTypes: readonly ReportType[] = [
  notificationsDetail,
  notificationsByDay,
  chatsDialogues,
  chatsMessages,
  callsDetail,
  callsByDay,
  operatorsActivity,
  financeCharges,
  allCompanies,
]

export function reportTypeOf(service: string, type: string): ReportType | undefined {
  return reportTypes.find((one) => one.service === service && one.type === type)
}
