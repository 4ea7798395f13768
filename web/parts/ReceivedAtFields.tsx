import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rfc3339 } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import { typedTime } from '../periods/typed.ts'
import { TextField, useFault, type Typed } from './Form.tsx'

/** When money came, on the clock of a zone; now, where nobody says else. */
export function ReceivedAtFields({ zone }: { zone: string }) {
  const { t } = useTranslation()
  const fault = useFault('receivedAt')
  const [now] = useState(() => temporal.Now.zonedDateTimeISO(zone))
  return (
    <div className="fields">
      {/* The field that the API names. */}
      <input type="hidden" name="receivedAt" />
      <TextField
        name="receivedDate"
        type="date"
        label={t('payments.receivedAt')}
        description={t('payments.receivedNote', { zone })}
        defaultValue={now.toPlainDate().toString()}
        error={fault ?? undefined}
      />
      <TextField
        name="receivedTime"
        label={t('payments.receivedTime')}
        inputMode="numeric"
        autoComplete="off"
        defaultValue={now.toPlainTime().toString({ smallestUnit: 'minute' })}
      />
    </div>
  )
}

/** What the fields say, as the API takes it; what is no time on a clock it refuses. */
export function receivedAtOf({ receivedDate = '', receivedTime = '' }: Typed, zone: string): string {
  const time = typedTime(receivedTime)
  if (time === undefined) return `${receivedDate}T${receivedTime}`
  return rfc3339(temporal.PlainDateTime.from(`${receivedDate}T${time}`).toZonedDateTime(zone))
}
