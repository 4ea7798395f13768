/** Text that is made in many small parts and goes on in few large pieces, as bytes. */
export type TextPieces = {
  /** Adds a text; whether there is enough for a piece. */
  add: (text: string) => boolean
  /** Passes on what there is. */
  flush: () => Promise<void>
}

const pieceBytes = 256 * 1024
const roomBytes = pieceBytes + pieceBytes / 4
/** A code unit takes no more in UTF-8. */
const unitBytesMax = 3

/** Each text becomes bytes while it is short, which is quicker by far than to make a long text of many first. */
export function textPieces(put: (piece: Uint8Array) => Promise<void>): TextPieces {
  let bytes = Buffer.allocUnsafe(roomBytes)
  let at = 0
  return {
    add(text) {
      const needed = at + text.length * unitBytesMax
      if (needed > bytes.length) bytes = Buffer.concat([bytes.subarray(0, at)], needed * 2)
      at += bytes.write(text, at)
      return at >= pieceBytes
    },
    async flush() {
      const piece = bytes.subarray(0, at)
      // Whoever took a piece may keep it.
      bytes = Buffer.allocUnsafe(roomBytes)
      at = 0
      if (piece.length > 0) await put(piece)
    },
  }
}
