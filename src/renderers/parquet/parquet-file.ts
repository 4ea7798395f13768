import { byDictionary, codedTexts, columnChunk, plain, runLength } from './column-chunk.ts'
import type { Chunk, Coded } from './column-chunk.ts'
import { i32, i64, list, struct, text, thriftBytes, yes } from './thrift.ts'
import type { ThriftStruct, ThriftValue } from './thrift.ts'
import { decimalBytes, plainDays, plainDecimals, plainFloats, plainWholes } from './values.ts'

/** A column of a flat table. Times are whole milliseconds since 1970 in UTC, days whole days since then. */
export type ParquetColumn = { name: string } & (
  | { kind: 'text' | 'whole' | 'float' | 'time' | 'day' }
  /** Decimal texts with so many digits after the point at most. */
  | { kind: 'decimal'; scale: number }
)

export type ParquetCell = string | number | null

/** A Parquet file that is written a group of rows at a time. */
export type ParquetFile = {
  /** Each column's cells of the next rows. */
  group: (columns: readonly (readonly ParquetCell[])[]) => Promise<void>
  /** @param about what is said of the whole file, by its name */
  end: (about: readonly (readonly [name: string, value: string])[]) => Promise<void>
}

const mark = Buffer.from('PAR1')
const zstd = 6

export function openParquet(
  sink: (chunk: Uint8Array) => Promise<void>,
  columns: readonly ParquetColumn[],
): ParquetFile {
  const groups: ThriftStruct[] = []
  let [offset, allRows] = [0, 0]

  async function put(...parts: readonly Buffer[]): Promise<void> {
    const chunk = Buffer.concat(parts)
    offset += chunk.length
    await sink(chunk)
  }

  async function begin(): Promise<void> {
    if (offset === 0) await put(mark)
  }

  return {
    async group(cells) {
      await begin()
      const rows = cells[0]?.length ?? 0
      const [from, chunks]: [number, ThriftStruct[]] = [offset, []]
      let bytes = 0
      for (const [at, column] of columns.entries()) {
        const chunk = await chunkOf(column, cells[at]!)
        chunks.push(toldChunk(column, chunk, rows, offset))
        bytes += chunk.bytes
        await put(...chunk.pages)
      }
      allRows += rows
      groups.push(
        struct({ 1: list('struct', chunks), 2: i64(bytes), 3: i64(rows), 5: i64(from), 6: i64(offset - from) }),
      )
    },
    async end(about) {
      await begin()
      const told = about.map(([name, value]) => struct({ 1: text(name), 2: text(value) }))
      const foot = thriftBytes(
        struct({
          1: i32(1),
          2: list('struct', [struct({ 4: text('report'), 5: i32(columns.length) }), ...columns.map(toldColumn)]),
          3: i64(allRows),
          4: list('struct', groups),
          5: list('struct', told),
          6: text('Talkmeter'),
        }),
      )
      const length = Buffer.alloc(4)
      length.writeUInt32LE(foot.length)
      await put(foot, length, mark)
    },
  }
}

async function chunkOf(column: ParquetColumn, cells: readonly ParquetCell[]): Promise<Chunk> {
  const isThere = Uint32Array.from(cells, (cell) => (cell === null ? 0 : 1))
  const values = cells.filter((cell) => cell !== null)
  return columnChunk(codedOf(column, values), isThere, values.length)
}

function codedOf(column: ParquetColumn, values: readonly (string | number)[]): Coded {
  if (column.kind === 'text') return codedTexts(values as string[])
  if (column.kind === 'decimal') return { values: plainDecimals(values as string[], column.scale) }
  const numbers = values as number[]
  if (column.kind === 'float') return { values: plainFloats(numbers) }
  return { values: column.kind === 'day' ? plainDays(numbers) : plainWholes(numbers) }
}

/** The physical types of Parquet. */
const physical = { text: 6, whole: 2, float: 5, time: 2, day: 1, decimal: 7 } as const
/** What they were called before there were logical types; older programs read these. */
const converted = { text: 0, time: 9, day: 6, decimal: 5 } as const
const precision = 38
const optional = 1

function toldColumn(column: ParquetColumn): ThriftStruct {
  const isDecimal = column.kind === 'decimal'
  return struct({
    1: i32(physical[column.kind]),
    2: isDecimal ? i32(decimalBytes) : undefined,
    3: i32(optional),
    4: text(column.name),
    6: column.kind in converted ? i32(converted[column.kind as keyof typeof converted]) : undefined,
    7: isDecimal ? i32(column.scale) : undefined,
    8: isDecimal ? i32(precision) : undefined,
    10: logical(column),
  })
}

function logical(column: ParquetColumn): ThriftValue | undefined {
  if (column.kind === 'text') return struct({ 1: struct({}) })
  if (column.kind === 'decimal') return struct({ 5: struct({ 1: i32(column.scale), 2: i32(precision) }) })
  if (column.kind === 'day') return struct({ 6: struct({}) })
  return column.kind === 'time' ? struct({ 8: struct({ 1: yes, 2: struct({ 1: struct({}) }) }) }) : undefined
}

function toldChunk(column: ParquetColumn, chunk: Chunk, rows: number, offset: number): ThriftStruct {
  const hasDictionary = chunk.dictionaryBytes > 0
  const encodings = [runLength, hasDictionary ? byDictionary : plain]
  return struct({
    2: i64(offset),
    3: struct({
      1: i32(physical[column.kind]),
      2: list('i32', encodings.map(i32)),
      3: list('text', [text(column.name)]),
      4: i32(zstd),
      5: i64(rows),
      6: i64(chunk.bytes),
      7: i64(chunk.packedBytes),
      9: i64(offset + chunk.dictionaryBytes),
      11: hasDictionary ? i64(offset) : undefined,
      12: struct({ 3: i64(chunk.empty) }),
    }),
  })
}
