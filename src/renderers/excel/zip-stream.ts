import { crc32, createDeflateRaw } from 'node:zlib'
import type { DeflateRaw } from 'node:zlib'

/** A ZIP file that is written as its parts come, one after the other. */
export type ZipStream = {
  /** Opens the next part; the one before has ended. */
  part: (name: string) => Promise<ZipPart>
  end: () => Promise<void>
  /** Lets go of what it holds, also in the middle of a part. */
  close: () => void
}

export type ZipPart = {
  /** Packs on another thread, while the next piece is made on this one. */
  write: (plain: Uint8Array) => Promise<void>
  end: () => Promise<void>
  /** How long it is so far, unpacked. */
  bytes: () => number
}

/** Where the bytes of a file go; it may make the writer wait. */
export type ByteSink = (chunk: Uint8Array) => Promise<void>

/** A part of this size would need the larger headers, which Excel does not take from who cannot go back to write them. */
export const partBytesMax = 0xffff_ffff

/** Fast, and about as small: what repeats in a sheet is near. */
const level = 1
const pieceBytes = 256 * 1024

export function openZipStream(sink: ByteSink): ZipStream {
  const entries: ZipEntry[] = []
  let offset = 0
  let open: DeflateRaw | undefined

  async function put(chunk: Uint8Array): Promise<void> {
    offset += chunk.length
    await sink(chunk)
  }

  async function part(name: string): Promise<ZipPart> {
    const entry = { name, offset, crc: 0, packedBytes: 0, bytes: 0 }
    await put(localHeader(name))
    const packer = openPacker(async (chunk) => {
      entry.packedBytes += chunk.length
      await put(chunk)
    })
    open = packer.deflate
    return {
      async write(plain) {
        entry.crc = crc32(plain, entry.crc)
        entry.bytes += plain.length
        if (entry.bytes > partBytesMax) throw new RangeError(`The part ${name} of the file is too long.`)
        await packer.write(plain)
      },
      async end() {
        await packer.end()
        await put(descriptor(entry))
        entries.push(entry)
      },
      bytes: () => entry.bytes,
    }
  }

  return {
    part,
    end: async () => put(directory(entries, offset)),
    close: () => void open?.destroy(),
  }
}

type Packer = { deflate: DeflateRaw; write: ByteSink; end: () => Promise<void> }

/** Packs one piece while the next is made: a write waits for the one before it, and for what came out of that. */
function openPacker(put: ByteSink): Packer {
  const deflate = createDeflateRaw({ level, chunkSize: pieceBytes / 4 })
  const packed: Buffer[] = []
  deflate.on('data', (chunk: Buffer) => packed.push(chunk))
  // Whoever writes hears of it by the write; without this the whole program would end.
  deflate.on('error', () => undefined)
  let before: Promise<void> = Promise.resolve()

  /** What came out goes on in larger pieces than it came. */
  async function drain(least: number): Promise<void> {
    await before
    if (packed.reduce((sum, { length }) => sum + length, 0) < least) return
    await put(Buffer.concat(packed.splice(0)))
  }

  return {
    deflate,
    async write(plain) {
      await drain(pieceBytes)
      before = new Promise((resolve, reject) => deflate.write(plain, (error) => (error ? reject(error) : resolve())))
      // Whoever waits for it next hears of it; until then it is no unheard fault.
      before.catch(() => undefined)
    },
    async end() {
      await drain(pieceBytes)
      before = new Promise((resolve, reject) => {
        deflate.once('end', resolve).once('error', reject).end()
      })
      await drain(0)
    },
  }
}

/** A part, as the list at the end of a ZIP file tells of it. */
export type ZipEntry = { name: string; offset: number; crc: number; packedBytes: number; bytes: number }

/** Names in UTF-8; sizes come after the part. */
const flags = 0x0808
const deflated = 8
const version = 20
const versionOfLarge = 45
/** 1 January 1980, the first day of ZIP: the same table is the same file. */
const dosDay = 0x21
const elsewhere = 0xffff_ffff

function localHeader(name: string): Buffer {
  const path = Buffer.from(name)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(version, 4)
  head.writeUInt16LE(flags, 6)
  head.writeUInt16LE(deflated, 8)
  head.writeUInt16LE(dosDay, 12)
  head.writeUInt16LE(path.length, 26)
  return Buffer.concat([head, path])
}

function descriptor({ crc, packedBytes, bytes }: ZipEntry): Buffer {
  const after = Buffer.alloc(16)
  after.writeUInt32LE(0x08074b50, 0)
  after.writeUInt32LE(crc, 4)
  after.writeUInt32LE(packedBytes, 8)
  after.writeUInt32LE(bytes, 12)
  return after
}

/** The list of parts that ends a ZIP file, and begins at `offset`; in the larger form (ZIP64) where the smaller has no room. */
export function directory(entries: readonly ZipEntry[], offset: number): Buffer {
  const list = Buffer.concat(entries.map(listed))
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(Math.min(offset, elsewhere), 16)
  return Buffer.concat([list, ...(offset < elsewhere ? [] : [largeEnd(entries.length, list.length, offset)]), end])
}

function listed({ name, offset, crc, packedBytes, bytes }: ZipEntry): Buffer {
  const path = Buffer.from(name)
  const isFar = offset >= elsewhere
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(isFar ? versionOfLarge : version, 4)
  head.writeUInt16LE(isFar ? versionOfLarge : version, 6)
  head.writeUInt16LE(flags, 8)
  head.writeUInt16LE(deflated, 10)
  head.writeUInt16LE(dosDay, 14)
  head.writeUInt32LE(crc, 16)
  head.writeUInt32LE(packedBytes, 20)
  head.writeUInt32LE(bytes, 24)
  head.writeUInt16LE(path.length, 28)
  head.writeUInt16LE(isFar ? 12 : 0, 30)
  head.writeUInt32LE(Math.min(offset, elsewhere), 42)
  return Buffer.concat([head, path, ...(isFar ? [farOffset(offset)] : [])])
}

function farOffset(offset: number): Buffer {
  const extra = Buffer.alloc(12)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8, 2)
  extra.writeBigUInt64LE(BigInt(offset), 4)
  return extra
}

function largeEnd(entries: number, listBytes: number, offset: number): Buffer {
  const end = Buffer.alloc(56 + 20)
  end.writeUInt32LE(0x06064b50, 0)
  end.writeBigUInt64LE(44n, 4)
  end.writeUInt16LE(versionOfLarge, 12)
  end.writeUInt16LE(versionOfLarge, 14)
  end.writeBigUInt64LE(BigInt(entries), 24)
  end.writeBigUInt64LE(BigInt(entries), 32)
  end.writeBigUInt64LE(BigInt(listBytes), 40)
  end.writeBigUInt64LE(BigInt(offset), 48)
  // Where the larger end begins.
  end.writeUInt32LE(0x07064b50, 56)
  end.writeBigUInt64LE(BigInt(offset + listBytes), 64)
  end.writeUInt32LE(1, 72)
  return end
}
