import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { PanelEntry } from '../asking/answers.ts'
import { Card, type CardActions } from './Card.tsx'

type CounterProps = {
  title: string
  entries: readonly PanelEntry[]
  width: number
  /** The number in words; several where currencies are not added; undefined while it loads. */
  values: readonly string[] | undefined
  note: ReactNode
  menu: CardActions
  isOld: boolean
  failure?: ReactNode
}

/** One number, what it was before, and what it is of. */
export function Counter({ title, entries, width, values, note, menu, isOld, failure }: CounterProps) {
  const open = menu.rows?.[0]?.open
  return (
    <Card title={title} entries={entries} width={width} menu={menu} isOld={isOld} className="counter">
      {failure ?? (
        <>
          <div className="counter-values">
            {values === undefined ? (
              <Skeleton height={30} width={150} radius={6} />
            ) : (
              values.map((value) => (
                <button key={value} type="button" className="counter-value" onClick={open}>
                  {value}
                </button>
              ))
            )}
          </div>
          <div className="counter-note">
            {values === undefined ? <Skeleton height={12} width={110} radius={4} /> : note}
          </div>
        </>
      )}
    </Card>
  )
}
