import { Refused } from '../events/refusal.ts'

/**
 * The JSON of a line, or of an element of an array.
 * @throws Refused when it is none
 */
export function parseLine(line: string, what: 'line' | 'element' = 'line'): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 120).toWellFormed() : ''
    throw new Refused('not-json', '', `The ${what} is not JSON: ${reason}.`)
  }
}
