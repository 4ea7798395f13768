import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { temporal } from '../periods/temporal.ts'
import { ClockFields, momentOf } from './ClockFields.tsx'
import type { Typed } from './Form.tsx'

/** When money came, on the clock of a zone; now, where nobody says else. */
export function ReceivedAtFields({ zone }: { zone: string }) {
  const { t } = useTranslation()
  const [now] = useState(() => temporal.Now.zonedDateTimeISO(zone))
  return (
    <div className="fields">
      <ClockFields
        name="receivedAt"
        label={t('payments.receivedAt')}
        note={t('payments.receivedNote', { zone })}
        timeLabel={t('payments.receivedTime')}
        date={now.toPlainDate().toString()}
        time={now.toPlainTime().toString({ smallestUnit: 'minute' })}
      />
    </div>
  )
}

/** What the fields say, as the API takes it. */
export function receivedAtOf({ receivedAtDate = '', receivedAtTime = '' }: Typed, zone: string): string {
  return momentOf(receivedAtDate, receivedAtTime, zone)
}
