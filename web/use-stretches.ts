import { useSuspenseQuery } from '@tanstack/react-query'
import type { AskedPeriod, PanelEntry } from './asking/answers.ts'
import type { State } from './asking/presence.ts'
import { catalogueQuery, type Selectors } from './asking/queries.ts'

/** What was read of operators, and when: what lasts is told until then. */
type Read = { period: AskedPeriod; asOf: string }

/** Opens the stretches behind some time of operators. @param state that of the panel without it */
export type OpenStretches = (selectors: Selectors, read: Read, state?: State) => void

/**
 * The way to the stretches behind the time that a panel of presence shows; undefined where nothing is behind it. They stay those of
 * when it was read, so that they come to the time that was clicked.
 */
export function useStretches(
  entry: PanelEntry,
  onBehind: (entry: PanelEntry, selectors: Selectors) => void,
): OpenStretches | undefined {
  const { data: catalogue } = useSuspenseQuery(catalogueQuery)
  if (entry.rowsOf === null) return undefined
  return (selectors, { period, asOf }, state) => {
    const isOf = ({ page, chart, measures }: PanelEntry) =>
      page === entry.page && chart === entry.chart && measures[0]?.name === `operator_${state}`
    const panel = state === undefined ? entry : catalogue.panels.find(isOf)
    // How long operators were offline is no number of any panel.
    if (panel === undefined) return
    const isOver = Date.parse(period.to) <= Date.parse(asOf)
    onBehind(panel, { ...(isOver ? {} : { from: period.from, to: asOf }), ...selectors })
  }
}
