import { rfc3339 } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import { typedTime } from '../periods/typed.ts'
import { TextField, useFault } from './Form.tsx'

type ClockFieldsProps = {
  /** The field that the API names: those of the form are this with `Date` and `Time`. */
  name: string
  label: string
  note: string
  timeLabel: string
  /** What stands in them at first. */
  date: string
  time: string
}

/** A day and a time on a clock, of which the API knows one moment. */
export function ClockFields({ name, label, note, timeLabel, date, time }: ClockFieldsProps) {
  const fault = useFault(name)
  return (
    <>
      {/* The field that the API names. */}
      <input type="hidden" name={name} />
      <TextField
        name={`${name}Date`}
        type="date"
        label={label}
        description={note}
        defaultValue={date}
        error={fault ?? undefined}
      />
      <TextField name={`${name}Time`} label={timeLabel} inputMode="numeric" autoComplete="off" defaultValue={time} />
    </>
  )
}

/** The moment that the fields say, on the clock of a zone; what is no time on a clock the API refuses, as everything else. */
export function momentOf(date: string, time: string, zone: string): string {
  const typed = typedTime(time)
  if (typed === undefined) return `${date}T${time}`
  return rfc3339(temporal.PlainDateTime.from(`${date}T${typed}`).toZonedDateTime(zone))
}
