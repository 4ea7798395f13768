import type { FoldInput } from './folder.ts'

/**
 * Folds what events of some kind say into facts. A step of the log is folded in three turns, each durable before the next;
 * a crash after any of them repeats the step, and changes nothing.
 */
export type Fold = {
  /** The rows of what the step's events are about. */
  rows: (step: Step) => Promise<Turns>
  /** Makes the roll-ups of some buckets anew, of whose facts something was forgotten. Starts of 15 minutes, in seconds. */
  recount?: (company: number, buckets: ReadonlySet<number>, generation: number) => Promise<void>
}

/** Records of the log that are folded together, up to `end`, with a generation greater than any drawn before. */
export type Step = { inputs: readonly FoldInput[]; end: number; generation: number }

export type Turns = {
  /** Makes the roll-ups of what changed anew. */
  rollUps: () => Promise<void>
  /** Remembers what is known now: what a repeated step starts from, so it comes last. */
  known: () => Promise<void>
}
