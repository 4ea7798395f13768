import { inZone } from '../../measures/zone.ts'
import type { ReportCell, ReportColumn } from '../../reports/file.ts'
import { columnOf } from '../../reports/report-type.ts'
import type { ReportSource } from '../../reports/report-type.ts'
import { mustNotBeTooLong } from './make-report.ts'
import { askedOf } from './report-request.ts'
import type { ReportRequest } from './report-request.ts'

/** So many rows are shown before a report is made. */
export const previewRows = 20

export type ReportPreview = {
  columns: ReportColumn[]
  /** Times as RFC 3339 in the zone. */
  rows: ReportCell[][]
  /** How many rows the report will have. */
  all: number | null
}

/** The first rows of a report, and how many there will be. */
export async function previewReport(
  source: ReportSource,
  { type, asked: kept }: ReportRequest,
): Promise<ReportPreview> {
  const asked = askedOf(type, kept, previewRows)
  const { all, batches } = await type.read(source, asked)
  const rows: ReportCell[][] = []
  for await (const batch of batches) {
    rows.push(...batch.slice(0, previewRows - rows.length))
    if (rows.length >= previewRows) break
  }
  const { zone } = asked.period
  return {
    columns: asked.columns.map((column) => columnOf(column, asked.language)),
    rows: rows.map((row) =>
      row.map((cell, at) => (asked.columns[at]!.type === 'time' && cell !== null ? inZone(Number(cell), zone) : cell)),
    ),
    all: all ?? null,
  }
}

/**
 * Counts a report before it is asked for, where it has a row for each of many.
 * @throws Failure unprocessable that says how many rows it would have
 */
export async function mustFit(source: ReportSource, { type, asked }: ReportRequest, rowsMax: number): Promise<void> {
  if (type.isDetailed === undefined) return
  const { all } = await type.read(source, askedOf(type, asked, previewRows))
  mustNotBeTooLong(all, rowsMax)
}
