import { useTranslation } from 'react-i18next'
import type { Charges } from '../asking/charges.ts'
import { dateTime, fullDay } from '../numbers.ts'

/** Which days the charges are of, and until when usage is in them. */
export function ChargesNote({ answer: { days, chargedUntil } }: { answer: Charges }) {
  const { t } = useTranslation()
  const { first, last, zone } = days
  return (
    <div className="note soft">
      <span>
        {first === last
          ? t('charges.day', { day: fullDay(first), zone })
          : t('charges.days', { first: fullDay(first), last: fullDay(last), zone })}
      </span>
      <span>
        {chargedUntil === null ? t('balance.notCounted') : t('charges.until', { time: dateTime(chargedUntil, zone) })}
      </span>
    </div>
  )
}
