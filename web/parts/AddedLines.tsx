import { Button, CloseButton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Revision } from '../use-revision.ts'
import { TextField } from './Form.tsx'

const addedMax = 100

/** Lines that a revision adds: what for, how much of it, and the price of one. */
export function AddedLines({ currency, revision }: { currency: string; revision: Revision }) {
  const { t } = useTranslation()
  const { added, setAdded, dropAdded, addLine } = revision
  return (
    <div className="added-lines">
      {added.map(({ id, name, quantity, unitPrice }, place) => (
        <fieldset key={id} className="added-line" aria-label={t('revising.newLine', { place: place + 1 })}>
          <TextField
            name={`added[${place}].name`}
            label={t('invoices.line')}
            maxLength={200}
            autoComplete="off"
            value={name}
            onChange={(event) => setAdded(id, { name: event.currentTarget.value })}
          />
          <TextField
            name={`added[${place}].quantity`}
            label={t('charges.quantity')}
            inputMode="decimal"
            autoComplete="off"
            value={quantity}
            onChange={(event) => setAdded(id, { quantity: event.currentTarget.value })}
          />
          <TextField
            name={`added[${place}].unitPrice`}
            label={t('revising.unitPriceIn', { currency })}
            inputMode="decimal"
            autoComplete="off"
            value={unitPrice}
            onChange={(event) => setAdded(id, { unitPrice: event.currentTarget.value })}
          />
          <CloseButton
            aria-label={t('revising.dropLine', { place: place + 1 })}
            title={t('revising.remove')}
            onClick={() => dropAdded(id)}
          />
        </fieldset>
      ))}
      {added.length < addedMax ? (
        <Button size="xs" variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={addLine}>
          {t('revising.addLine')}
        </Button>
      ) : null}
    </div>
  )
}
