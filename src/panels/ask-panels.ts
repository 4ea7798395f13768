import { channelByWord, statusByWord } from '../events/vocabulary.ts'
import { ask } from '../measures/ask.ts'
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

/** Answers some panels at once: one question to the store, and one more for the period compared with. */
export async function askPanels(
  query: Query,
  panels: readonly Panel[],
  question: PanelsQuestion,
): Promise<PanelsAnswer> {
  const { period, compare } = question
  const grain = grainOf(panels)
  const steps = stepsOf(period, grain)
  const cells = await ask(query, { ...codesOf(panels, question), company: question.company, steps })
  const answered = new Map<string, AnsweredPanel>(
    panels.map((panel) => [panel.id, answerPanel(panel, cells, { ...question, steps })]),
  )
  if (compare !== undefined) {
    const before = comparedPeriod(period, compare)
    const stepsBefore = stepsOf(before, grain)
    const cellsBefore = await ask(query, {
      ...codesOf(panels, question),
      company: question.company,
      steps: stepsBefore,
    })
    for (const panel of panels) {
      const { rows, totals } = answerPanel(panel, cellsBefore, { ...question, steps: stepsBefore })
      answered.get(panel.id)!.compare = { period: askedPeriod(before), rows, totals }
    }
  }
  return { period: askedPeriod(period), panels: answered, completeness: completenessOf(cells) }
}

/** The question of a panel alone; golden files show its SQL. */
export function questionOf(panel: Panel, question: PanelsQuestion) {
  return { ...codesOf([panel], question), company: question.company, steps: stepsOf(question.period, grainOf([panel])) }
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
