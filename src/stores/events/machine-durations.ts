import { handlers, isAnsweredCall } from '../../events/call-vocabulary.ts'
import { rolledUp } from '../../events/rolled-up.ts'
import { lengthNames, usualLengths } from './roll-up-tables.ts'

const nobody = handlers.find(({ word }) => word === 'nobody')!.code

/**
 * How long the calls took that a machine alone answered: `handling` had only those of bots and people, and call durations are told of all
 * answered calls. Of the rows, as if before everything that is folded; then the longer buckets of the shorter ones.
 */
export const machineDurations: readonly string[] = [
  { name: 'handling', keys: 'handler' },
  { name: 'handling_by_trunks', keys: 'direction, trunk, bot, handler' },
].flatMap(({ name, keys }) => {
  const table = rolledUp(name)
  const into = `INSERT INTO ${table} (company, bucket_seconds, bucket, ${keys}, seconds, calls, generation)`
  return usualLengths.map((length, at) => {
    const seconds = lengthNames[length]
    if (at === 0) {
      return `${into} SELECT company, ${seconds}, bucket, ${keys},
  tupleElement(sumMap([talk], [toUInt64(1)]) AS histogram, 1), tupleElement(histogram, 2), 0
FROM calls FINAL WHERE gone = 0 AND handler = ${nobody} AND ${isAnsweredCall} GROUP BY company, bucket, ${keys}`
    }
    return `${into} SELECT company, ${seconds}, toDateTime(intDiv(toUInt32(bucket), ${seconds}) * ${seconds}, 'UTC') AS start, ${keys},
  tupleElement(sumMap(seconds, calls) AS histogram, 1), tupleElement(histogram, 2), 0
FROM ${table} FINAL WHERE bucket_seconds = ${lengthNames[usualLengths[at - 1]!]} AND handler = ${nobody} GROUP BY company, start, ${keys}`
  })
})
