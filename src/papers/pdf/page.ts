import { encodeQr } from './qr.ts'
import type { FontSet } from './font-set.ts'
import { cleaned, joined, visual, beginsOnTheRight } from './reading-order.ts'
import { point } from './pdf-file.ts'
import { widthOf } from './typeface.ts'
import type { Weight } from './typeface.ts'

/** A page of A4 in the making. Points are counted from its upper left corner, downwards. */
export type Page = {
  text: (text: string, x: number, baseline: number, style: TextStyle) => void
  rectangle: (x: number, y: number, width: number, height: number, colour: Colour, radius?: number) => void
  line: (x1: number, x2: number, y: number, colour: Colour, thickness?: number) => void
  picture: (x: number, y: number, width: number, height: number) => void
  qr: (text: string, x: number, y: number, size: number) => void
  /** Behind everything: a word across the page. */
  mark: (word: string) => void
  content: () => string
}

export type TextStyle = { size: number; weight?: Weight; colour?: Colour; align?: 'left' | 'right' | 'center' }

export const pageWidth = 595.28
export const pageHeight = 841.89

/** The colours of the house in its light look. */
export const colours = {
  text: '#14181f',
  soft: '#5b6572',
  line: '#e4e7ec',
  panel: '#f6f7f9',
  accent: '#2f5bea',
  mark: '#eceff4',
  white: '#ffffff',
} as const
export type Colour = (typeof colours)[keyof typeof colours]

export function blankPage(fonts: FontSet): Page {
  const drawn: string[] = []
  const behind: string[] = []
  /** What was said last, which holds until another is. */
  let filled: Colour | undefined
  let stroked: Colour | undefined
  let font = ''

  function fill(colour: Colour): string {
    if (colour === filled) return ''
    filled = colour
    return `${channels(colour)} rg `
  }

  function stroke(colour: Colour): string {
    if (colour === stroked) return ''
    stroked = colour
    return `${channels(colour)} RG `
  }

  /** What draws a line of text, which is ready: `linesOf`, `shortened`, or a text of our own. */
  function textOf(text: string, x: number, baseline: number, style: TextStyle): string {
    const { size, weight = 'regular', colour = colours.text, align = 'left' } = style
    const start = align === 'left' ? x : x - widthOf(text, weight) * size * (align === 'right' ? 1 : 0.5)
    return `${fill(colour)}BT ${point(start)} ${point(up(baseline))} Td ${shown(text, weight, size)} ET`
  }

  function shown(text: string, weight: Weight, size: number): string {
    const runs = fonts.show(text, weight, size, font)
    font = runs.font
    return runs.operators
  }

  return {
    text: (text, x, baseline, style) => void drawn.push(textOf(text, x, baseline, style)),
    rectangle: (x, y, width, height, colour, radius = 0) => {
      drawn.push(
        `${fill(colour)}${radius === 0 ? box(x, up(y + height), width, height) : rounded(x, up(y + height), width, height, radius)} f`,
      )
    },
    line: (x1, x2, y, colour, thickness = 0.6) => {
      drawn.push(
        `${stroke(colour)}${point(thickness)} w ${point(x1)} ${point(up(y))} m ${point(x2)} ${point(up(y))} l S`,
      )
    },
    picture: (x, y, width, height) => {
      drawn.push(`q ${point(width)} 0 0 ${point(height)} ${point(x)} ${point(up(y + height))} cm /Logo Do Q`)
    },
    qr: (text, x, y, size) => {
      const { modules, runs } = encodeQr(text)
      const module = size / modules
      const bars = runs.map(({ row, from, length }) => `${from} ${modules - 1 - row} ${length} 1 re`)
      drawn.push(
        `${fill(colours.text)}q ${fine(module)} 0 0 ${fine(module)} ${point(x)} ${point(up(y + size))} cm ${bars.join(' ')} f Q`,
      )
    },
    mark: (word) => {
      const size = Math.min(150, 560 / widthOf(word, 'semibold'))
      const half = (widthOf(word, 'semibold') * size) / 2
      const [cos, sin] = [Math.cos(Math.PI / 3.6), Math.sin(Math.PI / 3.6)]
      const [x, y] = [pageWidth / 2 - half * cos + (size / 3) * sin, pageHeight / 2 - half * sin - (size / 3) * cos]
      const turn = [cos, sin, -sin, cos].map(fine).join(' ')
      behind.push(
        `q ${channels(colours.mark)} rg BT ${turn} ${point(x)} ${point(y)} Tm ${fonts.show(word, 'semibold', size, '').operators} ET Q`,
      )
    },
    content: () => [...behind, ...drawn].join('\n'),
  }
}

/** Breaks a text into lines that fit: at spaces where it can be, else between letters. What comes out is ready to be drawn. */
export function linesOf(text: string, width: number, { size, weight = 'regular' }: TextStyle): string[] {
  return joined(cleaned(text))
    .split('\n')
    .flatMap((paragraph) => {
      const startsRight = beginsOnTheRight(paragraph)
      return wrapped(paragraph.trim(), width / size, weight).map((line) => visual(line, startsRight))
    })
}

/** A text on one line, cut where it does not fit. */
export function shortened(text: string, width: number, { size, weight = 'regular' }: TextStyle): string {
  const line = joined(cleaned(text)).replaceAll('\n', ' ').trim()
  const end = widthOf(line, weight) <= width / size ? line.length : fitting(line, width / size - 1, weight)
  return `${visual(line.slice(0, end).trimEnd(), beginsOnTheRight(line))}${end < line.length ? '…' : ''}`
}

function wrapped(paragraph: string, most: number, weight: Weight): string[] {
  if (widthOf(paragraph, weight) <= most) return [paragraph]
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(/ +/)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer, weight) <= most) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    while (widthOf(line, weight) > most) {
      const end = fitting(line, most, weight)
      lines.push(line.slice(0, end))
      line = line.slice(end)
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** How much of a word fits, at least a letter. */
function fitting(word: string, most: number, weight: Weight): number {
  let end = 0
  let width = 0
  for (const cluster of word.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []) {
    width += widthOf(cluster, weight)
    if (width > most && end > 0) break
    end += cluster.length
  }
  return end
}

/** Counted from below, as PDF does. */
function up(y: number): number {
  return pageHeight - y
}

function channels(colour: Colour): string {
  return shares.get(colour)!
}

/** Red, green and blue of each colour, from 0 to 1. */
const shares: ReadonlyMap<Colour, string> = new Map(
  Object.values(colours).map((colour) => [
    colour,
    [1, 3, 5].map((at) => fine(Number.parseInt(colour.slice(at, at + 2), 16) / 255)).join(' '),
  ]),
)

function to(...numbers: readonly number[]): string {
  return numbers.map(point).join(' ')
}

function fine(value: number): string {
  return String(Math.round(value * 10_000) / 10_000)
}

function box(x: number, y: number, width: number, height: number): string {
  return `${point(x)} ${point(y)} ${point(width)} ${point(height)} re`
}

function rounded(x: number, y: number, width: number, height: number, radius: number): string {
  const bend = radius * 0.448
  const [right, top] = [x + width, y + height]
  return [
    `${to(x + radius, y)} m`,
    `${to(right - radius, y)} l ${to(right - bend, y, right, y + bend, right, y + radius)} c`,
    `${to(right, top - radius)} l ${to(right, top - bend, right - bend, top, right - radius, top)} c`,
    `${to(x + radius, top)} l ${to(x + bend, top, x, top - bend, x, top - radius)} c`,
    `${to(x, y + radius)} l ${to(x, y + bend, x + bend, y, x + radius, y)} c h`,
  ].join(' ')
}
