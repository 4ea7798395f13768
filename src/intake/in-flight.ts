import { failure } from '../failure.ts'

/**
 * What all requests together may hold in memory, so that no number of clients can exhaust it: bytes that were read and
 * wait for more, and events that are worked on.
 */
export type InFlight = {
  /** Begins a request; throws Failure `overloaded` when too many are under way. */
  begin: () => Held
  /**
   * Resolves when there is room to work on so many bytes, in the order of asking; rejects with Failure `overloaded`
   * when there is none for too long. What it gives is to be called when the work is done.
   */
  turn: (bytes: number) => Promise<() => void>
}

export type Held = {
  /** Says how many bytes the request holds now; throws Failure `overloaded` when all hold too much together. */
  holds: (bytes: number) => void
  end: () => void
}

export type InFlightOptions = {
  requestsMax?: number
  heldBytesMax?: number
  /** A body that is greater by itself is worked on alone. */
  workBytesMax?: number
  turnMilliseconds?: number
}

type Waiting = { bytes: number; go: () => void }

export function createInFlight({
  requestsMax = 2000,
  heldBytesMax = 128 * 1024 * 1024,
  workBytesMax = 64 * 1024 * 1024,
  turnMilliseconds = 10_000,
}: InFlightOptions = {}): InFlight {
  let requests = 0
  let held = 0
  let working = 0
  const queue: Waiting[] = []

  function start(): void {
    while (queue.length > 0 && (working === 0 || working + queue[0]!.bytes <= workBytesMax)) {
      const next = queue.shift()!
      working += next.bytes
      next.go()
    }
  }

  return {
    begin() {
      if (requests >= requestsMax) throw busy()
      requests++
      let mine = 0
      return {
        holds(bytes) {
          if (bytes > mine && held + bytes - mine > heldBytesMax) throw busy()
          held += bytes - mine
          mine = bytes
        },
        end() {
          held -= mine
          mine = 0
          requests--
        },
      }
    },
    async turn(bytes) {
      await new Promise<void>((resolve, reject) => {
        const waiting = {
          bytes,
          go() {
            clearTimeout(timer)
            resolve()
          },
        }
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(waiting), 1)
          reject(busy())
          start()
        }, turnMilliseconds)
        queue.push(waiting)
        start()
      })
      return () => {
        working -= bytes
        start()
      }
    },
  }
}

function busy(): Error {
  return failure('overloaded', 'Talkmeter has more to read than it can hold; send these events again in a few seconds.')
}
