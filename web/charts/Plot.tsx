import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { init, type ECharts, type EChartsCoreOption } from './echarts.ts'
import type { Ink } from './ink.ts'
import type { Scheme } from './palette.ts'
import { useFontReady } from './font.ts'

/** A mark of a plot that was clicked: the id of its series and its position. */
export type Mark = { series: string; at: number }

type PlotProps = {
  option: (ink: Ink) => EChartsCoreOption
  scheme: Scheme
  label: string
  height: number
  onPick?: ((mark: Mark) => void) | undefined
  /** Told of the chart when it is there, and of null when it is gone; must not change between renders. */
  onChart?: (chart: ECharts | null) => void
}

/** Draws an option on a canvas as wide as its place, once the face of the page is there. */
export function Plot({ option, scheme, label, height, onPick, onChart }: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const [width, setWidth] = useState(0)
  const isFontReady = useFontReady()
  const pick = useEffectEvent((mark: Mark) => onPick?.(mark))

  useEffect(() => {
    const element = place.current!
    const made = init(element, undefined, { renderer: 'canvas' })
    chart.current = made
    onChart?.(made)
    made.on('click', ({ seriesId, dataIndex }) => pick({ series: String(seriesId), at: dataIndex }))
    const watcher = new ResizeObserver(([entry]) => {
      const wide = Math.round(entry?.contentRect.width ?? 0)
      if (wide === 0) return
      made.resize({ width: wide, height })
      setWidth(wide)
    })
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      made.dispose()
      chart.current = null
      onChart?.(null)
    }
  }, [onChart, height])

  useEffect(() => {
    if (!isFontReady || width === 0) return
    const isMoving = !matchMedia('(prefers-reduced-motion: reduce)').matches
    chart.current?.setOption(option({ scheme, width, isMoving }), { notMerge: true })
  }, [option, scheme, width, isFontReady])

  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a canvas inside, not a picture of an address
  return <div ref={place} role="img" aria-label={label} className="plot" style={{ height }} />
}
