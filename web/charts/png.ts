import type { LegendEntry } from '../parts/Legend.tsx'
import type { ECharts } from './echarts.ts'
import { fontFamily } from './ink.ts'
import { frameColor, type Scheme } from './palette.ts'

type Picture = {
  title: string
  /** Period, zone and filters, so that the picture explains itself. */
  note: string
  legend: readonly LegendEntry[]
  scheme: Scheme
  fileName: string
}

const scale = 2
const edge = 20

/** Saves exactly what a plot shows as a PNG with its title, period and legend. */
export function savePng(chart: ECharts, { title, note, legend, scheme, fileName }: Picture): void {
  const plot = chart.renderToCanvas({ pixelRatio: scale, backgroundColor: frameColor('card', scheme) })
  const width = plot.width / scale + edge * 2
  const lines = legendLines(legend, width - edge * 2)
  const head = 62 + lines.length * 20
  const canvas = document.createElement('canvas')
  canvas.width = width * scale
  canvas.height = (plot.height / scale + head + edge) * scale
  const pen = canvas.getContext('2d')!
  pen.scale(scale, scale)
  pen.fillStyle = frameColor('card', scheme)
  pen.fillRect(0, 0, width, canvas.height)
  pen.textBaseline = 'middle'
  write(pen, title, edge, 26, `600 15px ${fontFamily}`, frameColor('text', scheme))
  write(pen, note, edge, 46, `12px ${fontFamily}`, frameColor('soft', scheme))
  for (const [row, line] of lines.entries()) {
    let x = edge
    for (const entry of line) {
      const y = 66 + row * 20
      pen.fillStyle = entry.color
      pen.beginPath()
      pen.roundRect(x, y - 5, 10, 10, 2.5)
      pen.fill()
      write(pen, legendText(entry), x + 16, y, `12px ${fontFamily}`, frameColor('soft', scheme))
      x += widthOf(entry)
    }
  }
  pen.drawImage(plot, edge, head, plot.width / scale, plot.height / scale)
  canvas.toBlob((blob) => {
    if (blob === null) return
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = `${fileName}.png`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  }, 'image/png')
}

function legendLines(legend: readonly LegendEntry[], width: number): LegendEntry[][] {
  const lines: LegendEntry[][] = []
  let left = 0
  for (const entry of legend) {
    if (lines.length === 0 || left < widthOf(entry)) {
      lines.push([])
      left = width
    }
    lines.at(-1)!.push(entry)
    left -= widthOf(entry)
  }
  return lines
}

function widthOf(entry: LegendEntry): number {
  return legendText(entry).length * 7 + 36
}

function legendText({ title, value }: LegendEntry): string {
  return value === undefined ? title : `${title} ${value}`
}

function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, font: string, color: string): void {
  pen.font = font
  pen.fillStyle = color
  pen.fillText(text, x, y)
}
