import { createInflateRaw } from 'node:zlib'
import { failure } from '../failure.ts'

/** A part of a ZIP file as it comes out, piece by piece; throws `too-large` where it grows beyond `bytesMax`. */
export type ZipParts = {
  names: readonly string[]
  has: (name: string) => boolean
  read: (name: string, bytesMax: number) => AsyncGenerator<Buffer>
}

type Entry = { method: number; isEncrypted: boolean; size: number; offset: number }

const endSign = 0x06054b50
const entrySign = 0x02014b50
const localSign = 0x04034b50
const endLength = 22
const commentMax = 65_535
const entriesMax = 1000

/**
 * Opens a ZIP file in memory, such as the ones of Excel are. What it says of the sizes of its parts is not believed: a part is
 * inflated until its limit, no further.
 * @throws Failure unprocessable for what is none
 */
export function openZip(file: Buffer): ZipParts {
  const entries = entriesOf(file)
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    async *read(name, bytesMax) {
      const entry = entries.get(name)
      if (entry === undefined) throw damaged(`it has no part ${name}`)
      if (entry.isEncrypted) throw failure('unprocessable', 'The file is protected by a password: save it without one.')
      const data = dataOf(file, entry)
      let length = 0
      for await (const piece of entry.method === 0 ? [data] : inflated(data)) {
        length += piece.length
        if (length > bytesMax) {
          throw failure(
            'too-large',
            `The file is too large: unpacked, a part of it may have ${Math.round(bytesMax / 1024 / 1024)} MiB.`,
          )
        }
        yield piece
      }
    },
  }
}

async function* inflated(data: Buffer): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw()
  inflate.end(data)
  try {
    for await (const piece of inflate) yield piece as Buffer
  } catch (error) {
    throw damaged('a part of it cannot be unpacked', error)
  } finally {
    inflate.destroy()
  }
}

function entriesOf(file: Buffer): Map<string, Entry> {
  const end = endOf(file)
  const count = file.readUInt16LE(end + 10)
  if (count > entriesMax) throw damaged(`it has more than ${entriesMax} parts`)
  const entries = new Map<string, Entry>()
  let at = file.readUInt32LE(end + 16)
  for (let place = 0; place < count; place++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== entrySign) throw damaged('its list of parts is broken')
    const nameLength = file.readUInt16LE(at + 28)
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    if (!entries.has(name)) {
      entries.set(name, {
        method: file.readUInt16LE(at + 10),
        isEncrypted: (file.readUInt16LE(at + 8) & 1) === 1,
        size: file.readUInt32LE(at + 20),
        offset: file.readUInt32LE(at + 42),
      })
    }
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

function endOf(file: Buffer): number {
  for (let at = file.length - endLength; at >= Math.max(0, file.length - endLength - commentMax); at--) {
    if (file.readUInt32LE(at) === endSign) return at
  }
  throw damaged('it is no ZIP file, or was cut off')
}

function dataOf(file: Buffer, { method, offset, size }: Entry): Buffer {
  if (method !== 0 && method !== 8) throw damaged(`it is packed in a way (${method}) that is not known`)
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== localSign)
    throw damaged('a part of it is not where it should be')
  const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
  return file.subarray(start, Math.min(start + size, file.length))
}

function damaged(why: string, cause?: unknown): Error {
  return failure(
    'unprocessable',
    `This is not an Excel file (.xlsx), nor a ZIP file, that can be read: ${why}.`,
    [],
    cause,
  )
}
