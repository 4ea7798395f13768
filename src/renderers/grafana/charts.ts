import type { Panel as GrafanaPanel } from '@grafana/schema'
import { middleDigits } from '../../events/cell.ts'
import { dimensions } from '../../measures/dimensions.ts'
import type { DimensionName } from '../../measures/dimensions.ts'
import { measureOf } from '../../measures/measures.ts'
import type { MeasureName } from '../../measures/measures.ts'
import type { Chart, Panel } from '../../panels/panel.ts'
import { units } from '../../units.ts'
import { accent, grafanaColor } from './colors.ts'
import { flatColumns, isById, seriesColumn, wordDimensions } from './flat-rows.ts'
import type { FlatColumn } from './flat-rows.ts'
import { rowsLinks } from './links.ts'
import type { CellVariables } from './links.ts'
import { seriesColumns, seriesLabel } from './queries.ts'
import type { InfinityQuery } from './queries.ts'
import type { Say } from './say.ts'
import * as options from './chart-options.ts'
import type { Written } from './written.ts'

type Field = NonNullable<Written<GrafanaPanel>['fieldConfig']>
type Override = Field['overrides'][number]
type Property = Override['properties'][number]

/** What a panel of Grafana needs to draw a panel of ours, and which of its columns it asks for. */
export type Drawn = Pick<Written<GrafanaPanel>, 'type' | 'transformations'> & {
  options: Record<string, unknown>
  fieldConfig: Field
  format: InfinityQuery['format']
  columns: FlatColumn[]
  /** Of the 36 pixels that a row of a dashboard has. */
  height: number
}

/** Draws a panel of ours in Grafana. */
export function drawn(panel: Panel, say: Say): Drawn {
  return kinds[panel.chart](panel, say)
}

const kinds: Readonly<Record<Chart, (panel: Panel, say: Say) => Drawn>> = {
  counter: counter,
  pie: (panel, say) => (panel.by.includes('currency') ? barsByWord(panel, say) : pie(panel, say)),
  bars: (panel, say) =>
    panel.by.includes('day') ? overTime(panel, say, options.bars('none')) : barsByWord(panel, say),
  'time-series': (panel, say) => overTime(panel, say, options.area),
  'stacked-bars': (panel, say) => overTime(panel, say, options.bars('normal')),
  'stacked-bars-share': (panel, say) => overTime(panel, say, options.bars('percent')),
  lines: (panel, say) => overTime(panel, say, options.lines),
  'time-lines': (panel, say) => overTime(panel, say, options.lines),
  'split-lines': (panel, say) => overTime(panel, say, options.lines),
  rates: (panel, say) => overTime(panel, say, options.lines),
  'funnel-series': (panel, say) => overTime(panel, say, options.lines),
  'counter-bars': (panel, say) => overTime(panel, say, options.bars('none')),
  timeline: table,
  'table-bars': table,
  map,
}

/** Numbers of one row beside each other; of each word one, or a table where a word has several. */
function counter(panel: Panel, say: Say): Drawn {
  const words = wordDimensions(panel)
  if (words.length > 1 || (words.length === 1 && panel.measures.length > 1)) return { ...table(panel, say), height: 7 }
  const base = { type: 'stat', options: options.stat, height: words.length === 0 || words[0] === 'currency' ? 4 : 7 }
  if (words.length === 1) return { ...base, ...byWord(panel, say) }
  const columns = flatColumns(panel)
  const ofMeasure = (name: MeasureName) => [
    ...unitOf(name),
    ...linksOf(rowsLinks(panel, {}, say, name)),
    { id: 'displayName', value: say(measureOf(name).title) },
  ]
  return {
    ...base,
    format: 'table',
    columns,
    transformations: [inOrder(columns)],
    fieldConfig: {
      defaults: { color: { mode: 'fixed', fixedColor: accent } },
      overrides: panel.measures.map((name) => named(name, ofMeasure(name))),
    },
  }
}

function pie(panel: Panel, say: Say): Drawn {
  return { type: 'piechart', options: options.pie, height: 9, ...byWord(panel, say) }
}

function barsByWord(panel: Panel, say: Say): Drawn {
  return { type: 'bargauge', options: options.horizontalBars, height: 9, ...byWord(panel, say) }
}

/** A field for each row, so that each word can have its colour: named by its word, shown by its title. */
function byWord(panel: Panel, say: Say): Omit<Drawn, 'type' | 'options' | 'height'> {
  const [word] = wordDimensions(panel)
  const [measure] = panel.measures
  const columns = flatColumns(panel)
  const mappings = [
    // A chat can have amounts in several currencies.
    { fieldName: panel.by.length > 1 ? seriesColumn : word!, handlerKey: 'field.name' },
    ...(panel.by.length > 1 ? [] : [{ fieldName: seriesColumn, handlerKey: 'displayName' }]),
    { fieldName: measure, handlerKey: 'field.value' },
  ]
  const cell: CellVariables =
    panel.by.length > 1
      ? { ...labelsOf(wordDimensions(panel)), ...calledBy(panel, '${__field.name:percentencode}') }
      : { [word!]: '${__field.name:percentencode}', ...calledBy(panel, '${__field.displayName:percentencode}') }
  return {
    format: 'table',
    columns,
    transformations: [{ id: 'rowsToFields', options: { mappings } }],
    fieldConfig: {
      defaults: {
        ...units[measureOf(measure).unit].grafana,
        color: { mode: 'palette-classic' },
        // Labels would be put behind the name.
        ...(panel.by.length > 1 ? { displayName: '${__field.name}' } : {}),
        links: rowsLinks(panel, cell, say, measure),
      },
      overrides: panel.by.length > 1 ? [] : colorsOf(word!, say),
    },
  }
}

/** Series over days or times: a line or bars for each measure, or for each word. */
function overTime(panel: Panel, say: Say, custom: Record<string, unknown>): Drawn {
  const words = wordDimensions(panel)
  const columns = seriesColumns(panel)
  const measures = panel.measures.filter((measure) => columns.some(({ name }) => name === measure))
  const cell: CellVariables = {
    time: '${__value.time}',
    ...labelsOf(words),
    ...calledBy(panel, labelOf(seriesColumn)),
  }
  const [first] = measures
  const isOfOne = measures.length === 1
  const titleOf = (name: MeasureName) =>
    words.length === 0
      ? say(measureOf(name).title)
      : isOfOne
        ? seriesLabel
        : `${seriesLabel}: ${say(measureOf(name).title)}`
  const closed = words.find((name) => dimensions[name].values !== undefined)
  return {
    type: 'timeseries',
    options: options.timeSeries(words.length > 0 || !isOfOne),
    height: 9,
    format: 'timeseries',
    columns,
    fieldConfig: {
      defaults: {
        ...units[measureOf(first!).unit].grafana,
        ...(isOfOne ? { displayName: titleOf(first!), links: rowsLinks(panel, cell, say, first) } : {}),
        color: words.length === 0 && isOfOne ? { mode: 'fixed', fixedColor: accent } : { mode: 'palette-classic' },
        min: 0,
        custom,
      },
      overrides: [
        ...(isOfOne
          ? []
          : measures.map((name) =>
              named(name, [
                ...unitOf(name),
                ...linksOf(rowsLinks(panel, cell, say, name)),
                { id: 'displayName', value: titleOf(name) },
              ]),
            )),
        ...(closed === undefined ? [] : colorsOf(closed, say)),
      ],
    },
  }
}

/** A row for each of what the data names, with a bar in the cell of its number. */
function table(panel: Panel, say: Say): Drawn {
  const columns = flatColumns(panel)
  const words = wordDimensions(panel)
  const cell: CellVariables = {
    ...Object.fromEntries(words.map((name) => [name, cellOf(name)])),
    ...calledBy(panel, cellOf(seriesColumn)),
  }
  const isHidden = { viz: true, legend: false, tooltip: false }
  const hidden: Property[] = [
    // Before Grafana 12 by the first, since then by the second.
    { id: 'custom.hidden', value: true },
    { id: 'custom.hideFrom', value: isHidden },
  ]
  const title = words[0] === undefined ? '' : say(dimensions[words[0]].title)
  return {
    type: 'table',
    options: options.table,
    height: 10,
    format: 'table',
    columns,
    transformations: [inOrder(columns)],
    fieldConfig: {
      defaults: {
        color: { mode: 'fixed', fixedColor: accent },
        custom: { align: 'auto', cellOptions: { type: 'auto' } },
      },
      overrides: [
        ...words.map((name) => named(name, hidden)),
        named(seriesColumn, [{ id: 'displayName', value: title }]),
        ...panel.measures.map((name) =>
          named(name, [
            ...unitOf(name),
            ...linksOf(rowsLinks(panel, cell, say, name)),
            { id: 'displayName', value: say(measureOf(name).title) },
            { id: 'custom.cellOptions', value: { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' } },
            { id: 'min', value: 0 },
          ]),
        ),
      ],
    },
  }
}

function map(panel: Panel, say: Say): Drawn {
  const columns = flatColumns(panel)
  const [measure] = panel.measures
  // As numbers: as they are shown, they have as many digits as Grafana, or who changes the panel, likes.
  const place = '${__data.fields.latitude.numeric},${__data.fields.longitude.numeric}'
  const links = rowsLinks(panel, { cell: place }, say, measure)
  return {
    type: 'geomap',
    options: options.map(say(measureOf(measure).title), measure),
    height: 14,
    format: 'table',
    columns,
    transformations: [inOrder(columns)],
    fieldConfig: {
      defaults: { color: { mode: 'fixed', fixedColor: accent }, links },
      overrides: [
        ...['latitude', 'longitude'].map((name) => named(name, [{ id: 'decimals', value: middleDigits }])),
        ...panel.measures.map((name) =>
          named(name, [...unitOf(name), { id: 'displayName', value: say(measureOf(name).title) }]),
        ),
      ],
    },
  }
}

/** Columns in our order: Infinity sorts them by name. */
function inOrder(columns: readonly FlatColumn[]): { id: string; options: unknown } {
  const indexByName = Object.fromEntries(columns.map(({ name }, at) => [name, at]))
  return { id: 'organize', options: { excludeByName: {}, includeByName: {}, indexByName, renameByName: {} } }
}

/** The words of a closed list, each in its colour. */
function colorsOf(name: DimensionName, say: Say): Override[] {
  return (dimensions[name].values ?? dimensions[name].known ?? []).flatMap(({ value, title }) => {
    const fixedColor = grafanaColor(value)
    return fixedColor === undefined ? [] : [named(say(title), [{ id: 'color', value: { mode: 'fixed', fixedColor } }])]
  })
}

function named(name: string, properties: readonly Property[]): Override {
  return { matcher: { id: 'byName', options: name }, properties }
}

function unitOf(name: MeasureName): Property[] {
  const { unit, decimals } = units[measureOf(name).unit].grafana
  return [
    { id: 'unit', value: unit },
    { id: 'decimals', value: decimals },
  ]
}

function linksOf(links: ReturnType<typeof rowsLinks>): Property[] {
  return links.length === 0 ? [] : [{ id: 'links', value: links }]
}

function labelsOf(words: readonly DimensionName[]): CellVariables {
  return Object.fromEntries(words.map((name) => [name, labelOf(name)]))
}

function labelOf(name: DimensionName | typeof seriesColumn): string {
  return `\${__field.labels.${name}:percentencode}`
}

function cellOf(name: DimensionName | typeof seriesColumn): string {
  return `\${__data.fields.${name}:percentencode}`
}

/** What a row is called tells the others together from what has no name: Grafana writes no id and the empty one alike. */
function calledBy(panel: Panel, variable: string): CellVariables {
  return wordDimensions(panel).some(isById) ? { [seriesColumn]: variable } : {}
}
