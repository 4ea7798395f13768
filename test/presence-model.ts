/** What operators were when, worked out for each by itself, minute by minute if need be: the rules of docs/metrics.md by hand. */

export type ToldState = { operator: string; at: number; state: 'online' | 'paused' | 'offline'; group: string }
export type ModelStretch = Omit<ToldState, 'at'> & { from: number; to: number }

const longest = 24 * 3_600_000
const rank = { online: 1, paused: 2, offline: 3 }

/** The stretches of all operators; of two states of one instant the one of the greater rank stands. */
export function stretchesOf(told: readonly ToldState[]): ModelStretch[] {
  return [...Map.groupBy(told, ({ operator }) => operator).values()].flatMap((own) => {
    const standing = [...Map.groupBy(own, ({ at }) => at).values()].map(
      (same) => same.toSorted((a, b) => rank[b.state] - rank[a.state])[0]!,
    )
    const inOrder = standing.toSorted((a, b) => a.at - b.at)
    return inOrder.map(({ at, ...one }, place) => ({
      ...one,
      from: at,
      to: Math.min(inOrder[place + 1]?.at ?? Infinity, at + longest),
    }))
  })
}

/** For how many milliseconds of a piece of time a state of some stretches held. */
export function heldIn(
  stretches: readonly ModelStretch[],
  state: ToldState['state'],
  { from, to }: { from: number; to: number },
): number {
  return stretches
    .filter((one) => one.state === state)
    .reduce((sum, one) => sum + Math.max(0, Math.min(one.to, to) - Math.max(one.from, from)), 0)
}

/** Each day in UTC that has something of an operator in a group, in milliseconds since 1970, with what was held on it. */
export function daysOfPresence(stretches: readonly ModelStretch[]) {
  const day = 86_400_000
  return [...Map.groupBy(stretches, ({ operator, group }) => JSON.stringify([operator, group])).values()].flatMap(
    (own) => {
      const { operator, group } = own[0]!
      const first = Math.floor(Math.min(...own.map(({ from }) => from)) / day) * day
      const last = Math.max(...own.map(({ to }) => to))
      return Array.from({ length: Math.ceil((last - first) / day) }, (_, at) => first + at * day).flatMap((from) => {
        const piece = { from, to: from + day }
        const held = (['online', 'paused', 'offline'] as const).map((state) => heldIn(own, state, piece))
        return held.some((one) => one > 0) ? [{ operator, group, day: from, held }] : []
      })
    },
  )
}

/** The stretches of a state in a piece of time, cut to it; those that follow each other in one group are one. The latest first. */
export function joinedIn(
  stretches: readonly ModelStretch[],
  state: ToldState['state'],
  { from, to }: { from: number; to: number },
): ModelStretch[] {
  const joined: ModelStretch[] = []
  const cut = stretches.map((one) => ({ ...one, from: Math.max(one.from, from), to: Math.min(one.to, to) }))
  for (const one of cut.filter((some) => some.state === state && some.from < some.to)) {
    const before = joined.findLast(({ operator }) => operator === one.operator)
    if (before?.to === one.from && before.group === one.group) before.to = one.to
    else joined.push({ ...one })
  }
  return joined.toSorted((a, b) => b.from - a.from)
}
