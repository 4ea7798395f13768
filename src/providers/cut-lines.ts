import { isUtf8 } from 'node:buffer'
import type { Refusal } from '../events/refusal.ts'

/** A line of a file, without its `\n`, which `isUnended` had none; `fault` says why it cannot be read. */
export type Line = { number: number; text: string; fault?: Refusal; isUnended?: true }

/** A line may have so many bytes. */
export const lineBytesMax = 256 * 1024
/** So much is kept of a line that is too long. */
const startKept = 256

/**
 * Cuts a file into lines, a block at a time, in bounded memory. A line that is too long or not UTF-8 comes with a
 * fault; those beside it are as good as ever. When the file ends in the middle of a line because it cannot be read
 * any further, that line is not given: half of a line can look like a whole one.
 */
export async function* cutLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line[]> {
  let number = 1
  let rest: Buffer[] = []
  let restBytes = 0
  let isSkipping = false

  for await (const chunk of chunks) {
    let start = 0
    if (isSkipping) {
      start = chunk.indexOf(10) + 1
      if (start === 0) continue
      isSkipping = false
    }
    const end = chunk.lastIndexOf(10) + 1
    if (end > start) {
      const lines = linesOf(Buffer.concat([...rest, chunk.subarray(start, end - 1)]), number)
      number += lines.length
      rest = []
      restBytes = 0
      start = end
      yield lines
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
    restBytes += chunk.length - start
    if (restBytes <= lineBytesMax) continue
    yield [tooLong(number++, Buffer.concat(rest).subarray(0, startKept).toString('utf8'))]
    rest = []
    restBytes = 0
    isSkipping = true
  }
  if (restBytes > 0) yield linesOf(Buffer.concat(rest), number).map((line) => ({ ...line, isUnended: true }))
}

function linesOf(block: Buffer, firstNumber: number): Line[] {
  const lines = isUtf8(block)
    ? block
        .toString('utf8')
        .split('\n')
        .map((text, at) => checked(firstNumber + at, text))
    : brokenLinesOf(block, firstNumber)
  const first = lines[0]!
  if (firstNumber === 1 && first.text.startsWith(byteOrderMark)) first.text = first.text.slice(1)
  return lines
}

const byteOrderMark = '\ufeff'

function checked(number: number, text: string): Line {
  // A character has 1 to 3 bytes for each of its units, so most lines need not be measured.
  const isTooLong =
    text.length > lineBytesMax || (text.length * 3 > lineBytesMax && Buffer.byteLength(text) > lineBytesMax)
  return isTooLong ? tooLong(number, text.slice(0, startKept)) : { number, text }
}

/** The lines of a block that is not UTF-8 as a whole: the broken ones get a fault. */
function brokenLinesOf(block: Buffer, firstNumber: number): Line[] {
  const lines: Line[] = []
  for (let start = 0; start <= block.length;) {
    const newline = block.indexOf(10, start)
    const bytes = block.subarray(start, newline < 0 ? block.length : newline)
    const line = checked(firstNumber + lines.length, bytes.toString('utf8'))
    if (line.fault === undefined && !isUtf8(bytes)) line.fault = notUtf8
    lines.push(line)
    start += bytes.length + 1
  }
  return lines
}

const notUtf8: Refusal = {
  code: 'invalid-text',
  field: '',
  detail: 'The line is not valid UTF-8; if the file has another encoding, name it with --encoding.',
}

function tooLong(number: number, start: string): Line {
  const detail = `The line is over ${lineBytesMax / 1024} KiB.`
  return { number, text: start.toWellFormed(), fault: { code: 'too-large', field: '', detail } }
}
