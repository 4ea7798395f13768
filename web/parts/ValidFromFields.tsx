import { useTranslation } from 'react-i18next'
import { rfc3339 } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import { typedTime } from '../periods/typed.ts'
import { ChoiceField, TextField, useFault, type Typed } from './Form.tsx'

type ValidFromFieldsProps = { zone: string; ownPrices?: 'first' | 'last' | undefined }

/** From when prices are valid, on the clock of the company; whose prices go first; and a note. */
export function ValidFromFields({ zone, ownPrices = 'first' }: ValidFromFieldsProps) {
  const { t } = useTranslation()
  const fault = useFault('validFrom')
  const today = temporal.Now.plainDateISO(zone)
  return (
    <div className="fields">
      {/* The field that the API names. */}
      <input type="hidden" name="validFrom" />
      <TextField
        name="validFromDate"
        type="date"
        label={t('tariffs.validFrom')}
        description={t('tariffs.validFromNote', { zone })}
        defaultValue={today.add({ days: 1 }).toString()}
        error={fault ?? undefined}
      />
      <TextField
        name="validFromTime"
        label={t('tariffs.validFromTime')}
        inputMode="numeric"
        autoComplete="off"
        defaultValue="00:00"
      />
      <ChoiceField
        name="ownPrices"
        label={t('tariffs.whosePrices')}
        data={(['first', 'last'] as const).map((value) => ({ value, label: t(`tariffs.ownPricesShort.${value}`) }))}
        defaultValue={ownPrices}
      />
      <TextField
        name="note"
        label={t('tariffs.note')}
        description={t('tariffs.noteHint')}
        required={false}
        maxLength={300}
        autoComplete="off"
      />
    </div>
  )
}

/** What the fields say, as the API takes it. */
export function headOf(typed: Typed, zone: string): { validFrom: string; ownPrices: string; note: string } {
  const { validFromDate = '', validFromTime = '', ownPrices = 'first', note = '' } = typed
  return { validFrom: instantOf(validFromDate, validFromTime, zone), ownPrices, note }
}

/** What is no time on a clock is told of by the API, as everything else. */
function instantOf(date: string, time: string, zone: string): string {
  const typed = typedTime(time)
  if (typed === undefined) return `${date}T${time}`
  return rfc3339(temporal.PlainDateTime.from(`${date}T${typed}`).toZonedDateTime(zone))
}
