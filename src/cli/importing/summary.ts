import type { SendCounts } from '../send-events.ts'
import type { RefusedGroup, Tally } from './tally.ts'

export type Told = {
  tally: Tally
  counts: SendCounts
  isDryRun: boolean
  /** What a record is: `lines`, `rows` or `elements`. */
  records: string
  /** Whether places need the name of their file. */
  isManyFiles: boolean
  seconds: number
}

/** What became of an import, for the person who started it; the numbers add up to what was read. */
export function summary({ tally, counts, isDryRun, records, isManyFiles, seconds }: Told): string {
  const unsent = tally.events - counts.accepted - counts.duplicates - counts.rejected
  const tells =
    tally.events === tally.records - tally.refused + counts.rejected
      ? ''
      : `, which tell ${number(tally.events)} events`
  const rate = seconds >= 1 && tally.events > 0 ? ` (${number(Math.round(tally.events / seconds))} events/s)` : ''
  const rows: Row[] = [
    { title: 'Read', count: tally.records, note: ` ${records}${tells} in ${seconds.toFixed(1)} s${rate}` },
    ...(isDryRun ? [{ title: 'Would send', count: tally.events }] : answered(counts)),
    { title: 'Refused', count: tally.refused },
    ...(!isDryRun && unsent > 0 ? [{ title: 'Not sent', count: unsent, note: ' (or not answered)' }] : []),
  ]
  const width = Math.max(...rows.map(({ count }) => number(count).length))
  const lines = rows.map(({ title, count, note = '' }) => {
    return `  ${title.padEnd(11)}${number(count).padStart(width)}${note}`
  })
  const reasons = tally.groups().map((group) => reason(group, isManyFiles))
  return ['', ...lines, ...(reasons.length === 0 ? [] : ['', 'Refused:', ...reasons]), ''].join('\n')
}

type Row = { title: string; count: number; note?: string }

function answered({ accepted, duplicates }: SendCounts): Row[] {
  return [
    { title: 'Accepted', count: accepted },
    { title: 'Duplicates', count: duplicates, ...(duplicates > 0 ? { note: ' (known before; counted once)' } : {}) },
  ]
}

function reason({ code, detail, count, places }: RefusedGroup, isManyFiles: boolean): string {
  const listed = places.map(({ file, line }) => (isManyFiles ? `${file}:${line}` : String(line))).join(', ')
  const more = count > places.length ? ', …' : ''
  const where = isManyFiles ? listed : `line ${listed}`
  return `  ${number(count)} × ${code}: ${detail}\n      ${where}${more}`
}

const format = new Intl.NumberFormat('en-US')

/** A whole number as people read it: 1,234,567. */
export function number(value: number): string {
  return format.format(value)
}
