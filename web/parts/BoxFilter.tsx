import { Checkbox } from '@mantine/core'
import { useWords } from '../use-view.ts'
import type { FilterProps } from './ChoiceMenu.tsx'

/** A filter that is a box: what it says is asked for, or nothing is. */
export function BoxFilter({ name, chosen, onChange }: FilterProps) {
  const { titleOf, orderOf } = useWords()
  const word = orderOf(name)[0]!
  const isChosen = chosen.includes(word)
  return (
    <Checkbox
      className={isChosen ? 'chip chip-active' : 'chip'}
      size="xs"
      checked={isChosen}
      onChange={() => onChange(isChosen ? [] : [word])}
      label={titleOf(name, word)}
    />
  )
}
