import '../look/dates.css'
import { Button, Select, TextInput } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { Temporal } from 'temporal-polyfill'
import { useId, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { periodOf, wallTime, type Choice } from '../periods/period.ts'
import { presets } from '../periods/presets.ts'
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
  const { t } = useTranslation()
  const id = useId()
  const [chosenZone, setZone] = useState(zone)
  const [draft, setDraft] = useState(() => draftOf(choice, zone))
  const [isTouched, setTouched] = useState(false)
  const change = (changed: Partial<Draft>) => {
    setTouched(true)
    setDraft({ ...draft, ...changed })
  }
  const { errors, typed } = read(draft, chosenZone)
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (!isTouched) return onApply(choice, chosenZone)
    if (typed !== undefined) onApply(typed, chosenZone)
  }
  const input = (field: Field, end: 'start' | 'end', part: 'date' | 'time') => (
    <TextInput
      size="xs"
      aria-label={`${t(`period.${end}`)}, ${t(`period.${part}`)}`}
      value={draft[field]}
      error={errors[field] === undefined ? undefined : t(`period.${errors[field]}`)}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
      className={`period-${part}`}
    />
  )
  const shownDates = [draft.fromDate, draft.toDate].map((text) =>
    typedDate(text, Temporal.Now.plainDateISO(chosenZone)),
  )
  return (
    <form className="period-form" onSubmit={apply}>
      <fieldset className="period-presets" aria-label={t('period.presets')}>
        {presets.map((preset) => (
          <button
            key={preset.id}
            type="button"
            aria-pressed={'preset' in choice && choice.preset === preset.id}
            onClick={() => onApply({ preset: preset.id }, chosenZone)}
          >
            {t(`period.${preset.id}`)}
          </button>
        ))}
      </fieldset>
      <div className="period-free">
        <DatePicker
          type="range"
          allowSingleDateInRange
          size="sm"
          value={[shownDates[0] ?? null, shownDates[1] ?? null]}
          defaultDate={shownDates[1] ?? shownDates[0] ?? Temporal.Now.plainDateISO(chosenZone).toString()}
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
          <span id={`${id}from`}>{t('period.start')}</span>
          {input('fromDate', 'start', 'date')}
          {input('fromTime', 'start', 'time')}
          <span id={`${id}to`}>{t('period.end')}</span>
          {input('toDate', 'end', 'date')}
          {input('toTime', 'end', 'time')}
        </div>
        <p className="soft period-note" role={isTouched && errors.order !== undefined ? 'alert' : undefined}>
          {isTouched && errors.order !== undefined ? t('period.wrongOrder') : t('period.endNote')}
        </p>
        <Select
          size="xs"
          label={t('period.zone')}
          data={zonesWith([companyZone, zone])}
          value={chosenZone}
          searchable
          limit={60}
          nothingFoundMessage={t('period.nothingFound')}
          allowDeselect={false}
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
  const { from, to } = periodOf(choice, zone)
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

type Errors = Partial<Record<Field, 'wrongDate' | 'wrongTime'>> & { order?: true }

function read(draft: Draft, zone: string): { errors: Errors; typed: Choice | undefined } {
  const today = Temporal.Now.plainDateISO(zone)
  const fromDate = typedDate(draft.fromDate, today)
  const toDate = typedDate(draft.toDate, today)
  const fromTime = typedTime(draft.fromTime)
  const isEndOfDay = draft.toTime.trim() === '24:00'
  const toTime = isEndOfDay ? '00:00' : typedTime(draft.toTime)
  const errors: Errors = {
    ...(fromDate === undefined && draft.fromDate !== '' ? { fromDate: 'wrongDate' } : {}),
    ...(toDate === undefined && draft.toDate !== '' ? { toDate: 'wrongDate' } : {}),
    ...(fromTime === undefined ? { fromTime: 'wrongTime' } : {}),
    ...(toTime === undefined ? { toTime: 'wrongTime' } : {}),
  }
  if (fromDate === undefined || toDate === undefined || fromTime === undefined || toTime === undefined)
    return { errors, typed: undefined }
  const endDate = isEndOfDay ? Temporal.PlainDate.from(toDate).add({ days: 1 }).toString() : toDate
  const typed = { from: `${fromDate}T${fromTime}`, to: `${endDate}T${toTime}` }
  if (typed.from >= typed.to) return { errors: { ...errors, order: true }, typed: undefined }
  return { errors, typed }
}
