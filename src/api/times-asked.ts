import type { FieldFault } from '../failure.ts'
import { instantOf } from '../measures/period.ts'
import { fault, one } from './parameters.ts'
import type { Parameters } from './parameters.ts'

/**
 * A period whose ends may be left out: `[from, to)`, each an RFC 3339 time.
 * @throws Failure bad-request naming each parameter at fault
 */
export function timesAsked(parameters: Parameters): { from: Date | undefined; to: Date | undefined } {
  const faults: FieldFault[] = []
  const [from, to] = ['from', 'to'].map((field) => timeIn(parameters, field, faults))
  if (from !== undefined && to !== undefined && from >= to) {
    faults.push({
      field: 'to',
      detail: 'The end must be later than the start: a period is from (included) to (excluded).',
    })
  }
  if (faults.length > 0) throw fault(faults)
  return { from, to }
}

/**
 * One RFC 3339 time, which may be left out.
 * @throws Failure bad-request naming the parameter
 */
export function timeAsked(parameters: Parameters, field: string): Date | undefined {
  const faults: FieldFault[] = []
  const time = timeIn(parameters, field, faults)
  if (faults.length > 0) throw fault(faults)
  return time
}

function timeIn(parameters: Parameters, field: string, faults: FieldFault[]): Date | undefined {
  const text = one(parameters, field)
  if (text === undefined) return undefined
  const instant = instantOf(text)
  if (instant !== undefined) return new Date(instant)
  const detail = `"${text.slice(0, 40)}" is not an RFC 3339 time such as "2026-11-01T09:30:00+01:00".`
  faults.push({ field, detail })
  return undefined
}
