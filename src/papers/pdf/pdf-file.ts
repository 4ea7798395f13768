import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'

/** A PDF in the making: objects are numbered as they are reserved, and written in any order. */
export type PdfFile = {
  /** A number for an object that is written later. */
  reserve: () => number
  write: (number: number, object: string) => void
  /** Writes an object under a number of its own. */
  add: (object: string) => number
  /** Writes a stream, compressed where it is not said otherwise; `entries` is what its dictionary says besides. */
  addStream: (content: string | Buffer, entries?: string, form?: 'compressed' | 'as it is', number?: number) => number
  /** The whole file; its ID is a hash of what is in it, so that the same input gives the same bytes. */
  finish: (catalog: number) => Buffer
}

export function pdfFile(): PdfFile {
  // PDF/A wants bytes above 127 behind the first line.
  const pieces: Buffer[] = [Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1')]
  const offsets: number[] = [0]
  let length = pieces[0]!.length

  function push(number: number, ...parts: readonly Buffer[]): void {
    offsets[number] = length
    for (const part of [Buffer.from(`${number} 0 obj\n`), ...parts, Buffer.from('\nendobj\n')]) {
      pieces.push(part)
      length += part.length
    }
  }

  const reserve = () => offsets.push(0) - 1
  const write = (number: number, object: string) => push(number, Buffer.from(object, 'latin1'))
  return {
    reserve,
    write,
    add: (object) => {
      const number = reserve()
      write(number, object)
      return number
    },
    addStream: (content, entries = '', form = 'compressed', number = reserve()) => {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content
      const packed = form === 'compressed' ? deflateSync(bytes) : bytes
      const filter = form === 'compressed' ? ' /Filter /FlateDecode' : ''
      const head = `<< /Length ${packed.length}${filter}${entries === '' ? '' : ` ${entries}`} >>\nstream\n`
      push(number, Buffer.from(head, 'latin1'), packed, Buffer.from('\nendstream'))
      return number
    },
    finish: (catalog) => {
      const lines = offsets.map((offset, at) =>
        at === 0 ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`,
      )
      const hash = createHash('sha256')
      for (const piece of pieces) hash.update(piece)
      const id = `<${hash.digest('hex').slice(0, 32).toUpperCase()}>`
      const trailer = `trailer\n<< /Size ${offsets.length} /Root ${catalog} 0 R /ID [${id} ${id}] >>`
      const end = `xref\n0 ${offsets.length}\n${lines.join('')}${trailer}\nstartxref\n${length}\n%%EOF\n`
      return Buffer.concat([...pieces, Buffer.from(end, 'latin1')])
    },
  }
}

/** A text as PDF's strings outside of pages have it: UTF-16. */
export function textString(text: string): string {
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`
}

/** A number of a page: points to a hundredth. */
export function point(value: number): string {
  const rounded = Math.round(value * 100) / 100
  return Object.is(rounded, -0) ? '0' : String(rounded)
}
