import { ActionIcon, Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportColumn } from '../asking/reports.ts'
import { textIn } from '../i18n/language.ts'

type ReportColumnsProps = {
  columns: readonly ReportColumn[]
  /** Names, in their order. */
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
  onUsual: () => void
}

type Move = 'up' | 'down'

/** Columns to choose, and those that are chosen to be put in order: by buttons, or drawn by the pointer. */
export function ReportColumns({ columns, chosen, onChange, onUsual }: ReportColumnsProps) {
  const { t, i18n } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const moved = useRef<{ name: string; move: Move }>(undefined)
  const [drawn, setDrawn] = useState<string>()
  const byName = new Map(columns.map((column) => [column.name, column]))
  const shown = [
    ...chosen.flatMap((name) => byName.get(name) ?? []),
    ...columns.filter(({ name }) => !chosen.includes(name)),
  ]
  // What was moved by the keyboard keeps the focus in its new place.
  useLayoutEffect(() => {
    if (moved.current === undefined) return
    const { name, move } = moved.current
    moved.current = undefined
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>(`[data-column="${name}"] button`) ?? []
    const [up, down] = buttons
    const wanted = move === 'up' ? up : down
    ;(wanted?.disabled ? (move === 'up' ? down : up) : wanted)?.focus()
  })
  const place = (name: string, at: number) => {
    const others = chosen.filter((one) => one !== name)
    onChange([...others.slice(0, at), name, ...others.slice(at)])
  }
  const step = (name: string, move: Move) => {
    moved.current = { name, move }
    place(name, chosen.indexOf(name) + (move === 'up' ? -1 : 1))
  }
  const arrow = (name: string, title: string, move: Move, Icon: typeof IconArrowUp) => (
    <ActionIcon
      variant="subtle"
      size={24}
      aria-label={t(`reports.moves.${move}`, { title })}
      disabled={chosen.indexOf(name) === (move === 'up' ? 0 : chosen.length - 1)}
      onClick={() => step(name, move)}
    >
      <Icon size={15} stroke={1.7} />
    </ActionIcon>
  )
  return (
    <>
      <ul className="column-list" ref={list}>
        {shown.map(({ name, title }) => {
          const words = textIn(title, i18n.language)
          const isChosen = chosen.includes(name)
          return (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- what the pointer draws, its buttons move, too
            <li
              key={name}
              data-column={name}
              data-drawn={drawn === name}
              draggable={isChosen}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move'
                setDrawn(name)
              }}
              onDragEnter={() =>
                drawn !== undefined && isChosen && drawn !== name && place(drawn, chosen.indexOf(name))
              }
              onDragOver={(event) => drawn !== undefined && event.preventDefault()}
              onDragEnd={() => setDrawn(undefined)}
            >
              <IconGripVertical size={15} stroke={1.5} aria-hidden className="column-grip" data-shown={isChosen} />
              <Checkbox
                size="xs"
                checked={isChosen}
                label={words}
                onChange={() => onChange(isChosen ? chosen.filter((one) => one !== name) : [...chosen, name])}
              />
              {isChosen ? (
                <span className="column-moves">
                  {arrow(name, words, 'up', IconArrowUp)}
                  {arrow(name, words, 'down', IconArrowDown)}
                </span>
              ) : null}
            </li>
          )
        })}
      </ul>
      <button type="button" className="link" onClick={onUsual}>
        {t('reports.usualColumns')}
      </button>
    </>
  )
}
