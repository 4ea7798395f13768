import { fault } from './parameters.ts'

const idsMax = 200
const idLengthMax = 256

/** The list or object that a text is; undefined when it is none, as an id in braces, such as a GUID. */
export function jsonIn(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether it is a list of ids: as one of JSON they may hold anything. */
export function isIdList(json: unknown): json is string[] {
  return Array.isArray(json) && json.every((id) => typeof id === 'string')
}

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
