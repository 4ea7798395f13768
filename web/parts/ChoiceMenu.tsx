import { Checkbox, Popover, TextInput } from '@mantine/core'
import { IconChevronDown, IconSearch } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** What every filter of a page is given. */
export type FilterProps = {
  /** Its name in the address and in the API. */
  name: string
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

type Choice = { word: string; title: string; mark?: ReactNode }

type ChoiceMenuProps = {
  title: string
  all: string
  some: (count: number) => string
  choices: readonly Choice[]
  /** Those that are kept, also where they are not among the choices shown. */
  chosen: readonly Choice[]
  onChange: (chosen: readonly string[]) => void
  /** For long lists. */
  search?: { sought: string; onSeek: (text: string) => void; note: string }
}

/** Any number of choices of one dimension; none chosen means all. Applies as it changes. */
export function ChoiceMenu({ title, all, some, choices, chosen, onChange, search }: ChoiceMenuProps) {
  const { t } = useTranslation()
  const names = chosen.map((entry) => entry.title)
  const shown = names.length === 0 ? all : names.length <= 2 ? names.join(' + ') : some(names.length)
  const kept = chosen.map(({ word }) => word)
  const toggle = (word: string) => onChange(kept.includes(word) ? kept.filter((one) => one !== word) : [...kept, word])
  // What was chosen when the menu opened stands first and stays there, so that nothing jumps away under the pointer.
  const [first, setFirst] = useState<readonly Choice[]>([])
  const isSought = search !== undefined && search.sought !== ''
  const listed =
    search === undefined || isSought
      ? choices
      : [...first, ...choices.filter(({ word }) => !first.some((one) => one.word === word))]
  const [isOpened, setOpened] = useState(false)
  const open = (opened: boolean) => {
    setOpened(opened)
    setFirst(chosen)
    search?.onSeek('')
  }
  return (
    <Popover opened={isOpened} onChange={open} position="bottom-start" withinPortal trapFocus returnFocus shadow="none">
      <Popover.Target>
        <button
          type="button"
          className={names.length === 0 ? 'chip' : 'chip chip-active'}
          aria-label={`${title}: ${shown}`}
          title={names.length === 0 ? undefined : names.join(', ')}
          onClick={() => open(!isOpened)}
        >
          <bdi className="chip-text">{shown}</bdi>
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <fieldset className="choices" aria-label={title}>
          {search === undefined ? null : (
            <TextInput
              size="xs"
              type="search"
              aria-label={t('names.search', { title })}
              placeholder={t('names.searchShort')}
              leftSection={<IconSearch size={14} aria-hidden />}
              value={search.sought}
              onChange={({ currentTarget }) => search.onSeek(currentTarget.value)}
            />
          )}
          <div className={search === undefined ? 'choices-list' : 'choices-list choices-long'}>
            {listed.map(({ word, title: name, mark }) => (
              <Checkbox
                key={word}
                size="xs"
                checked={kept.includes(word)}
                onChange={() => toggle(word)}
                label={
                  <>
                    {mark}
                    <bdi className="choice-name" title={name}>
                      {name}
                    </bdi>
                  </>
                }
              />
            ))}
            {listed.length === 0 ? <p className="soft">{t('names.nothing')}</p> : null}
          </div>
          {search === undefined || search.note === '' ? null : <p className="choices-note soft">{search.note}</p>}
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

/** The key of what a filter says when it keeps all. */
export function allKey(name: string): 'allOf.channel' {
  return `allOf.${name}` as 'allOf.channel'
}

/** The key of what a filter says when it keeps some. */
export function someKey(name: string): 'someOf.channel' {
  return `someOf.${name}` as 'someOf.channel'
}
