import { directions, toldOutcomes } from '../events/call-vocabulary.ts'
import { trunkLimitMax } from '../events/call.ts'
import { Refused } from '../events/refusal.ts'
import type { FieldFault } from '../failure.ts'
import { mapOption, setOption } from './csv-columns.ts'
import { pairsOf } from './options.ts'
import type { FileOption, GivenOptions } from './options.ts'
import { wordReader } from './words.ts'
import type { WordReader } from './words.ts'
import { readWhole } from './written-values.ts'

/** What the formats of call records have in common: words that are translated, and what a record tells beside its own fields. */

export const outcomeOption: FileOption = {
  name: 'outcome',
  value: 'word=outcome',
  description: 'how a call ended by a word of the file, such as "VOICEMAIL=machine" or "*=failed" (repeat it)',
}
export const directionOption: FileOption = {
  name: 'direction',
  value: 'word=direction',
  description: 'which way a call went by a word of the file, such as "out=outbound" (repeat it)',
}

/** The options of all call records. */
export const callOptions = [mapOption, setOption, outcomeOption, directionOption] as const

const outcomeWords = toldOutcomes.map(({ word }) => word)
const directionWords = directions.map(({ word }) => word)

/**
 * Reads how a call ended.
 * @param field as the file calls it
 * @param own the words of the file, and what they mean
 */
export function outcomeReader(
  field: string,
  options: GivenOptions,
  faults: FieldFault[],
  own: Readonly<Record<string, string>> = {},
): WordReader {
  return wordReader(field, outcomeWords, options, outcomeOption, faults, own)
}

export function directionReader(options: GivenOptions, faults: FieldFault[]): WordReader {
  return wordReader('direction', directionWords, options, directionOption, faults)
}

/** What a record may tell of its call beside its own fields, by `--map` and `--set`. */
const extraNames = ['bot', 'operator', 'evaluation', 'trunk', 'trunkLimit', 'direction', 'source'] as const
type ExtraName = (typeof extraNames)[number]

/** What a record tells by this name of the file; empty when it does not. */
type ValueOf = (name: string) => string

/** @returns the fields of `data` that a record tells beside its own, and its source */
export type ExtrasReader = (valueOf: ValueOf) => { data: Record<string, unknown>; source: string }

/**
 * What `--map` and `--set` say of call records.
 * @param nameIn the name by which the file knows a column; undefined where it has none such
 * @param source where no other is told
 */
export function extrasReader(
  options: GivenOptions,
  faults: FieldFault[],
  { nameIn, source }: { nameIn: (column: string) => string | undefined; source: string },
): ExtrasReader {
  const readDirection = directionReader(options, faults)
  const columns = new Map<ExtraName, string>()
  const constants = new Map<ExtraName, string>()
  for (const [field, column] of pairsOf(options, mapOption, 'first', faults)) {
    const name = extraNamed(field, mapOption, faults)
    const known = nameIn(column)
    if (known === undefined) faults.push({ field: '--map', detail: `finds no column "${column}".` })
    else if (name !== undefined) columns.set(name, known)
  }
  for (const [field, constant] of pairsOf(options, setOption, 'first', faults)) {
    const name = extraNamed(field, setOption, faults)
    if (name !== undefined) constants.set(name, constant)
  }
  refuseConstants(constants, readDirection, faults)

  return (valueOf) => {
    const data: Record<string, unknown> = {}
    const value = (name: ExtraName) =>
      (columns.has(name) ? valueOf(columns.get(name)!).trim() : '') || (constants.get(name) ?? '')
    for (const name of ['bot', 'operator'] as const) if (value(name) !== '') data[name] = { id: value(name) }
    for (const name of ['evaluation', 'trunk'] as const) if (value(name) !== '') data[name] = value(name)
    if (value('trunkLimit') !== '') data['trunkLimit'] = readWhole(value('trunkLimit'), 'trunkLimit')
    if (value('direction') !== '') data['direction'] = readDirection(value('direction'))
    return { data, source: value('source') || source }
  }
}

function extraNamed(field: string, option: FileOption, faults: FieldFault[]): ExtraName | undefined {
  const name = extraNames.find((known) => known.toLowerCase() === field.toLowerCase())
  if (name === undefined) {
    faults.push({ field: `--${option.name}`, detail: `knows no field "${field}"; fields: ${extraNames.join(', ')}.` })
  }
  return name
}

/** A wrong constant would refuse every record: it is told before any is read. */
function refuseConstants(
  constants: ReadonlyMap<ExtraName, string>,
  readDirection: WordReader,
  faults: FieldFault[],
): void {
  try {
    const [direction, limit] = [constants.get('direction'), constants.get('trunkLimit')]
    if (direction !== undefined) readDirection(direction)
    if (limit !== undefined && (readWhole(limit, 'trunkLimit') < 1 || Number(limit) > trunkLimitMax)) {
      throw new Refused('out-of-range', 'trunkLimit', `must be a whole number from 1 to ${trunkLimitMax}.`)
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    faults.push({ field: '--set', detail: error.refusal.detail })
  }
}

/** A number or address that stands in a record where a caller would; names of machines and of nobody are none. */
export function partyOf(number: string): string {
  const party = number.trim()
  return nobody.test(party) ? '' : party
}

/** What switches write where nobody's number is known, and the special extensions of their dial plans. */
const nobody =
  /^(?:[a-z]|~~s~~|failed|fax|hang|hangup|busy|invalid|<?unknown>?|anonymous|unavailable|restricted|private|withheld|asterisk|freeswitch|none|null)?$/i
