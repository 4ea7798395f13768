import { failure } from '../failure.ts'

/** What a file of XML is made of, as far as spreadsheets and statements need it; names without their prefixes. */
export type XmlReader = {
  begin: (name: string, attribute: (name: string) => string | undefined) => void
  text: (text: string) => void
  end: (name: string) => void
}

const pieceMax = 1024 * 1024

/**
 * Reads XML as it comes, in one pass over it. Nothing outside of it is ever asked for: what declares entities of its own is refused.
 * @throws Failure unprocessable
 */
export function createXmlReader(reader: XmlReader): { take: (text: string) => void } {
  let rest = ''
  return {
    take(text) {
      const all = rest + text
      let at = 0
      while (at < all.length) {
        const end = readPiece(all, at, reader)
        if (end < 0) break
        at = end
      }
      rest = all.slice(at)
      if (rest.length > pieceMax) throw failure('unprocessable', 'The file holds a text that is too long.')
    },
  }
}

/** The end of the piece that begins here, or -1 where it is not there as a whole yet. */
function readPiece(all: string, at: number, reader: XmlReader): number {
  if (all.charCodeAt(at) !== 60) {
    const end = all.indexOf('<', at)
    if (end >= 0) reader.text(withoutEntities(all.slice(at, end)))
    return end
  }
  if (all.startsWith('<!--', at)) return after(all.indexOf('-->', at), 3)
  if (all.startsWith('<![CDATA[', at)) {
    const end = all.indexOf(']]>', at)
    if (end >= 0) reader.text(all.slice(at + 9, end))
    return after(end, 3)
  }
  // The beginning of one of those above may not be there as a whole.
  if (all.startsWith('<!', at) && all.length - at < 9) return -1
  if (all.startsWith('<!DOCTYPE', at))
    throw failure(
      'unprocessable',
      'The file declares a document type, which could hold entities: nothing like that is read.',
    )
  const end = all.indexOf('>', at)
  if (end < 0) return -1
  readTag(all.slice(at + 1, end), reader)
  return end + 1
}

function after(end: number, length: number): number {
  return end < 0 ? -1 : end + length
}

function readTag(tag: string, { begin, end }: XmlReader): void {
  if (tag.startsWith('?') || tag.startsWith('!')) return
  if (tag.startsWith('/')) return end(localName(tag.slice(1).trimEnd()))
  const isEmpty = tag.endsWith('/')
  const inside = isEmpty ? tag.slice(0, -1) : tag
  const space = inside.search(/\s/)
  const name = localName(space < 0 ? inside : inside.slice(0, space))
  begin(name, (attribute) => attributeOf(inside, space, attribute))
  if (isEmpty) end(name)
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function attributeOf(tag: string, space: number, name: string): string | undefined {
  if (space < 0) return undefined
  for (const quote of ['"', "'"]) {
    const begin = `${name}=${quote}`
    for (let at = tag.indexOf(begin, space); at >= 0; at = tag.indexOf(begin, at + 1)) {
      if (!/\s/.test(tag[at - 1]!)) continue
      const end = tag.indexOf(quote, at + begin.length)
      return end < 0 ? undefined : withoutEntities(tag.slice(at + begin.length, end))
    }
  }
  return undefined
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function withoutEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z][\w.-]{0,60}));/gi, (_whole, hex, decimal, name) => {
    if (name !== undefined) {
      const sign = named[name as string]
      if (sign !== undefined) return sign
      throw failure(
        'unprocessable',
        `The file holds an entity (&${name};) that it does not explain: it is not looked up.`,
      )
    }
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}
