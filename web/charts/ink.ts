import { compact, compactFigure, count, monthOfYear, shortDay } from '../numbers.ts'
import { colorOf, frameColor, type Scheme } from './palette.ts'
import { decalOf } from './patterns.ts'

/** What every drawing needs to know besides its numbers. */
export type Ink = {
  scheme: Scheme
  /** Pixels of the plot. */
  width: number
  height: number
  isMoving: boolean
  isPatterned: boolean
}

export const fontFamily = '"Inter Variable", system-ui, sans-serif'

/** The parts of an option that all plots share. Only what changes moves: a plot that is new stands at once. */
export function baseOption(ink: Ink) {
  return {
    animation: ink.isMoving,
    animationDuration: 0,
    animationDurationUpdate: 250,
    textStyle: { fontFamily, fontSize: 12, color: frameColor('soft', ink.scheme) },
  }
}

/**
 * A text from outside as the chart library may have it. It keeps the widths of texts under them as names, where this one would
 * reach into what all objects are made of; a space without width in it is not seen.
 */
export function drawable(text: string): string {
  return text.replaceAll('__proto__', '__proto\u200b__')
}

/** The fill of a word's marks. */
export function fillOf(word: string, ink: Ink) {
  return { color: colorOf(word, ink.scheme), decal: ink.isPatterned ? decalOf(word, ink.scheme) : null }
}

/** Labels and lines of a category axis; `isLabelled` picks the positions that get a label. */
export function categoryAxis(ink: Ink, labels: readonly string[], isLabelled: (index: number) => boolean) {
  return {
    type: 'category' as const,
    data: labels,
    axisLine: { lineStyle: { color: frameColor('line', ink.scheme) } },
    axisTick: { show: false },
    axisLabel: { color: frameColor('soft', ink.scheme), fontFamily, interval: isLabelled, hideOverlap: true },
  }
}

/** The axis of values; `largest` decides whether its numbers are written out or shortened, all of them alike. */
export function valueAxis(ink: Ink, largest: number, format = largest < 100_000 ? count : compact) {
  return {
    type: 'value' as const,
    splitNumber: ink.height < 170 ? 3 : 5,
    minInterval: 1,
    axisLabel: { color: frameColor('soft', ink.scheme), fontFamily, formatter: format },
    splitLine: { lineStyle: { color: frameColor('line', ink.scheme) } },
  }
}

/** The same for counts, or for amounts of a currency. */
export function figureAxis(ink: Ink, largest: number, currency: string | undefined) {
  if (currency === undefined) return valueAxis(ink, largest)
  return { ...valueAxis(ink, largest, (value) => compactFigure(value, currency)), minInterval: 0 }
}

/** Picks the days (YYYY-MM-DD) that get a label: as many as fit, from the first; of many months their first days. */
export function labelledDays(days: readonly string[], width: number): (index: number) => boolean {
  const all = [...days.keys()]
  const candidates = days.length > monthsFromDays ? all.filter((at) => days[at]!.endsWith('-01')) : all
  return asManyAsFit(candidates, width)
}

/** The same on an axis of stretches of days: the first of each month, as far as there is room. */
export function labelledMonths(days: readonly string[], width: number): (index: number) => boolean {
  const months = [...days.keys()].filter((at) => days[at]!.slice(0, 7) !== days[at - 1]?.slice(0, 7))
  return asManyAsFit(months, width)
}

function asManyAsFit(positions: readonly number[], width: number): (index: number) => boolean {
  const step = Math.max(1, Math.ceil((positions.length * labelWidth) / Math.max(width, 1)))
  const chosen = new Set(positions.filter((_, at) => at % step === 0))
  return (index) => chosen.has(index)
}

/** What an axis calls its days: of more than a year by month and year, because one date is there several times. */
export function dayLabeller(first: string, last: string): (day: string) => string {
  const days = (Date.parse(last) - Date.parse(first)) / 86_400_000
  return days > yearDays ? monthOfYear : shortDay
}

const yearDays = 366
const labelWidth = 62
/** From so many days on, an axis tells months. */
export const monthsFromDays = 92

export const plotArea = { left: 4, right: 10, top: 10, bottom: 6, outerBoundsMode: 'same' as const, containLabel: true }
