import '../look/dates.css'
import { Button, Select, TextInput } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import 'dayjs/locale/ru'
import { useId, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { longestYears, periodOf, wallTime, type Choice } from '../periods/period.ts'
import { presets } from '../periods/presets.ts'
import { temporal } from '../periods/temporal.ts'
import { typedDate, typedTime } from '../periods/typed.ts'
import { zonesWith } from '../periods/zones.ts'

type PeriodFormProps = {
  choice: Choice
  zone: string
  companyZone: string
  onApply: (choice: Choice, zone: string) => void
}

const fields = ['fromDate', 'fromTime', 'toDate', 'toTime'] as const
type Field = (typeof fields)[number]
type Draft = Record<Field, string>

/** Presets, a calendar, typed dates and times of day, and the zone. */
export function PeriodForm({ choice, zone, companyZone, onApply }: PeriodFormProps) {
  const { t, i18n } = useTranslation()
  const noteId = useId()
  const [chosenZone, setZone] = useState(zone)
  const [draft, setDraft] = useState(() => draftOf(choice, zone))
  const [isTouched, setTouched] = useState(false)
  const change = (changed: Partial<Draft>) => {
    setTouched(true)
    setDraft({ ...draft, ...changed })
  }
  const { errors, typed } = read(draft, chosenZone)
  const fault = fields.map((field) => errors[field]).find((word) => word !== undefined) ?? errors.order
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (!isTouched) return onApply(choice, chosenZone)
    if (typed !== undefined) onApply(typed, chosenZone)
  }
  const input = (field: Field, end: string, part: string) => (
    <TextInput
      size="xs"
      aria-label={`${end}, ${part}`}
      value={draft[field]}
      error={errors[field] !== undefined}
      aria-describedby={noteId}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  )
  const shownDates = [draft.fromDate, draft.toDate].map((text) =>
    typedDate(text, temporal.Now.plainDateISO(chosenZone)),
  )
  return (
    <form className="period-form" onSubmit={apply}>
      <fieldset className="period-presets" aria-label={t('period.ready')}>
        {presets.map((preset) => (
          <button
            key={preset.id}
            type="button"
            aria-pressed={'preset' in choice && choice.preset === preset.id}
            onClick={() => onApply({ preset: preset.id }, chosenZone)}
          >
            {t(`period.named.${preset.id}`)}
          </button>
        ))}
      </fieldset>
      <div className="period-free">
        <DatePicker
          type="range"
          allowSingleDateInRange
          size="sm"
          fullWidth
          locale={i18n.language}
          firstDayOfWeek={1}
          value={[shownDates[0] ?? null, shownDates[1] ?? null]}
          defaultDate={shownDates[1] ?? shownDates[0] ?? temporal.Now.plainDateISO(chosenZone).toString()}
          onChange={([from, to]) =>
            change({
              fromDate: from ?? '',
              toDate: to ?? '',
              ...(isTouched ? {} : { fromTime: '00:00', toTime: '24:00' }),
            })
          }
          ariaLabels={{ previousMonth: t('period.previousMonth'), nextMonth: t('period.nextMonth') }}
        />
        <div className="period-ends">
          <span aria-hidden>{t('period.start')}</span>
          {input('fromDate', t('period.start'), t('period.date'))}
          {input('fromTime', t('period.start'), t('period.time'))}
          <span aria-hidden>{t('period.end')}</span>
          {input('toDate', t('period.end'), t('period.date'))}
          {input('toTime', t('period.end'), t('period.time'))}
        </div>
        <p id={noteId} className={fault === undefined ? 'period-note soft' : 'period-note worse'} aria-live="polite">
          {fault === undefined ? t('period.endNote') : t(`period.faults.${fault}`, { years: longestYears })}
        </p>
        <Select
          size="xs"
          label={t('period.zone')}
          data={zonesWith([companyZone, zone])}
          value={chosenZone}
          searchable
          selectFirstOptionOnChange
          limit={60}
          nothingFoundMessage={t('period.nothingFound')}
          allowDeselect={false}
          onFocus={(event) => event.currentTarget.select()}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          onChange={(value) => value !== null && setZone(value)}
          comboboxProps={{ withinPortal: false, shadow: 'none' }}
        />
        <Button type="submit" size="xs" fullWidth disabled={isTouched && typed === undefined}>
          {t('period.apply')}
        </Button>
      </div>
    </form>
  )
}

/** An end at midnight is written as 24:00 of the day that it closes, as people say it. */
function draftOf(choice: Choice, zone: string): Draft {
  const { from, to } = periodOf(choice, zone, temporal.Now.instant())
  const [fromDate, fromTime] = wallTime(from).split('T')
  const [toDate, toTime] = wallTime(to).split('T')
  if (toTime === '00:00') {
    return {
      fromDate: fromDate!,
      fromTime: fromTime!,
      toDate: to.subtract({ days: 1 }).toPlainDate().toString(),
      toTime: '24:00',
    }
  }
  return { fromDate: fromDate!, fromTime: fromTime!, toDate: toDate!, toTime: toTime! }
}

type Errors = Partial<Record<Field, 'date' | 'time'>> & { order?: 'order' | 'long' }

function read(draft: Draft, zone: string): { errors: Errors; typed: Choice | undefined } {
  const today = temporal.Now.plainDateISO(zone)
  const fromDate = typedDate(draft.fromDate, today)
  const toDate = typedDate(draft.toDate, today)
  const fromTime = typedTime(draft.fromTime)
  const isEndOfDay = draft.toTime.trim() === '24:00'
  const toTime = isEndOfDay ? '00:00' : typedTime(draft.toTime)
  const errors: Errors = {
    ...(fromDate === undefined && draft.fromDate !== '' ? { fromDate: 'date' } : {}),
    ...(toDate === undefined && draft.toDate !== '' ? { toDate: 'date' } : {}),
    ...(fromTime === undefined ? { fromTime: 'time' } : {}),
    ...(toTime === undefined ? { toTime: 'time' } : {}),
  }
  if (fromDate === undefined || toDate === undefined || fromTime === undefined || toTime === undefined)
    return { errors, typed: undefined }
  const endDate = isEndOfDay ? temporal.PlainDate.from(toDate).add({ days: 1 }).toString() : toDate
  const typed = { from: `${fromDate}T${fromTime}`, to: `${endDate}T${toTime}` }
  if (typed.from >= typed.to) return { errors: { ...errors, order: 'order' }, typed: undefined }
  const longest = temporal.PlainDateTime.from(typed.from).add({ years: longestYears })
  if (temporal.PlainDateTime.compare(longest, temporal.PlainDateTime.from(typed.to)) < 0)
    return { errors: { ...errors, order: 'long' }, typed: undefined }
  return { errors, typed }
}
