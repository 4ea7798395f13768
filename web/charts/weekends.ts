import { isWeekend } from '../numbers.ts'
import type { Ink } from './ink.ts'
import { frameColor } from './palette.ts'

/** Of more days the stripes would be a texture, and tell nothing. */
const daysMax = 100

/**
 * A series that shades the weekends behind the data. `days[i]` is the calendar day (YYYY-MM-DD) of position i, which is
 * the middle of a band, or the moment at which a stretch begins.
 */
export function weekendShade(ink: Ink, days: readonly string[], position: 'band' | 'moment') {
  const isShown = days.length > 1 && new Set(days).size <= daysMax
  return {
    type: 'custom' as const,
    id: 'weekends',
    silent: true,
    animation: false,
    z: 0,
    tooltip: { show: false },
    data: isShown ? spansOf(days) : [],
    encode: { x: [0, 1] },
    renderItem: (
      params: { coordSys: { x: number; y: number; width: number; height: number } },
      api: { value: (dimension: number) => number; coord: (point: number[]) => number[] },
    ) => {
      const { x, y, width, height } = params.coordSys
      const band = width / (days.length - (position === 'band' ? 0 : 1))
      const [before, after] = position === 'band' ? [0.5, 0.5] : [0, 1]
      const left = Math.max(x, api.coord([api.value(0), 0])[0]! - band * before)
      const right = Math.min(x + width, api.coord([api.value(1), 0])[0]! + band * after)
      return {
        type: 'rect',
        shape: { x: left, y, width: Math.max(0, right - left), height },
        style: { fill: frameColor('weekend', ink.scheme) },
      }
    },
  }
}

function spansOf(days: readonly string[]): [number, number][] {
  const spans: [number, number][] = []
  for (const [index, day] of days.entries()) {
    if (!isWeekend(day)) continue
    const last = spans.at(-1)
    if (last !== undefined && last[1] === index - 1) last[1] = index
    else spans.push([index, index])
  }
  return spans
}
