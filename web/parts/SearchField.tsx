import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useRef } from 'react'
import { useShortcuts } from '../keys/use-shortcuts.ts'

type SearchFieldProps = {
  label: string
  /** What stands in it while it is empty; the label where nothing is said. */
  hint?: string
  /** What the button does that empties it. */
  empty: string
  typed: string
  onType: (text: string) => void
  lengthMax?: number
  className?: string
}

/** What a list is searched by, with a button that empties it. */
export function SearchField({
  label,
  hint = label,
  empty,
  typed,
  onType,
  lengthMax = 100,
  className,
}: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  useShortcuts({ search: () => input.current?.focus() })
  return (
    <TextInput
      ref={input}
      className={className === undefined ? 'filters-search' : `filters-search ${className}`}
      aria-label={label}
      placeholder={hint}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={typed === '' ? null : <CloseButton size="sm" aria-label={empty} onClick={() => onType('')} />}
      maxLength={lengthMax}
      value={typed}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  )
}
