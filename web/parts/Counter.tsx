import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { PanelEntry } from '../asking/answers.ts'
import type { Selectors } from '../asking/queries.ts'
import { Card } from './Card.tsx'
import type { CardActions } from './CardMenu.tsx'

/** A number in words, what it was before or is of, and where in its panel it stands. */
export type Figure = { value: string; note: ReactNode; at?: Selectors }

type CounterProps = {
  title: string
  entries: readonly PanelEntry[]
  width: number
  /** Several where currencies are not added; undefined while it loads. */
  figures: readonly Figure[] | undefined
  menu: CardActions
  /** Opens the rows behind a number; undefined where there are none to open. */
  onOpen: ((at: Selectors) => void) | undefined
  isOld: boolean
  failure?: ReactNode
}

/** One number, or one for each currency. */
export function Counter({ title, entries, width, figures, menu, onOpen, isOld, failure }: CounterProps) {
  return (
    <Card title={title} entries={entries} width={width} menu={menu} isOld={isOld} className="counter">
      {failure ?? (
        <div className="figures">
          {figures?.map(({ value, note, at = {} }) => (
            <div key={value} className="figure">
              {onOpen === undefined ? (
                <span className="counter-value">{value}</span>
              ) : (
                <button type="button" className="counter-value" onClick={() => onOpen(at)}>
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
