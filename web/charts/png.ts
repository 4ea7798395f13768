import { saveFile } from '../save-file.ts'
import type { ECharts } from './echarts.ts'
import { fontFamily } from './ink.ts'
import type { LegendEntry } from './legend.ts'
import { colorOf, frameColor, type Scheme } from './palette.ts'
import { hatch } from './patterns.ts'

export type Picture = {
  title: string
  /** Period, zone and filters, so that the picture explains itself. */
  notes: readonly string[]
  legend: readonly LegendEntry[]
  scheme: Scheme
  isPatterned: boolean
}

/** Pixels of the picture for each pixel of the screen. */
export const scale = 2
const edge = 20
const widthMin = 520
const rowHeight = 20

/** A plot as it is drawn now. */
export function plotCanvas(chart: ECharts, scheme: Scheme): HTMLCanvasElement {
  return chart.renderToCanvas({ pixelRatio: scale, backgroundColor: frameColor('card', scheme) })
}

/** Exactly what a card shows, with its title, period, filters and legend. */
export function pictureOf(plot: HTMLCanvasElement, picture: Picture): HTMLCanvasElement {
  const { title, notes, legend, scheme } = picture
  const plotWidth = plot.width / scale
  const width = Math.max(widthMin, plotWidth + edge * 2)
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')!
  pen.font = fontOf(400, 12)
  const noteLines = notes.flatMap((note) =>
    wrapped(note.split(' '), width - edge * 2, (text) => pen.measureText(text).width),
  )
  const legendLines = linesOf(legend, width - edge * 2, (entry) => pen.measureText(textOf(entry)).width + 34)
  const head = edge + 24 + (noteLines.length + legendLines.length) * rowHeight + 8
  canvas.width = width * scale
  canvas.height = (head + plot.height / scale + edge) * scale
  pen.scale(scale, scale)
  pen.fillStyle = frameColor('card', scheme)
  pen.fillRect(0, 0, width, canvas.height)
  pen.textBaseline = 'middle'
  let y = edge + 8
  write(pen, title, edge, y, fontOf(600, 15), frameColor('text', scheme))
  y += 24
  for (const line of noteLines) {
    write(pen, line, edge, y, fontOf(400, 12), frameColor('soft', scheme))
    y += rowHeight
  }
  for (const line of legendLines) {
    let x = edge
    for (const entry of line) {
      drawMark(pen, entry, x, y - 5, picture)
      write(pen, textOf(entry), x + 16, y, fontOf(400, 12), frameColor('soft', scheme))
      x += pen.measureText(textOf(entry)).width + 34
    }
    y += rowHeight
  }
  pen.drawImage(plot, edge, head, plotWidth, plot.height / scale)
  return canvas
}

/** Saves a picture as a PNG file. */
export function savePng(canvas: HTMLCanvasElement, fileName: string): void {
  canvas.toBlob((blob) => {
    if (blob !== null) saveFile(blob, `${fileName}.png`)
  }, 'image/png')
}

const markSize = 10

function drawMark(pen: CanvasRenderingContext2D, { mark, line }: LegendEntry, x: number, y: number, picture: Picture) {
  const { scheme, isPatterned } = picture
  if (line !== undefined) {
    pen.strokeStyle = frameColor(line === 'now' ? 'accent' : 'before', scheme)
    pen.lineWidth = 2
    pen.setLineDash(line === 'now' ? [] : [4, 2])
    pen.beginPath()
    pen.moveTo(x, y + markSize / 2)
    pen.lineTo(x + markSize, y + markSize / 2)
    pen.stroke()
    return
  }
  pen.fillStyle = colorOf(mark, scheme)
  pen.beginPath()
  pen.roundRect(x, y, markSize, markSize, 2.5)
  pen.fill()
  if (isPatterned) hatch(pen, mark, scheme, { x, y, size: markSize })
}

/** Words set in lines that fit. */
function wrapped(words: readonly string[], width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = []
  for (const word of words) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** Entries of a legend set in lines that fit. */
function linesOf(legend: readonly LegendEntry[], width: number, widthOf: (entry: LegendEntry) => number) {
  const lines: LegendEntry[][] = []
  let left = 0
  for (const entry of legend) {
    const wide = widthOf(entry)
    if (left < wide) {
      lines.push([])
      left = width
    }
    lines.at(-1)!.push(entry)
    left -= wide
  }
  return lines
}

function textOf({ title, value }: LegendEntry): string {
  return value === undefined ? title : `${title}  ${value}`
}

function fontOf(weight: number, size: number): string {
  return `${weight} ${size}px ${fontFamily}`
}

function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, font: string, color: string): void {
  pen.font = font
  pen.fillStyle = color
  pen.fillText(text, x, y)
}
