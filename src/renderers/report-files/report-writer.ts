import type { ReportCell, ReportEnd, ReportHead } from '../../reports/file.ts'

/** Where the bytes of a file go; it may make the writer wait. */
export type Sink = (chunk: Uint8Array) => Promise<void>

/** Rows as they come, already checked: each as long as there are columns, each cell of its column's type or null. */
export type ReportRows = readonly (readonly ReportCell[])[]

/** A file that is being written. */
export type ReportWriter = {
  take: (rows: ReportRows) => Promise<void>
  /** Writes what is known at the end only. */
  end: (end: ReportEnd) => Promise<void>
  /** Lets go of what it holds, also in the middle. */
  close: () => void
}

export type OpenReport = (sink: Sink, head: ReportHead) => ReportWriter
