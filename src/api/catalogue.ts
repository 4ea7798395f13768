import { dimensions } from '../measures/dimensions.ts'
import { measureOf } from '../measures/measures.ts'
import type { MeasureName } from '../measures/measures.ts'
import type { Page } from '../panels/pages.ts'
import { factOf } from '../panels/panel.ts'
import { rowsOf } from '../panels/rows-behind.ts'

/** Pages, panels and the words of dimensions as the API tells them. */
export function catalogueOf(pages: readonly Page[]) {
  return {
    pages: pages.map(({ id, title, filters, panels: own }) => ({
      id,
      title,
      filters,
      panels: own.map((panel) => panel.id),
    })),
    panels: pages
      .flatMap((page) => page.panels)
      .map((panel) => ({
        id: panel.id,
        page: panel.id.split('.')[0],
        title: panel.title,
        chart: panel.chart,
        unit: measureOf(panel.measures[0]).unit,
        width: panel.width,
        definition: measureOf(panel.measures[0]).definition,
        timeBasis: factOf(panel).timeBasis,
        by: panel.by,
        measures: panel.measures.map(told),
        totals: (panel.totals ?? []).map(told),
        filters: panel.filters,
        rowsOf: rowsOf(panel) ?? null,
        live: panel.live ?? null,
      })),
    dimensions: Object.fromEntries(
      Object.entries(dimensions).map(([name, { title, values, known = [] }]) => [
        name,
        { title, values: (values ?? known).map(({ value, title: shown }) => ({ value, title: shown })) },
      ]),
    ),
  }
}

function told(name: MeasureName) {
  const { title, definition, unit } = measureOf(name)
  return { name, title, definition, unit }
}
