import { fontFamily, type Ink } from './ink.ts'
import { frameColor } from './palette.ts'
import { hatchOf } from './patterns.ts'

export type TooltipLine = {
  color: string
  title: string
  value: string
  /** The word of the data whose pattern the mark shows. */
  word?: string
  isDashed?: boolean
  isSum?: boolean
}

/** The look of a tooltip; its content is built as elements, because the page allows no styles inside markup. */
export function tooltipOption(ink: Ink, trigger: 'axis' | 'item') {
  return {
    trigger,
    confine: true,
    transitionDuration: 0,
    backgroundColor: frameColor('card', ink.scheme),
    borderColor: frameColor('line', ink.scheme),
    borderWidth: 1,
    padding: 0,
    className: 'plot-tooltip',
    textStyle: { fontFamily, color: frameColor('text', ink.scheme), fontSize: 12 },
    axisPointer: { type: 'shadow' as const, shadowStyle: { color: frameColor('weekend', ink.scheme) } },
  }
}

/** A tooltip's content: a title, then a row for each line. */
export function tooltipElement(ink: Ink, title: string, lines: readonly TooltipLine[]): HTMLElement {
  const box = element('div', 'plot-tooltip-box')
  box.append(element('div', 'plot-tooltip-title', title))
  for (const line of lines) {
    const row = element('div', line.isSum ? 'plot-tooltip-row plot-tooltip-sum' : 'plot-tooltip-row')
    const mark = element('i', line.isDashed ? 'dot dot-dashed' : 'dot')
    mark.style.color = line.color
    if (ink.isPatterned && line.word !== undefined) Object.assign(mark.style, hatchOf(line.word, ink.scheme))
    row.append(
      mark,
      element('span', 'plot-tooltip-name', line.title),
      element('strong', 'plot-tooltip-value', line.value),
    )
    box.append(row)
  }
  return box
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  if (text !== '') made.textContent = text
  return made
}
