import { isWeekend } from '../numbers.ts'
import type { Ink } from './ink.ts'
import { frameColor } from './palette.ts'

/** A series that shades the weekends behind the data. `days[i]` is the calendar day (YYYY-MM-DD) of position i. */
export function weekendShade(ink: Ink, days: readonly string[], hasBands: boolean) {
  const half = hasBands ? 0.5 : 0
  return {
    type: 'custom' as const,
    id: 'weekends',
    silent: true,
    animation: false,
    z: 0,
    tooltip: { show: false },
    data: days.length < 2 || days.length > 6000 ? [] : spansOf(days),
    encode: { x: [0, 1] },
    renderItem: (
      params: { coordSys: { x: number; y: number; width: number; height: number } },
      api: { value: (dimension: number) => number; coord: (point: number[]) => number[] },
    ) => {
      const { x, y, width, height } = params.coordSys
      const band = days.length > 1 ? width / (days.length - (hasBands ? 0 : 1)) : width
      const left = Math.max(x, api.coord([api.value(0), 0])[0]! - band * half)
      const right = Math.min(x + width, api.coord([api.value(1), 0])[0]! + band * half)
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
