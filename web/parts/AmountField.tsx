import { TextInput, type TextInputProps } from '@mantine/core'
import { money } from '../numbers.ts'
import { isDecimal, typedAmount } from '../typed-amount.ts'
import { useFault } from './Form.tsx'

type AmountFieldProps = Pick<TextInputProps, 'required' | 'placeholder'> & {
  name: string
  label: string
  currency: string
  value: string
  onType: (text: string) => void
  'data-autofocus'?: boolean
}

/** An amount as people type it, and below it how it is understood. */
export function AmountField({ currency, value, onType, ...field }: AmountFieldProps) {
  const fault = useFault(field.name)
  const amount = typedAmount(value)
  return (
    <TextInput
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      required
      withAsterisk={false}
      inputMode="decimal"
      autoComplete="off"
      maxLength={30}
      {...field}
      error={fault}
      description={isDecimal(amount) ? money(amount, currency, 'exact') : '\u00a0'}
      value={value}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  )
}
