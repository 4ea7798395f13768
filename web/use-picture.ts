import type { AskedPeriod } from './asking/answers.ts'
import { useToldName } from './asking/names.ts'
import type { ECharts } from './charts/echarts.ts'
import { elementCanvas } from './charts/element-picture.ts'
import type { LegendEntry } from './charts/legend.ts'
import { pictureOf, plotCanvas, savePng, scale } from './charts/png.ts'
import { usePatterns } from './charts/use-patterns.ts'
import { useScheme } from './charts/use-scheme.ts'
import { dateTime } from './numbers.ts'
import { useWords } from './use-view.ts'
import type { View } from './view.ts'

type Shown = {
  /** Of the panel: what the file is called by. */
  id: string
  title: string
  period: AskedPeriod
  view: View
  legend: readonly LegendEntry[]
}

/** Saves a chart, or an element of the page, as a PNG file, with what it is about: its title, period, filters and legend. */
export function usePicture(): (seen: ECharts | HTMLElement, shown: Shown) => Promise<void> {
  const { titleOf } = useWords()
  const toldName = useToldName()
  const scheme = useScheme()
  const [isPatterned] = usePatterns()
  return async (seen, { id, title, period, view, legend }) => {
    const filters = Object.entries(view.filters).flatMap(([name, words]) =>
      words.map((word) => toldName(name, word) ?? titleOf(name, word)),
    )
    const times = `${dateTime(period.from, period.zone)} → ${dateTime(period.to, period.zone)} · ${period.zone}`
    const notes = filters.length === 0 ? [times] : [times, filters.join(', ')]
    const picture = { title, notes, legend, scheme, isPatterned }
    const drawn = seen instanceof HTMLElement ? await elementCanvas(seen, scale) : plotCanvas(seen, scheme)
    savePng(pictureOf(drawn, picture), `${id}_${period.from.slice(0, 10)}_${period.to.slice(0, 10)}`)
  }
}
