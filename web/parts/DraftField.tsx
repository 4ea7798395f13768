import type { TextInputProps } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Draft } from '../use-draft.ts'
import { ChoiceField, TextField } from './Form.tsx'

type DraftFieldProps<Field extends string> = {
  draft: Draft<Field>
  field: Field
  label: string
  description?: ReactNode
}

/** A line of text of a draft; its id is its name, so that an address can lead to it. */
export function DraftText<Field extends string>(
  props: DraftFieldProps<Field> & Pick<TextInputProps, 'type' | 'inputMode' | 'required' | 'placeholder'>,
) {
  const { draft, field, ...input } = props
  return (
    <TextField
      id={field}
      name={field}
      required={false}
      autoComplete="off"
      {...input}
      value={draft.valueOf(field)}
      onChange={(event) => draft.change(field, event.currentTarget.value)}
    />
  )
}

/** One of a list in a draft; one that may be left empty can be cleared. */
export function DraftChoice<Field extends string>(
  props: DraftFieldProps<Field> & {
    data: readonly (string | { value: string; label: string })[]
    searchable?: boolean
    /** The button that empties it, in words; without it one has to be chosen. */
    clear?: string
  },
) {
  const { draft, field, data, clear, ...input } = props
  const value = draft.valueOf(field)
  return (
    <ChoiceField
      id={field}
      name={field}
      {...input}
      data={[...data]}
      limit={300}
      value={value === '' ? null : value}
      clearable={clear !== undefined}
      hiddenInputProps={{ required: clear === undefined }}
      clearButtonProps={{ 'aria-label': clear ?? '' }}
      onChange={(chosen) => draft.change(field, chosen ?? '')}
    />
  )
}
