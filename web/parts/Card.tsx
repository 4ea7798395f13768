import type { ReactNode } from 'react'
import type { PanelEntry } from '../asking/answers.ts'
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

/** A card: title, the definition of its numbers one click away, the menu, and what it shows. */
export function Card({ title, entries, width, menu, isOld, reading, className = '', children }: CardProps) {
  return (
    <section className={`card span-${width} ${className}`} data-old={isOld} aria-label={title} aria-busy={isOld}>
      <header className="card-head">
        <h2>{title}</h2>
        {entries.length === 0 ? null : <Definition title={title} entries={entries} />}
        {menu === undefined ? null : <CardMenu title={title} actions={menu} />}
      </header>
      {reading === undefined ? null : <ReadingNote reading={reading} />}
      {children}
    </section>
  )
}
