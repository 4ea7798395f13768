import { Failure } from '../failure.ts'

/** Takes a turn of somebody, and gives what ends it. @throws Failure too-many-requests where they have as many as they may */
export type TakeTurn = (whose: number) => () => void

const retryAfterSeconds = 10

/**
 * Lets everybody do so much at once of what takes long.
 * @param sentence what somebody is told who has no more turns
 */
export function createTurns(most: number, sentence: string): TakeTurn {
  const taken = new Map<number, number>()
  return (whose) => {
    const own = taken.get(whose) ?? 0
    if (own >= most) throw new Failure('too-many-requests', sentence, [], undefined, retryAfterSeconds)
    taken.set(whose, own + 1)
    return () => {
      const left = taken.get(whose)! - 1
      if (left > 0) taken.set(whose, left)
      else taken.delete(whose)
    }
  }
}
