import { fault } from './parameters.ts'

const idsMax = 200
const idLengthMax = 256

/**
 * The ids of a filter. They are the company's own, and may hold anything; one that nothing has finds nothing.
 * @throws Failure bad-request naming the filter, when there are too many or one is too long
 */
export function idsAsked(name: string, given: readonly string[]): string[] {
  const asked = [...new Set(given)]
  if (asked.length > idsMax) throw fault([{ field: name, detail: `At most ${idsMax} can be chosen at once.` }])
  if (asked.some((id) => id.length > idLengthMax)) {
    throw fault([{ field: name, detail: `An id has ${idLengthMax} characters at most.` }])
  }
  return asked
}
