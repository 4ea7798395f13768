import { ask, wholeStep } from '../measures/ask.ts'
import type { Ask, Cell, Query } from '../measures/ask.ts'
import type { Prices } from '../measures/prices.ts'
import type { Question } from '../measures/compile.ts'
import { codesOf, dimensions } from '../measures/dimensions.ts'
import type { Fact, KeyName, SumName } from '../measures/facts/fact.ts'
import { together } from '../measures/filters.ts'
import type { Filters } from '../measures/filters.ts'
import { filtersOf, sumOver } from '../measures/measure.ts'
import { isIndivisible, isOfWhole, keysOf, measureOf } from '../measures/measures.ts'
import { livePeriod } from '../measures/live-period.ts'
import { comparedPeriod, stepsOf } from '../measures/period.ts'
import type { Comparison, Grain, Period, Step } from '../measures/period.ts'
import { inZone } from '../measures/zone.ts'
import { answerPanel } from './answer.ts'
import type { PanelRows } from './answer.ts'
import { putNames } from './names.ts'
import { putPhrases } from './phrase-words.ts'
import { factOf, isOfSeries, leadingOf, measuresOf } from './panel.ts'
import type { FilterName, Panel } from './panel.ts'
import { largestSeries } from './series-rows.ts'

export type PanelsQuestion = {
  company: number
  period: Period
  /** Whether panels that follow the clock are asked about that period, too; else about their own. */
  isOfAll?: boolean
  /** What lasts is told until then. */
  now: number
  compare: Comparison | undefined
  filters: AskedFilters
  currency: string
  /** Where prices come from a tariff: how cells are asked for, and what a listed row of some kind costs. */
  prices?: Prices | undefined
}

/** The words to keep of each dimension; one that is not in it keeps all. */
export type AskedFilters = ReadonlyMap<FilterName, readonly string[]>

export type AskedPeriod = { from: string; to: string; zone: string }

export type AnsweredPanel = PanelRows & {
  /** Of a panel that follows the clock. */
  period?: AskedPeriod
  compare?: { period: AskedPeriod } & Omit<PanelRows, 'columns'>
}

export type PanelsAnswer = {
  period: AskedPeriod
  panels: Map<string, AnsweredPanel>
  /** How much of the period may still change. */
  completeness: { open: number; messages: number; openShare: number | null }
}

/** Answers some panels at once: one question to the store for each subject, and as many for the period compared with. */
export async function askPanels(
  query: Query,
  panels: readonly Panel[],
  question: PanelsQuestion,
): Promise<PanelsAnswer> {
  const { period, compare } = question
  const periodOf = periodsOf(question)
  const { panels: answered, completeness } = await answerAll(query, panels, question, periodOf)
  if (compare !== undefined) {
    const before = (panel: Panel) => comparedPeriod(periodOf(panel), compare)
    const { panels: answeredBefore } = await answerAll(query, panels, question, before)
    for (const panel of panels) {
      const { columns: _, ...rest } = answeredBefore.get(panel.id)!
      answered.get(panel.id)!.compare = { period: askedPeriod(before(panel)), ...rest }
    }
  }
  return { period: askedPeriod(period), panels: answered, completeness }
}

/** What each panel is about. */
type PeriodOf = (panel: Panel) => Period

function periodsOf({ period, now, isOfAll = false }: PanelsQuestion): PeriodOf {
  return ({ live }) => (live === undefined || isOfAll ? period : livePeriod(live, { now, zone: period.zone }))
}

async function answerAll(query: Query, panels: readonly Panel[], question: PanelsQuestion, periodOf: PeriodOf) {
  const answered = new Map<string, AnsweredPanel>()
  const askSteps = stepsAsker(query, question.prices?.ask ?? ask)
  const subjects = [...Map.groupBy(panels, (panel) => subjectOf(panel, periodOf(panel))).values()]

  /** Answers the panels of one subject, and gives how complete they are. */
  async function answerOne(own: readonly Panel[]): Promise<PanelsAnswer['completeness']> {
    // A page's panels share their cells; only a panel that is asked alone is asked about its own facts alone.
    const filters = panels.length === 1 ? filtersFor(panels[0]!, question) : filtersAsked(own[0]!, question)
    const asked = questionOf(own, filters, question, periodOf)
    const { cells, ...beside } = await askBeside(askSteps, own, asked)
    for (const panel of own) {
      const { from } = periodOf(panel)
      const isOwn = (step: Step) => step.from >= from
      // Those that follow the clock share what is asked of the longest of them.
      const isShared = panel.live !== undefined
      answered.set(panel.id, {
        ...answerPanel(panel, isShared ? cells.filter(({ step }) => isOwn(step)) : cells, {
          ...question,
          ...beside,
          steps: isShared ? asked.steps.filter(isOwn) : asked.steps,
        }),
        ...(panel.live === undefined ? {} : { period: askedPeriod(periodOf(panel)) }),
      })
    }
    return completenessOf(asked.fact, cells)
  }

  const completeness = await Promise.all(subjects.map(answerOne))
  const leading = leadingOf(panels)
  await putNames(query, question.company, panels, answered)
  await putPhrases(query, question.company, panels, answered)
  return {
    panels: new Map(panels.map(({ id }) => [id, answered.get(id)!])),
    completeness: completeness[subjects.findIndex((own) => own.includes(leading))]!,
  }
}

/** The cells of some panels, and what else their answers are made of. */
async function askBeside(askSteps: AskSteps, [panel, ...others]: readonly Panel[], asked: Question) {
  const whole = wholeOf(asked)
  if (isOfSeries(panel!)) {
    const all = await askSteps(whole)
    const key = dimensions[panel!.by[1]!].key!
    const series = largestSeries(panel!, all)
    const filters = together(asked.filters, new Map([[key, series.map(BigInt)]]))
    return { cells: await askSteps({ ...asked, filters }), whole: all, series, more: all.length - series.length }
  }
  const measures = [panel!, ...others].flatMap(measuresOf).map(measureOf)
  if (measures.some(isOfWhole)) {
    const [cells, all] = await Promise.all([askSteps(asked), askSteps(whole)])
    return { cells, whole: all }
  }
  if (!measures.some(isIndivisible)) return { cells: await askSteps(asked) }
  // Percentiles of days do not add up to that of the period: the engine puts it together of what they are made of.
  const cells = await askSteps({ ...asked, isTotaled: true })
  const steps = new Set(asked.steps)
  return { cells: cells.filter(({ step }) => steps.has(step)), whole: cells.filter(({ step }) => !steps.has(step)) }
}

/** The same of all steps as one, but for money: what was paid when is summed up of the steps. */
export function wholeOf({ keys, steps, ...question }: Question): Question {
  return {
    ...question,
    isWhole: true,
    keys: keys.filter((key) => key !== 'currency'),
    steps: steps.length === 0 ? [] : [wholeStep(steps)],
  }
}

type AskSteps = (question: Question) => Promise<Cell[]>

/** Of a period that is all to come there is nothing to ask. */
function stepsAsker(query: Query, asking: Ask): AskSteps {
  return async (question) => {
    const steps = question.steps.filter(({ from, to }) => from < to)
    return steps.length === 0 ? [] : asking(query, { ...question, steps })
  }
}

/**
 * What panels have in common that are answered by one question: their facts, and the
 * dimensions whose values come from the data. Closed lists are short, so panels by different ones share a question.
 */
function subjectOf(panel: Panel, { to }: Period): string {
  // So are the currencies of a company.
  const open = panel.by.filter(
    (name) => name !== 'currency' && dimensions[name].key !== undefined && dimensions[name].values === undefined,
  )
  // Panels that follow the clock end at one moment, whenever they begin.
  const live = panel.live === undefined ? '' : to
  return [factOf(panel).name, live, ...open].join(' ')
}

/** What some panels of one subject ask together. */
export function questionOf(
  panels: readonly Panel[],
  filters: Filters,
  question: PanelsQuestion,
  periodOf: PeriodOf = periodsOf(question),
): Question {
  const fact = factOf(panels[0]!)
  const needed = new Set<KeyName | undefined>([
    ...fact.partedBy,
    ...panels.flatMap((panel) => [
      ...panel.by.map((name) => dimensions[name].key),
      ...filtersOf(panel.only ?? {}).keys(),
      ...measuresOf(panel).flatMap(keysOf),
    ]),
  ])
  const steps =
    panels[0]!.live === undefined ? stepsOf(periodOf(panels[0]!), grainOf(panels)) : liveSteps(panels.map(periodOf))
  return {
    fact,
    company: question.company,
    steps: fact.rows.within === undefined ? steps : untilNow(steps, question.now),
    keys: (Object.keys(fact.keys) as KeyName[]).filter((key) => needed.has(key)),
    filters,
    ...largestOf(panels),
  }
}

/** The pieces that periods with one end cut each other into. */
function liveSteps(periods: readonly Period[]): Step[] {
  const { to, zone } = periods[0]!
  const starts = [...new Set(periods.map(({ from }) => from))].toSorted((a, b) => a - b)
  return starts.map((from, at) => ({ from, to: starts[at + 1] ?? to, day: '', time: inZone(from, zone) }))
}

/** Of dimensions with very many values only the largest are asked for. Panels of one subject have the same. */
function largestOf(panels: readonly Panel[]): Pick<Question, 'largest'> {
  const name = panels[0]!.by.find((one) => dimensions[one].largestMax !== undefined)
  if (name === undefined) return {}
  const { key, largestMax } = dimensions[name]
  return { largest: { key: key!, rows: largestMax! } }
}

/** What is still to come has not lasted yet. */
export function untilNow(steps: readonly Step[], now: number): Step[] {
  return steps.filter(({ from }) => from < now).map((step) => ({ ...step, to: Math.min(step.to, now) }))
}

/** What a panel counts of what is asked for. */
export function filtersFor(panel: Panel, question: PanelsQuestion): Filters {
  return together(filtersAsked(panel, question), filtersOf(panel.only ?? {}))
}

/** A panel of a page has nothing to do with those filters of it that it does not name. */
function filtersAsked(panel: Panel, { company, filters }: PanelsQuestion): Filters {
  return new Map(
    [...filters]
      .filter(([name]) => panel.filters.includes(name))
      .map(([name, words]) => [dimensions[name].key!, words.flatMap((word) => codesOf(name, word, company))]),
  )
}

function grainOf(panels: readonly Panel[]): Grain {
  if (panels.some(({ by }) => by.includes('time'))) return 'time'
  return panels.some(({ by }) => by.includes('day')) ? 'day' : 'whole'
}

function completenessOf(
  { sums, open: expecting, isAmount }: Fact,
  cells: readonly Cell[],
): PanelsAnswer['completeness'] {
  if (isAmount) return { open: 0, messages: 0, openShare: null }
  const sum = Object.keys(sums)[0] as SumName
  const messages = sumOver({ sum, where: new Map() }, cells)
  const open = expecting === undefined ? 0 : sumOver({ sum, where: expecting }, cells)
  return { open, messages, openShare: messages === 0 ? null : open / messages }
}

/** A period as answers tell it: RFC 3339 with the offsets of the zone. */
export function askedPeriod({ from, to, zone }: Period): AskedPeriod {
  return { from: inZone(from, zone), to: inZone(to, zone), zone }
}
