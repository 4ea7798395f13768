import { Checkbox, Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Dot } from './Dot.tsx'

type ChoiceMenuProps = {
  title: string
  all: string
  some: (count: number) => string
  words: readonly { word: string; title: string }[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

/** Any number of words of one dimension; none chosen means all. Applies as it changes. */
export function ChoiceMenu({ title, all, some, words, chosen, onChange }: ChoiceMenuProps) {
  const { t } = useTranslation()
  const names = words.filter(({ word }) => chosen.includes(word)).map((entry) => entry.title)
  const shown = names.length === 0 ? all : names.length <= 2 ? names.join(' + ') : some(names.length)
  const toggle = (word: string) =>
    onChange(words.map((entry) => entry.word).filter((w) => (w === word) !== chosen.includes(w)))
  return (
    <Popover position="bottom-start" withinPortal trapFocus returnFocus shadow="none">
      <Popover.Target>
        <button
          type="button"
          className={names.length === 0 ? 'chip' : 'chip chip-active'}
          aria-label={`${title}: ${shown}`}
        >
          <span className="chip-text">{shown}</span>
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <fieldset className="choices" aria-label={title}>
          {words.map(({ word, title: name }) => (
            <Checkbox
              key={word}
              size="xs"
              checked={chosen.includes(word)}
              onChange={() => toggle(word)}
              label={
                <>
                  <Dot word={word} />
                  {name}
                </>
              }
            />
          ))}
          <button type="button" className="chip chip-quiet" onClick={() => onChange([])} disabled={names.length === 0}>
            {all}
          </button>
          <span className="sr-only" aria-live="polite">
            {t('filters.label')}: {shown}
          </span>
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  )
}
