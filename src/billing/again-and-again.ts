/** Work that is done at once, and again so long after it was done; never twice at a time. */
export type Repeated<Result> = {
  /** Does it once more, after what is under way. */
  now: () => Promise<Result>
  isStopped: () => boolean
  /** Resolves when what is under way has ended. */
  stop: () => Promise<void>
}

/** @param failed what stands in for the result where it could not be done */
export function againAndAgain<Result>(
  work: () => Promise<Result>,
  { everySeconds, failed }: { everySeconds: number; failed: (error: Error) => Result },
): Repeated<Result> {
  let running: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  function next(): Promise<Result> {
    clearTimeout(timer)
    const result = running
      .then(work)
      .catch(failed)
      .finally(() => {
        clearTimeout(timer)
        if (!isStopped) timer = setTimeout(() => void next(), everySeconds * 1000).unref()
      })
    running = result
    return result
  }

  return {
    now: next,
    isStopped: () => isStopped,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
