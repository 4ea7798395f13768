import { inflateSync } from 'node:zlib'
import { failure } from '../../failure.ts'
import { readPng, tooManyPixels, unreadable } from './png.ts'
import type { Picture } from './png.ts'

const mostBytes = 200 * 1024
const mostPixels = 4_000_000

/**
 * Reads a logo: a `data:` address of a PNG or JPEG.
 * @throws {Failure} where it is none, is larger than 200 KB or 4 million pixels, or cannot be printed; it says what to do
 */
export function readLogo(url: string): Picture {
  const [, kind, data] = /^data:image\/(png|jpeg);base64,([A-Za-z0-9+/]+={0,2})$/.exec(url) ?? []
  if (kind === undefined || data === undefined) throw refused('The logo must be a PNG or JPEG picture.')
  const bytes = Buffer.from(data, 'base64')
  if (bytes.length > mostBytes) throw refused('The logo is larger than 200 KB: make it smaller.')
  const picture = kind === 'png' ? readPng(bytes, mostPixels, inflate) : readJpeg(bytes)
  if (typeof picture === 'string') throw refused(picture)
  return picture
}

function inflate(bytes: Buffer, most: number): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: most })
  } catch {
    return undefined
  }
}

/** A JPEG is put in as it is; its size and colours stand in its frame. */
function readJpeg(bytes: Buffer): Picture | string {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xff_d8) return unreadable
  for (let at = 2; at + 10 <= bytes.length;) {
    if (bytes[at] !== 0xff) return unreadable
    const marker = bytes[at + 1]!
    const length = bytes.readUInt16BE(at + 2)
    // SOF0 to SOF2 are what readers of PDF know: baseline and progressive.
    if (marker >= 0xc0 && marker <= 0xc2) {
      const [height, width, parts] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7), bytes[at + 9]!]
      if (width === 0 || height === 0 || bytes[at + 4] !== 8) return unreadable
      if (width * height > mostPixels) return tooManyPixels
      if (parts !== 1 && parts !== 3)
        return 'The logo is a JPEG in colours for printing (CMYK): save it in RGB, or as PNG.'
      const space = parts === 1 ? '/DeviceGray' : '/DeviceRGB'
      return {
        width,
        height,
        entries: `/ColorSpace ${space} /BitsPerComponent 8 /Filter /DCTDecode`,
        data: bytes,
        isPacked: true,
      }
    }
    if (marker === 0xda) return unreadable
    at += 2 + length
  }
  return unreadable
}

function refused(sentence: string) {
  return failure('unprocessable', sentence, [{ field: 'logo', detail: sentence }])
}
