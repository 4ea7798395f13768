import type { FieldFault } from '../failure.ts'
import { oneOf } from './options.ts'
import type { FileOption, GivenOptions } from './options.ts'
import { dateOrders } from './written-values.ts'
import type { DateOrder } from './written-values.ts'

/** Options that tables of all kinds have. */

export const statusOption: FileOption = {
  name: 'status',
  value: 'word=status',
  description: 'what a word in the status column means, such as "DELIVRD=delivered" or "*=error" (repeat it)',
}
export const decimalCommaOption: FileOption = {
  name: 'decimal-comma',
  description: 'prices are written with a decimal comma: 0,0125',
}
export const datesOption: FileOption = {
  name: 'dates',
  value: dateOrders.join('|'),
  description: 'the order of days with slashes, such as 24/11/2026 (dmy) or 11/24/2026 (mdy)',
}

/** The order of days with slashes, where it was said. */
export function orderOf(options: GivenOptions, faults: FieldFault[]): DateOrder | undefined {
  const word = oneOf(options, datesOption)
  const order = dateOrders.find((one) => one === word)
  if (word !== undefined && order === undefined) {
    faults.push({ field: '--dates', detail: `must be ${dateOrders.join(' or ')}, not "${word}".` })
  }
  return order
}
