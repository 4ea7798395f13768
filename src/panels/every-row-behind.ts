import { hash } from 'node:crypto'
import type { Query } from '../measures/ask.ts'
import type { Column, Value } from './answer.ts'
import type { PanelsQuestion } from './ask-panels.ts'
import type { Reading } from './every-row.ts'
import { cursorAfter, readCursor } from './listing.ts'
import type { Cursor, Listed, TellTime } from './listing.ts'
import type { Panel } from './panel.ts'
import { listAsked, showBehind } from './rows-behind.ts'
import type { Opened } from './rows-behind.ts'

/** So many rows of a number a file has at most: the newest. What has more is for a report. */
export const rowsOfFilesMax = 1_000_000

export type EveryRowBehind = {
  of: Listed['of']
  columns: readonly Column[]
  /** How many the panel counted. */
  total: number
  /** The rows, newest first, piece by piece, up to `rowsMax` of them. */
  pieces: AsyncGenerator<Value[][]>
}

/**
 * All rows behind a number, however many there are. One that moves to an earlier time while they are read is among them once.
 * @throws Failure bad-request when no row of the panel is at that place
 */
export async function everyRowBehind(
  { query, reading }: { query: Query; reading: Reading },
  panel: Panel,
  question: PanelsQuestion,
  opened: Opened,
  { told, rowsMax }: { told: TellTime; rowsMax: number },
): Promise<EveryRowBehind> {
  const asked = listAsked(panel, question, opened)
  const { of, columns } = asked.listing

  async function* pieces(): AsyncGenerator<Value[][]> {
    const known = new Set<number>()
    let cursor: Cursor | undefined
    let left = rowsMax
    while (left > 0) {
      const limit = Math.min(asked.rows.rowsAtOnce, left)
      const { rows, shown, last } = await reading(async () => {
        const found = await asked.rows.read(query, { cursor, limit })
        const own = found.filter((row) => !known.has(hashOf(row)))
        return { rows: found, shown: await showBehind(query, asked, own, told), last: found.at(-1) }
      })
      for (const row of rows) known.add(hashOf(row))
      yield shown
      left -= shown.length
      if (rows.length < limit) return
      cursor = readCursor(cursorAfter(last!))
    }
  }

  if (asked.isNothing) return { of, columns, total: 0, pieces: noRows() }
  return { of, columns, total: await reading(() => asked.rows.count(query)), pieces: pieces() }
}

async function* noRows(): AsyncGenerator<Value[][]> {}

/** 52 bits that tell ids apart, as far as that is needed. */
function hashOf([, id]: readonly unknown[]): number {
  return Number.parseInt(hash('sha1', String(id)).slice(0, 13), 16)
}
