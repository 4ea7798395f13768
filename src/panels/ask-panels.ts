import { channelByWord, statusByWord } from '../events/vocabulary.ts'
import { ask } from '../measures/ask.ts'
import type { Question, Subject } from '../measures/compile.ts'
import type { Cell, Query } from '../measures/ask.ts'
import { numberOf } from '../measures/measures.ts'
import { comparedPeriod, stepsOf } from '../measures/period.ts'
import type { Comparison, Grain, Period } from '../measures/period.ts'
import { inZone } from '../measures/zone.ts'
import { answerPanel } from './answer.ts'
import type { PanelRows } from './answer.ts'
import type { Panel } from './panel.ts'

export type PanelsQuestion = {
  company: number
  period: Period
  compare: Comparison | undefined
  /** Words of the vocabulary; undefined keeps all. */
  channels: readonly string[] | undefined
  statuses: readonly string[] | undefined
  currency: string
}

export type AskedPeriod = { from: string; to: string; zone: string }

export type AnsweredPanel = PanelRows & {
  compare?: { period: AskedPeriod; rows: PanelRows['rows']; totals: PanelRows['totals'] }
}

export type PanelsAnswer = {
  period: AskedPeriod
  panels: Map<string, AnsweredPanel>
  /** How much of the period may still change. */
  completeness: { open: number; messages: number; openShare: number | null }
}

/** Answers some panels at once: two questions to the store at most, and as many for the period compared with. */
export async function askPanels(
  query: Query,
  panels: readonly Panel[],
  question: PanelsQuestion,
): Promise<PanelsAnswer> {
  const { period, compare } = question
  const { panels: answered, cells } = await answerAll(query, panels, question)
  if (compare !== undefined) {
    const before = comparedPeriod(period, compare)
    const { panels: answeredBefore } = await answerAll(query, panels, { ...question, period: before })
    for (const [id, { rows, totals }] of answeredBefore) {
      answered.get(id)!.compare = { period: askedPeriod(before), rows, totals }
    }
  }
  return { period: askedPeriod(period), panels: answered, completeness: completenessOf(cells) }
}

/** The panels of one period, and cells that hold each of its messages once. */
async function answerAll(query: Query, panels: readonly Panel[], question: PanelsQuestion) {
  const answered = new Map<string, AnsweredPanel>()
  let cells: Cell[] = []
  for (const [subject, own] of Map.groupBy(panels, subjectOf)) {
    // A page's panels share their cells; only a panel that is asked alone is asked about its channel alone.
    const asked = { ...questionOf(subject, own, question), ...codesOf(panels, question) }
    cells = await ask(query, asked)
    for (const panel of own) answered.set(panel.id, answerPanel(panel, cells, { ...question, steps: asked.steps }))
  }
  return { panels: new Map(panels.map(({ id }) => [id, answered.get(id)!])), cells }
}

/** What some panels of one subject ask together; golden files show the SQL of each alone. */
export function questionOf(subject: Subject, panels: readonly Panel[], question: PanelsQuestion): Question {
  return {
    subject,
    ...codesOf(panels, question),
    company: question.company,
    steps: stepsOf(question.period, grainOf(panels)),
  }
}

/** What a panel asks about. */
export function subjectOf({ by }: Panel): Subject {
  return by.includes('currency') ? 'money' : 'counts'
}

function grainOf(panels: readonly Panel[]): Grain {
  if (panels.some(({ by }) => by.includes('time'))) return 'time'
  return panels.some(({ by }) => by.includes('day')) ? 'day' : 'whole'
}

function codesOf(panels: readonly Panel[], { channels, statuses }: PanelsQuestion) {
  const fixed = panels.length === 1 ? panels[0]!.channel : undefined
  const words = fixed === undefined ? channels : channels === undefined || channels.includes(fixed) ? [fixed] : []
  return {
    // No channel has the code 0: an empty choice finds nothing.
    channels:
      words === undefined
        ? undefined
        : [...words.map((word) => channelByWord.get(word)!.code), ...(words.length === 0 ? [0] : [])],
    statuses: statuses?.map((word) => statusByWord.get(word)!.code),
  }
}

function completenessOf(cells: readonly Cell[]): PanelsAnswer['completeness'] {
  return {
    open: numberOf('open', cells, cells)!,
    messages: numberOf('messages', cells, cells)!,
    openShare: numberOf('open_share', cells, cells),
  }
}

/** A period as answers tell it: RFC 3339 with the offsets of the zone. */
export function askedPeriod({ from, to, zone }: Period): AskedPeriod {
  return { from: inZone(from, zone), to: inZone(to, zone), zone }
}
