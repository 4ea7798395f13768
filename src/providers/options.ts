import { failure } from '../failure.ts'
import type { FieldFault } from '../failure.ts'

/** An option of the command line that a format understands; formats may share one. */
export type FileOption = {
  name: string
  /** How its value is written, such as `field=column`; absent for a switch. */
  value?: string
  description: string
}

/** What was given, by the name of the option, in order; a switch has no values. */
export type GivenOptions = ReadonlyMap<string, readonly string[]>

export const zoneOption: FileOption = {
  name: 'zone',
  value: 'IANA',
  description:
    'time zone of times without an offset, such as Europe/Berlin (default: UTC; for Asterisk it must be said)',
}

export const separatorOption: FileOption = {
  name: 'separator',
  value: 'character',
  description: '"," ";" "|" or "tab" between the fields (default: what the header line has most of)',
}

/**
 * The value of an option that may be given once.
 * @throws Failure bad-request when it was given more often
 */
export function oneOf(options: GivenOptions, { name }: FileOption): string | undefined {
  const values = options.get(name) ?? []
  if (values.length > 1) throw faultOf([{ field: `--${name}`, detail: 'may be given once.' }])
  return values[0]
}

/** The `left=right` values of an option; the left side may be empty, the right side is cut at the first or last "=". */
export function pairsOf(
  options: GivenOptions,
  { name, value = '' }: FileOption,
  cutAt: 'first' | 'last',
  faults: FieldFault[],
): [left: string, right: string][] {
  return (options.get(name) ?? []).flatMap((text) => {
    const at = cutAt === 'first' ? text.indexOf('=') : text.lastIndexOf('=')
    const right = text.slice(at + 1).trim()
    if (at >= 0 && right !== '') return [[text.slice(0, at).trim(), right] as [string, string]]
    faults.push({ field: `--${name}`, detail: `must be written ${value}, not "${text}".` })
    return []
  })
}

/** One failure for all that is wrong with the options. */
export function faultOf(faults: readonly FieldFault[]): Error {
  return failure('bad-request', faults.map(({ field, detail }) => `${field} ${detail}`).join('\n'), faults)
}
