import type { Refusal } from '../../events/refusal.ts'

/** Where an event or a refused record stands; `text` is what stands there. */
export type Place = { file: string; line: number; text: string }

/** Refused for one reason: how many, an example of it in words, and where the first ones stand. */
export type RefusedGroup = { code: string; detail: string; count: number; places: Pick<Place, 'file' | 'line'>[] }

export type Tally = {
  /** Records read so far, and the events that they tell. */
  records: number
  events: number
  /** Records and events that were refused, by us or by the server. */
  refused: number
  refuse: (place: Place, refusal: Pick<Refusal, 'code' | 'field' | 'detail'>) => void
  groups: () => RefusedGroup[]
}

const placesShown = 5
/** Beyond so many reasons, those of one code and field are counted together. */
const groupsMax = 50

/** Counts an import, and sorts what was refused by its reason. */
export function createTally(onRefused: (place: Place, refusal: Pick<Refusal, 'code' | 'detail'>) => void): Tally {
  const groups = new Map<string, RefusedGroup>()
  const tally: Tally = {
    records: 0,
    events: 0,
    refused: 0,
    refuse(place, refusal) {
      tally.refused++
      const group = groupOf(groups, refusal)
      group.count++
      if (group.places.length < placesShown) group.places.push({ file: place.file, line: place.line })
      onRefused(place, refusal)
    },
    groups: () => [...groups.values()].toSorted((a, b) => b.count - a.count),
  }
  return tally
}

function groupOf(groups: Map<string, RefusedGroup>, refusal: Refusal): RefusedGroup {
  const precise = `${refusal.code} ${refusal.field} ${shapeOf(refusal)}`
  const key = groups.has(precise) || groups.size < groupsMax ? precise : `${refusal.code} ${refusal.field}`
  const group = groups.get(key) ?? { code: refusal.code, detail: refusal.detail, count: 0, places: [] }
  groups.set(key, group)
  return group
}

/**
 * What refusals for the same reason have in common: their sentence without its numbers and quotations. A word that is
 * not known is a reason of its own, because whoever reads it can say what it means.
 */
function shapeOf({ code, detail }: Refusal): string {
  if (code === 'unknown-value') return detail
  return detail.replaceAll(/"[^"]*"/g, '""').replaceAll(/\d+/g, '0')
}
