import { createContext, useContext, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelEntry } from '../asking/answers.ts'
import { useAnchor } from '../use-anchor.ts'
import { usePicture } from '../use-picture.ts'
import { emptyView, type View } from '../view.ts'
import { CardMenu, type CardActions } from './CardMenu.tsx'
import { Definition } from './Definition.tsx'
import { ReadingNote } from './ReadingNote.tsx'
import type { Reading } from '../use-page-state.ts'

type CardProps = {
  title: string
  entries: readonly PanelEntry[]
  /** Columns of twelve. */
  width: number
  menu?: CardActions
  /** Whether what it shows is about to be replaced. */
  isOld: boolean
  /** Under its title, of a panel that follows the clock. */
  reading?: Reading | undefined
  className?: string
  children: ReactNode
}

/** Filters of the page that the panel of a card has nothing to do with, as people call them. */
export const IdleFilters = createContext<readonly string[]>([])

/** What a card is called in an address, after its `#`; a card without it has no link of its own. */
export const CardAnchor = createContext<string | undefined>(undefined)

/** What the page shows, for pictures that tell of it. */
export const PageView = createContext<View>(emptyView)

/** A card: title, the definition of its numbers one click away, the menu, and what it shows. */
export function Card({ title, entries, width, menu, isOld, reading, className = '', children }: CardProps) {
  const { t } = useTranslation()
  const idle = useContext(IdleFilters)
  const anchor = useContext(CardAnchor)
  const { isMarked, linkTo } = useAnchor(anchor)
  const place = useRef<HTMLElement>(null)
  const view = useContext(PageView)
  const savePicture = usePicture()
  const shown = menu?.panels.find(({ answer }) => answer !== undefined)
  const saveAsSeen = () => {
    const id = anchor ?? shown?.entry?.id ?? 'card'
    void savePicture(place.current!, { id, title, period: shown!.answer!.period, view, legend: [] })
  }
  const why = menu?.isBlank ? 'pngNothing' : menu?.isComing ? 'pngComing' : undefined
  const png = shown === undefined ? undefined : (why ?? menu?.png ?? saveAsSeen)
  return (
    <section
      ref={place}
      id={anchor}
      className={`card span-${width} ${className}`}
      data-old={isOld}
      data-marked={isMarked}
      aria-label={title}
      aria-busy={isOld}
    >
      <header className="card-head">
        <h2>{title}</h2>
        {entries.length === 0 ? null : <Definition title={title} entries={entries} />}
        {menu === undefined ? null : <CardMenu title={title} actions={menu} linkTo={linkTo} png={png} />}
      </header>
      {reading === undefined ? null : <ReadingNote reading={reading} />}
      {idle.length === 0 ? null : (
        <p className="card-note soft">{t('card.unfiltered', { filters: idle.join(', ') })}</p>
      )}
      {children}
    </section>
  )
}
