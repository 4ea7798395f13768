/** Does pieces of work one after another. */
export type OneByOne = <Result>(work: () => Promise<Result>) => Promise<Result>

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

  return (work) => {
    const result = last.then(() => run(work))
    last = result.catch(() => {})
    return result
  }
}
