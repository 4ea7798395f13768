/** Lets readings and writings take turns, so that whoever reads sees what was written whole or not at all. */
export type Gate = {
  /** Reads when nothing is being written. Readings do not wait for each other. */
  read: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** Writes when nothing is being read. Writings come one at a time; what begins to read meanwhile waits for this one. */
  write: (work: () => Promise<void>) => Promise<void>
}

/**
 * Opens a gate.
 * @param patienceMilliseconds so long one waits for the other at most: a long import must not hold up pages, nor a long question
 *   the folding; what is read then may be half written
 */
export function createGate(patienceMilliseconds: number): Gate {
  const readings = new Set<Promise<unknown>>()
  let writing: Promise<void> | undefined

  async function patiently(wait: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const tired = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMilliseconds)
    })
    await Promise.race([wait, tired])
    clearTimeout(timer)
  }

  return {
    async read(work) {
      if (writing !== undefined) await patiently(writing)
      const reading = work()
      const ended = reading.catch(() => {})
      readings.add(ended)
      try {
        return await reading
      } finally {
        readings.delete(ended)
      }
    },
    async write(work) {
      let end: (() => void) | undefined
      writing = new Promise<void>((resolve) => {
        end = resolve
      })
      try {
        if (readings.size > 0) await patiently(Promise.all(readings))
        await work()
      } finally {
        writing = undefined
        end?.()
      }
    },
  }
}
