import type { Readable } from 'node:stream'

/** Takes bytes, and makes who gives them wait while there are enough. */
export type Sink = (chunk: Uint8Array) => Promise<void>

/** What was written. */
export type Written = { bytes: number; sha256: string }

/** Files that are there whole or not at all, under names of ours: words of letters, digits and `-_.`, parted by slashes. */
export type FileStore = {
  /** Writes a file; when it fails in the middle, nothing is left. */
  write: <Result>(name: string, work: (sink: Sink) => Promise<Result>) => Promise<Written & { result: Result }>
  /** @throws Failure not-found, also where it has not as many bytes as it should have */
  read: (name: string, bytes: number) => Promise<Readable>
  /** Takes a file away; it is well when it is gone already. */
  remove: (name: string) => Promise<void>
  /** Names of files that are older than so many milliseconds; what a writer left that crashed is taken away. */
  olderThan: (milliseconds: number, now: number) => AsyncIterable<string>
  /** Takes away what writers left that crashed: to be called by who knows that nobody writes. */
  clean: () => Promise<void>
}

/** Names are ours; one that is not stops before it reaches a disk. */
export function mustBeName(name: string): void {
  const isName = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(name) && name.length <= 200
  if (!isName) throw new Error(`"${name.slice(0, 80)}" is no name of a stored file.`)
}
