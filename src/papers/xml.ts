/** An element of XML: its name, what is in it, its attributes. What is `null` is left out. */
export type XmlNode = string | null

/** Writes an element with a text in it, or nothing where there is no text. */
export function leaf(name: string, text: string | null, attributes: Readonly<Record<string, string>> = {}): XmlNode {
  if (text === null) return null
  const clean = escaped(text)
  return clean === '' ? null : `<${name}${attributesOf(attributes)}>${clean}</${name}>`
}

/** Writes an element with others in it, or nothing where there are none. */
export function branch(name: string, children: readonly XmlNode[]): XmlNode {
  const inside = children.filter((child) => child !== null)
  return inside.length === 0 ? null : `<${name}>${inside.join('')}</${name}>`
}

/** A whole document with its root. */
export function xmlOf(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly XmlNode[],
): string {
  const inside = children.filter((child) => child !== null)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attributesOf(attributes)}>${inside.join('')}</${name}>\n`
}

/** A text as it may stand in XML: what no XML may have is left out, space at its ends too. */
export function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- these are what XML forbids
      .replace(/[\0-\u{8}\u{B}\u{C}\u{E}-\u{1F}\u{7F}-\u{9F}\u{FFFE}\u{FFFF}]/gu, '')
      .trim()
      .replace(/[&<>"\r]/g, (sign) => entities[sign]!)
  )
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

function attributesOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')
}
