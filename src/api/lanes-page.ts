import { lanesMax } from '../panels/operator-lanes.ts'
import { fault, one } from './parameters.ts'
import type { Parameters } from './parameters.ts'

const lanesUsual = 20

/** Which of the lanes are asked for. @throws Failure bad-request naming the parameter */
export function lanesPage(parameters: Parameters): { offset: number; limit: number } {
  return {
    offset: numberIn(parameters, 'offset', { usual: 0, min: 0, max: 1_000_000 }),
    limit: numberIn(parameters, 'limit', { usual: lanesUsual, min: 1, max: lanesMax }),
  }
}

function numberIn(
  parameters: Parameters,
  name: string,
  { usual, min, max }: { usual: number; min: number; max: number },
): number {
  const text = one(parameters, name)
  if (text === undefined) return usual
  const number = /^\d{1,7}$/.test(text) ? Number(text) : -1
  if (number >= min && number <= max) return number
  throw fault([{ field: name, detail: `This must be a whole number from ${min} to ${max}.` }])
}
