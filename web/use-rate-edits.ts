import { useState } from 'react'
import { nameOfRate, type Rate } from './asking/tariffs.ts'

type Edits = {
  /** By the name of a rate of the version: what takes its place, or that it goes. */
  changed: ReadonlyMap<string, Rate | 'removed'>
  added: readonly Rate[]
}

/** The rates of a version while they are edited: only what differs is held, however many rates it has. */
export function useRateEdits() {
  const [{ changed, added }, setEdits] = useState<Edits>({ changed: new Map(), added: [] })
  const put = [...[...changed.values()].filter((one) => one !== 'removed'), ...added]
  const names = new Set(put.map(nameOfRate))
  return {
    added,
    isEdited: changed.size + added.length > 0,
    stateOf: (name: string) => changed.get(name),
    /** The rates that the API is sent. */
    put,
    remove: [...changed].filter(([name, to]) => to === 'removed' && !names.has(name)).map(([name]) => name),
    /** Takes a rate that is new, or in place of one with a name; where that was for other uses, it goes. */
    keep: (rate: Rate, before: string | undefined) =>
      setEdits((edits) => {
        const name = nameOfRate(rate)
        const others = edits.added.filter((one) => ![name, before].includes(nameOfRate(one)))
        const isNew = before === undefined || edits.added.some((one) => nameOfRate(one) === before)
        if (isNew) return { ...edits, added: [...others, rate] }
        const next = new Map(edits.changed)
        next.set(before, name === before ? rate : 'removed')
        return { changed: next, added: name === before ? others : [...others, rate] }
      }),
    removeRate: (name: string) =>
      setEdits((edits) => ({ ...edits, changed: new Map(edits.changed).set(name, 'removed') })),
    undo: (name: string) =>
      setEdits((edits) => {
        const next = new Map(edits.changed)
        next.delete(name)
        return { changed: next, added: edits.added.filter((rate) => nameOfRate(rate) !== name) }
      }),
  }
}
