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

/**
 * Each text becomes bytes while it is short, which is quicker by far than to make a long text of many first.
 * @param put may keep a piece, unless there are rooms
 * @param rooms how many pieces there are at once: the room of one is used again so many pieces later, which saves the system much
 */
export function textPieces(put: (piece: Uint8Array) => Promise<void>, rooms?: number): TextPieces {
  const used: Buffer[] = []
  let bytes = nextRoom()
  let at = 0

  function nextRoom(): Buffer {
    const again = used.length === rooms ? used.shift() : undefined
    const room = again ?? Buffer.allocUnsafe(roomBytes)
    if (rooms !== undefined) used.push(room)
    return room
  }

  return {
    add(text) {
      const needed = at + text.length * unitBytesMax
      if (needed > bytes.length) bytes = Buffer.concat([bytes.subarray(0, at)], needed * 2)
      at += bytes.write(text, at)
      return at >= pieceBytes
    },
    async flush() {
      const piece = bytes.subarray(0, at)
      bytes = nextRoom()
      at = 0
      if (piece.length > 0) await put(piece)
    },
  }
}
