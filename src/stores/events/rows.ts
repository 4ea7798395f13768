/**
 * Rows on their way into a table, as the bytes of TabSeparated lines. Long texts are slow to make and to hand over; this
 * buffer grows as lines are added and goes to the engine as it is.
 */
export type Rows = {
  /** Adds one line with its line end. */
  add: (line: string) => void
  /** All lines so far; valid until the next `add`. */
  bytes: () => Buffer
}

const firstLength = 64 * 1024
/** UTF-8 has at most three bytes for each unit of a text. */
const bytesPerUnitMax = 3

export function createRows(): Rows {
  let buffer = Buffer.allocUnsafe(firstLength)
  let length = 0
  return {
    add(line) {
      const needed = length + line.length * bytesPerUnitMax
      if (needed > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(needed, buffer.length * 2))
        buffer.copy(larger, 0, 0, length)
        buffer = larger
      }
      length += buffer.write(line, length)
    },
    bytes: () => buffer.subarray(0, length),
  }
}
