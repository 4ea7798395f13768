import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { PanelEntry } from '../asking/answers.ts'
import { Card } from './Card.tsx'
import type { CardActions } from './CardMenu.tsx'

/** A number in words, and what it was before or is of. */
export type Figure = { value: string; note: ReactNode }

type CounterProps = {
  title: string
  entries: readonly PanelEntry[]
  width: number
  /** Several where currencies are not added; undefined while it loads. */
  figures: readonly Figure[] | undefined
  menu: CardActions
  isOld: boolean
  failure?: ReactNode
}

/** One number, or one for each currency. */
export function Counter({ title, entries, width, figures, menu, isOld, failure }: CounterProps) {
  return (
    <Card title={title} entries={entries} width={width} menu={menu} isOld={isOld} className="counter">
      {failure ?? (
        <div className="figures">
          {figures?.map(({ value, note }) => (
            <div key={value} className="figure">
              {menu.rows[0] === undefined ? (
                <span className="counter-value">{value}</span>
              ) : (
                <button type="button" className="counter-value" onClick={menu.rows[0].open}>
                  {value}
                </button>
              )}
              <div className="counter-note">{note}</div>
            </div>
          )) ?? (
            <div className="figure">
              <Skeleton className="counter-coming" height={30} width="60%" radius={6} />
              <div className="counter-note" />
            </div>
          )}
        </div>
      )}
    </Card>
  )
}
