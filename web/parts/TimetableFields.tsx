import { useTranslation } from 'react-i18next'
import { coveredPeriods, scheduleTimes, type Timetable } from '../asking/report-schedules.ts'
import { weekdayName } from '../numbers.ts'
import { ChoiceField, TextField } from './Form.tsx'

type TimetableFieldsProps = { timetable: Timetable; zone: string; onChange: (timetable: Timetable) => void }

const numbersTo = (most: number) => Array.from({ length: most }, (_, at) => at + 1)

/** How often a report is made, when, and of which period before. */
export function TimetableFields({ timetable, zone, onChange }: TimetableFieldsProps) {
  const { t } = useTranslation()
  const { every, at, weekday, monthDay, cron, covers } = timetable
  const set = (changed: Partial<Timetable>) => onChange({ ...timetable, ...changed })
  return (
    <div className="fields timetable">
      <ChoiceField
        name="every"
        label={t('schedules.every')}
        data={scheduleTimes.map((value) => ({ value, label: t(`schedules.times.${value}`) }))}
        value={every}
        onChange={(value) => {
          const chosen = value as Timetable['every']
          set({ every: chosen, ...(chosen === 'cron' ? {} : { covers: chosen }) })
        }}
      />
      {every === 'week' ? (
        <ChoiceField
          name="weekday"
          label={t('schedules.weekday')}
          data={numbersTo(7).map((day) => ({ value: String(day), label: weekdayName(day) }))}
          value={String(weekday)}
          onChange={(value) => set({ weekday: Number(value) })}
        />
      ) : null}
      {every === 'month' ? (
        <ChoiceField
          name="monthDay"
          label={t('schedules.monthDay')}
          description={(monthDay ?? 1) > 28 ? t('schedules.monthDayHint') : undefined}
          data={numbersTo(31).map(String)}
          value={String(monthDay)}
          onChange={(value) => set({ monthDay: Number(value) })}
        />
      ) : null}
      {every === 'cron' ? (
        <TextField
          name="cron"
          label={t('schedules.cron')}
          description={t('schedules.cronHint', { zone })}
          autoComplete="off"
          spellCheck={false}
          value={cron ?? ''}
          onChange={(event) => set({ cron: event.currentTarget.value })}
        />
      ) : (
        <TextField
          name="at"
          autoComplete="off"
          placeholder="06:30"
          label={t('schedules.at')}
          description={t('schedules.atHint', { zone })}
          value={at ?? ''}
          onChange={(event) => set({ at: event.currentTarget.value })}
        />
      )}
      <ChoiceField
        name="covers"
        label={t('schedules.about')}
        data={coveredPeriods.map((value) => ({ value, label: t(`schedules.covers.${value}`) }))}
        value={covers}
        onChange={(value) => set({ covers: value as Timetable['covers'] })}
      />
    </div>
  )
}
