import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef } from 'react'
import { useNear } from '../use-near.ts'
import { usePaper } from '../use-paper.ts'
import { init, type ECharts, type EChartsCoreOption } from './echarts.ts'
import type { Ink } from './ink.ts'
import { useFontReady } from './font.ts'
import { nearestMark, type Mark } from './nearest-mark.ts'
import { paperSize } from './paper-size.ts'
import { usePatterns } from './use-patterns.ts'
import { useScheme } from './use-scheme.ts'

type PlotProps = {
  option: (ink: Ink) => EChartsCoreOption
  /** What the plot shows, in words. */
  label: string
  /** Told of what was clicked; of lines also when it was clicked beside them. */
  onPick: (mark: Mark) => void
  /** Told of the chart when it is there, and of null when it is gone; must not change between renders. */
  onChart: (chart: ECharts | null) => void
  /** Its height on paper, of one that is as high as it has rows. */
  paperHeight?: number | undefined
}

/** Dots of a plot for each pixel of the page: on paper it is seen from near. */
const dotsMin = 2

/** Draws an option on a canvas that fills its place, once the face of the page is there: first where somebody looks, then the others. */
export function Plot({ option, label, onPick, onChart, paperHeight }: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const size = useRef({ width: 0, height: 0 })
  const isFontReady = useFontReady()
  const scheme = useScheme()
  const [isPatterned] = usePatterns()
  const pick = useEffectEvent(onPick)
  const isPaper = usePaper()
  const isNear = useNear(place)
  const drawing = useMemo(
    () => ({ option, scheme, isPatterned, isFontReady, isNear, isPaper, paperHeight }),
    [option, scheme, isPatterned, isFontReady, isNear, isPaper, paperHeight],
  )
  const fit = useEffectEvent((width: number, height: number) => {
    // On paper the plot is scaled as a picture.
    if (width === 0 || height === 0 || (isPaper && size.current.width > 0)) return
    size.current = { width, height }
    draw(chart.current, size.current, drawing)
  })

  useEffect(() => {
    const element = place.current!
    const made = init(element, undefined, { renderer: 'canvas', devicePixelRatio: Math.max(devicePixelRatio, dotsMin) })
    chart.current = made
    onChart(made)
    let picked: unknown
    made.on('click', ({ seriesId, dataIndex, event }) => {
      picked = event?.event
      pick({ series: String(seriesId), at: dataIndex })
    })
    const canvas = made.getZr()
    canvas.on('click', ({ offsetX, offsetY, event }) => {
      const mark = event === picked ? undefined : nearestMark(made, [offsetX, offsetY])
      if (mark !== undefined) pick(mark)
    })
    canvas.on('mousemove', ({ offsetX, offsetY }) => {
      if (nearestMark(made, [offsetX, offsetY]) !== undefined) canvas.setCursorStyle('pointer')
    })
    const watcher = new ResizeObserver(([entry]) => {
      fit(Math.round(entry?.contentRect.width ?? 0), Math.round(entry?.contentRect.height ?? 0))
    })
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      made.dispose()
      chart.current = null
      onChart(null)
    }
  }, [onChart])

  // Before paper is laid out, and not after it.
  useLayoutEffect(() => draw(chart.current, size.current, drawing), [drawing])

  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a canvas inside, not a picture of an address
  return <div ref={place} role="img" aria-label={label} className="plot" />
}

type Size = { width: number; height: number }
type Drawing = Pick<PlotProps, 'option' | 'paperHeight'> &
  Pick<Ink, 'scheme' | 'isPatterned'> & { isFontReady: boolean; isNear: boolean; isPaper: boolean }

function draw(chart: ECharts | null, place: Size, drawing: Drawing): void {
  const { isFontReady, isNear, isPaper, paperHeight } = drawing
  if (chart === null || !isFontReady || place.width === 0) return
  // What is seen comes first; paper shows all of it.
  if (!isNear && !isPaper) return
  const element = chart.getDom()
  element.querySelector('.plot-landscape')?.remove()
  if (!isPaper) return drawAs(chart, place, drawing)
  // Which way the sheet lies is known only when nothing can be drawn any more.
  drawAs(chart, paperSize(element, place, 'landscape', paperHeight), drawing)
  chart.getZr().flush()
  const landscape = chart.renderToCanvas({ pixelRatio: dotsMin })
  landscape.className = 'plot-landscape'
  drawAs(chart, paperSize(element, place, 'portrait', paperHeight), drawing)
  chart.getZr().flush()
  element.append(landscape)
}

function drawAs(chart: ECharts, size: Size, { option, scheme, isPatterned, isPaper }: Drawing): void {
  if (chart.getWidth() !== size.width || chart.getHeight() !== size.height) chart.resize(size)
  const isMoving = !isPaper && !matchMedia('(prefers-reduced-motion: reduce)').matches
  // The series that are no longer there go; the others move to their new values.
  chart.setOption(option({ ...size, scheme, isPatterned, isMoving }), { replaceMerge: ['series'] })
}
