import { useTranslation } from 'react-i18next'
import { temporal } from '../periods/temporal.ts'
import { ClockFields, momentOf } from './ClockFields.tsx'
import { ChoiceField, TextField, type Typed } from './Form.tsx'

type ValidFromFieldsProps = { zone: string; ownPrices?: 'first' | 'last' | undefined }

/** From when prices are valid, on the clock of the company; whose prices go first; and a note. */
export function ValidFromFields({ zone, ownPrices = 'first' }: ValidFromFieldsProps) {
  const { t } = useTranslation()
  const today = temporal.Now.plainDateISO(zone)
  return (
    <div className="fields">
      <ClockFields
        name="validFrom"
        label={t('tariffs.validFrom')}
        note={t('tariffs.validFromNote', { zone })}
        timeLabel={t('tariffs.validFromTime')}
        date={today.add({ days: 1 }).toString()}
        time="00:00"
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
  return { validFrom: momentOf(validFromDate, validFromTime, zone), ownPrices, note }
}
