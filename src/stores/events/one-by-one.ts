/** Does pieces of work one after another; `waiting` counts those that are not done. */
export type OneByOne = (<Result>(work: () => Promise<Result>) => Promise<Result>) & { waiting: () => number }

/**
 * For an embedded session. What a question had written when it failed stays in the session, and would be the beginning
 * of the next answer, whoever asked for it: so after a failure the session is rinsed before anything else.
 */
export function oneByOne(rinse: () => Promise<unknown>): OneByOne {
  let last: Promise<unknown> = Promise.resolve()
  let isRinsed = true

  async function run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (!isRinsed) await rinse()
    isRinsed = false
    const result = await work()
    isRinsed = true
    return result
  }

  let waiting = 0

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    waiting++
    const result = last.then(() => run(work)).finally(() => waiting--)
    last = result.catch(() => {})
    return result
  }

  return Object.assign(inTurn, { waiting: () => waiting })
}
