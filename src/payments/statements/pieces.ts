import { setImmediate as othersFirst } from 'node:timers/promises'
import { statementFault } from './statement.ts'

/** Files are read piece by piece; between pieces others get their turn. */

const pieceBytes = 64 * 1024
const turnMilliseconds = 15
const lineLengthMax = 64 * 1024

/** Lets others work when enough was done at one time. */
export function createBreath(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < turnMilliseconds) return
    await othersFirst()
    since = performance.now()
  }
}

/** The text of a file in an encoding that `TextDecoder` knows. */
export async function* textPieces(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const breath = createBreath()
  const decode = (piece: Buffer | undefined) => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true })
    } catch {
      throw statementFault(
        '',
        `The file holds bytes that are no text in ${encoding}: it is damaged, or in another encoding.`,
      )
    }
  }
  for await (const whole of bytes) {
    for (let from = 0; from < whole.length; from += pieceBytes) {
      yield decode(whole.subarray(from, from + pieceBytes))
      await breath()
    }
  }
  yield decode(undefined)
}

/** Lines of text without their ends; counted from 1. */
export async function* textLines(pieces: AsyncIterable<string>): AsyncGenerator<{ text: string; number: number }> {
  let rest = ''
  let number = 0
  const tooLong = () => statementFault(`line ${number + 1}`, 'The line is too long to be one of a statement.')
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop()!
    if (rest.length > lineLengthMax) throw tooLong()
    for (const line of lines) {
      if (line.length > lineLengthMax) throw tooLong()
      yield { text: line.replace(/\r$/, ''), number: ++number }
    }
  }
  if (rest !== '') yield { text: rest.replace(/\r$/, ''), number: ++number }
}
