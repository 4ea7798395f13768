import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/** Makes the names in a folder durable: that of a new file must survive power loss, too. */
export async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** Writes pieces one after the other; a file may take fewer bytes than it is given, so until all are in. Gives their length. */
export async function writeAll(file: FileHandle, pieces: readonly Buffer[], start: number): Promise<number> {
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, start + written)
    written += bytesWritten
  }
  return written
}
