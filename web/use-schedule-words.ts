import { useTranslation } from 'react-i18next'
import type { Timetable } from './asking/report-schedules.ts'
import { weekdayName } from './numbers.ts'

/** When a schedule is due, in words. */
export function useScheduleWords(): (timetable: Timetable) => string {
  const { t } = useTranslation()
  return ({ every, at, weekday, monthDay, cron }) => {
    if (every === 'cron') return t('schedules.due.cron', { cron })
    if (every === 'week') return t('schedules.due.week', { weekday: weekdayName(weekday ?? 1), at })
    if (every === 'month')
      return t(isShort(monthDay) ? 'schedules.due.monthEnd' : 'schedules.due.month', { day: monthDay, at })
    return t('schedules.due.day', { at })
  }
}

/** Whether some months have no such day. */
function isShort(monthDay: number | null): boolean {
  return monthDay !== null && monthDay > 28
}
