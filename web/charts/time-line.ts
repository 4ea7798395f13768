import type { Temporal } from 'temporal-polyfill'
import { count, timeOfDay } from '../numbers.ts'
import { temporal } from '../periods/temporal.ts'
import type { Drawable } from './grid.ts'
import { baseOption, categoryAxis, dayLabeller, monthsFromDays, plotArea, valueAxis, type Ink } from './ink.ts'
import { frameColor } from './palette.ts'
import { stepTitle } from './stretches.ts'
import { tooltipElement, tooltipOption } from './tooltip.ts'
import { weekendShade } from './weekends.ts'

type Words = { now: string; before: string }

/** A line over time with the compared period dashed behind it; positions are RFC 3339 starts of equal steps. */
export function timeLineOption({ grid, period }: Drawable, before: Drawable | undefined, ink: Ink, words: Words) {
  const { axis, days } = timeAxis(ink, grid.positions, period.zone)
  const values = grid.series[0]?.values ?? []
  const earlier = before?.grid.series[0]?.values
  const line = { type: 'line' as const, showSymbol: values.length < 3, symbolSize: 6, connectNulls: false }
  return {
    ...baseOption(ink),
    grid: plotArea,
    xAxis: axis,
    yAxis: valueAxis(ink, Math.max(...[...values, ...(earlier ?? [])].map((value) => value ?? 0))),
    tooltip: {
      ...tooltipOption(ink, 'axis'),
      axisPointer: {
        type: 'line' as const,
        lineStyle: { color: frameColor('before', ink.scheme), type: 'solid' as const },
      },
      formatter: (points: readonly { dataIndex: number }[]) => {
        const at = points[0]?.dataIndex ?? 0
        return tooltipElement(ink, stepTitle(grid.positions, at, period), [
          { color: frameColor('accent', ink.scheme), title: words.now, value: numberText(values[at]) },
          ...(before?.grid.positions[at] === undefined
            ? []
            : [
                {
                  color: frameColor('before', ink.scheme),
                  title: `${words.before}: ${stepTitle(before.grid.positions, at, before.period)}`,
                  value: numberText(earlier?.[at]),
                  isDashed: true,
                },
              ]),
        ])
      },
    },
    series: [
      ...(earlier === undefined
        ? []
        : [
            {
              ...line,
              id: 'before',
              data: grid.positions.map((_, at) => earlier[at] ?? null),
              lineStyle: { width: 1.3, type: [5, 3], color: frameColor('before', ink.scheme) },
              itemStyle: { color: frameColor('before', ink.scheme) },
              z: 2,
            },
          ]),
      {
        ...line,
        id: 'now',
        data: values,
        lineStyle: { width: 2, color: frameColor('accent', ink.scheme) },
        itemStyle: { color: frameColor('accent', ink.scheme) },
        areaStyle: { color: frameColor('accentFill', ink.scheme) },
        z: 3,
      },
      weekendShade(ink, days, 'moment'),
    ],
  }
}

/**
 * The axis of a line over time, and the calendar day of each of its positions.
 * @param positions RFC 3339 starts of equal steps
 * @param width pixels that it has
 */
export function timeAxis(ink: Ink, positions: readonly string[], zone: string, width = ink.width) {
  const moments = positions.map((time) => temporal.Instant.from(time).toZonedDateTimeISO(zone))
  const days = moments.map((moment) => moment.toPlainDate().toString())
  const labelled = labelledPositions(moments, width - 60)
  const isOneDay = days.at(0) === days.at(-1)
  const labelOf = dayLabeller(days.at(0) ?? '', days.at(-1) ?? '')
  const labels = moments.map((moment, at) => {
    const isMidnight = moment.hour === 0 && moment.minute === 0
    return isOneDay || !isMidnight ? timeOfDay(positions[at]!, zone) : labelOf(days[at]!)
  })
  return { axis: { ...categoryAxis(ink, labels, (index) => labelled.has(index)), boundaryGap: false }, days }
}

/** Positions on round times: full hours, midnights where there are several, of many months their first; as many as fit. */
function labelledPositions(moments: readonly Temporal.ZonedDateTime[], width: number): ReadonlySet<number> {
  const fits = Math.max(2, Math.floor(width / 64))
  const indexes = [...moments.keys()]
  const midnights = indexes.filter((at) => moments[at]!.hour === 0 && moments[at]!.minute === 0)
  const hours = indexes.filter((at) => moments[at]!.minute === 0)
  const round = [2, 3, 4, 6, 12].map((step) => hours.filter((at) => moments[at]!.hour % step === 0))
  const found = [indexes, hours, ...round].find((list) => list.length <= fits && midnights.length < 3)
  const firsts = midnights.filter((at) => moments[at]!.day === 1)
  const chosen = found ?? (midnights.length > monthsFromDays ? firsts : midnights)
  const step = Math.max(1, Math.ceil(chosen.length / fits))
  return new Set(chosen.filter((_, at) => at % step === 0))
}

function numberText(value: number | null | undefined): string {
  return value === null || value === undefined ? '—' : count(value)
}
