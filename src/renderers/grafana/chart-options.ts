import type { GraphFieldConfig } from '@grafana/schema'
import type { Options as BarGauge } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen'
import type { Options as Geomap } from '@grafana/schema/dist/esm/raw/composable/geomap/panelcfg/x/GeomapPanelCfg_types.gen'
import type { Options as PieChart } from '@grafana/schema/dist/esm/raw/composable/piechart/panelcfg/x/PieChartPanelCfg_types.gen'
import type { Options as Stat } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen'
import type { Options as Table } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen'
import type { Options as TimeSeries } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen'
import { accent } from './colors.ts'
import type { Written } from './written.ts'

/** How the charts of Grafana are set, by its own types of them. */

/** One number of each field, as it came. */
const reduceOptions = { calcs: ['lastNotNull'], fields: '', values: false }

export const stat = {
  reduceOptions,
  colorMode: 'none',
  graphMode: 'none',
  justifyMode: 'auto',
  orientation: 'auto',
  textMode: 'value_and_name',
  wideLayout: true,
  showPercentChange: false,
  percentChangeColorMode: 'standard',
} satisfies Written<Stat>

export const pie = {
  reduceOptions: { ...reduceOptions, fields: '/.*/' },
  pieType: 'donut',
  sort: 'none',
  orientation: 'auto',
  displayLabels: [],
  legend: { showLegend: true, displayMode: 'table', placement: 'right', calcs: [], values: ['value', 'percent'] },
  tooltip: { mode: 'single', sort: 'none' },
} satisfies Written<PieChart>

export const horizontalBars = {
  reduceOptions,
  orientation: 'horizontal',
  displayMode: 'basic',
  valueMode: 'text',
  namePlacement: 'left',
  showUnfilled: false,
  sizing: 'auto',
  minVizWidth: 8,
  minVizHeight: 16,
  maxVizHeight: 300,
  legend: { showLegend: false, displayMode: 'list', placement: 'bottom', calcs: [] },
} satisfies Written<BarGauge>

export function timeSeries(hasLegend: boolean) {
  return {
    legend: { showLegend: hasLegend, displayMode: 'list', placement: 'bottom', calcs: [] },
    tooltip: { mode: 'multi', sort: 'none' },
  } satisfies Written<TimeSeries>
}

export const table = { showHeader: true, cellHeight: 'sm', frameIndex: 0 } satisfies Written<Table>

/** Circles where something is, the more the larger. */
export function map(name: string, measure: string) {
  const style = {
    color: { fixed: accent },
    opacity: 0.5,
    size: { field: measure, fixed: 5, min: 4, max: 24 },
    symbol: { fixed: 'img/icons/marker/circle.svg', mode: 'fixed' },
  }
  return {
    view: { id: 'fit', lat: 0, lon: 0, zoom: 2, allLayers: true },
    basemap: { type: 'default', name: 'Basemap', config: {} },
    controls: { showZoom: true, mouseWheelZoom: true, showAttribution: true },
    tooltip: { mode: 'details' },
    layers: [
      {
        type: 'markers',
        name,
        config: { style, showLegend: false },
        location: { mode: 'coords', latitude: 'latitude', longitude: 'longitude' },
        tooltip: true,
      },
    ],
  } satisfies Written<Geomap>
}

type Graph = Written<GraphFieldConfig>

export const lines = {
  drawStyle: 'line',
  lineWidth: 2,
  fillOpacity: 0,
  showPoints: 'auto',
  // Where nothing can be said, there is a gap.
  spanNulls: false,
} satisfies Graph

export const area = { ...lines, fillOpacity: 10, showPoints: 'never' } satisfies Graph

/** A day has its bar from where it begins. */
export function bars(stacking: 'none' | 'normal' | 'percent') {
  return {
    drawStyle: 'bars',
    barAlignment: 1,
    barWidthFactor: 0.85,
    lineWidth: 0,
    fillOpacity: 90,
    showPoints: 'never',
    stacking: { mode: stacking, group: 'A' },
  } satisfies Graph
}
