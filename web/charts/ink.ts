import { compact, count } from '../numbers.ts'
import { frameColor, type Scheme } from './palette.ts'

/** What every drawing needs to know besides its numbers. */
export type Ink = {
  scheme: Scheme
  /** Pixels that the plot is wide. */
  width: number
  isMoving: boolean
}

export const fontFamily = '"Inter Variable", system-ui, sans-serif'

/** The parts of an option that all plots share. */
export function baseOption(ink: Ink) {
  return {
    animation: ink.isMoving,
    animationDuration: 250,
    animationDurationUpdate: 250,
    textStyle: { fontFamily, fontSize: 12, color: frameColor('soft', ink.scheme) },
    aria: { enabled: false },
  }
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
    splitNumber: 5,
    minInterval: 1,
    axisLabel: { color: frameColor('soft', ink.scheme), fontFamily, formatter: format },
    splitLine: { lineStyle: { color: frameColor('line', ink.scheme) } },
  }
}

/** Picks about as many labels as fit, counted from the start. */
export function everyNth(length: number, width: number, labelWidth = 62): (index: number) => boolean {
  const step = Math.max(1, Math.ceil((length * labelWidth) / Math.max(width, 1)))
  return (index) => index % step === 0
}

export const plotArea = { left: 4, right: 10, top: 10, bottom: 2, outerBoundsMode: 'same' as const, containLabel: true }
