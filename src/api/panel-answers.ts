import { createFreshness } from '../measures/freshness.ts'
import { measureOf } from '../measures/measures.ts'
import type { Query } from '../measures/ask.ts'
import { askPanels } from '../panels/ask-panels.ts'
import type { AnsweredPanel, PanelsQuestion } from '../panels/ask-panels.ts'
import type { Reading } from '../panels/every-row.ts'
import { factOf, leadingOf } from '../panels/panel.ts'
import type { Panel } from '../panels/panel.ts'
import { createSharedAnswers } from './shared-answers.ts'

type Language = 'en' | 'ru'
type PageAnswer = Awaited<ReturnType<PanelAnswers['of']>>
export type PanelAnswer = PageAnswer['panels'][string]

export type PanelAnswersOptions = {
  query: Query
  /** How many events wait to be folded. */
  waiting: () => number
  reading: Reading
  now: () => number
}

export type PanelAnswers = ReturnType<typeof createPanelAnswers>

/** Pages that have named panels ask for them again and again: for what follows the clock every five seconds. */
const sharedMilliseconds = 2000

/** The answers about panels as the API gives them: by page, with how complete and how new they are. */
export function createPanelAnswers({ query, waiting, reading, now }: PanelAnswersOptions) {
  const freshnessOf = createFreshness(query)
  const sharedOf = createSharedAnswers<Awaited<ReturnType<typeof answer>>>(sharedMilliseconds, now)

  async function answer(asked: readonly Panel[], question: PanelsQuestion, language: Language) {
    const isFolding = waiting() > 0
    const [freshness, { period, panels: answered, completeness }] = await reading(() =>
      Promise.all([freshnessOf(question.company, factOf(leadingOf(asked))), askPanels(query, asked, question)]),
    )
    const asOf = timeOf(now())
    const whole = {
      ...completeness,
      isFolding: isFolding || waiting() > 0,
      newestEventAt: freshness.newestEventAt === null ? null : timeOf(freshness.newestEventAt),
      feeds: freshness.feeds.map((feed) => ({ ...feed, newestEventAt: timeOf(feed.newestEventAt) })),
    }
    const bodies = asked.map((panel) => [panel.id, body(panel, answered.get(panel.id)!, language)] as const)
    function body(panel: Panel, { compare, ...answeredRows }: AnsweredPanel, lang: Language) {
      const { id, title, chart } = panel
      const unit = measureOf(panel.measures[0]).unit
      return {
        panel: { id, title: title[lang], unit, chart },
        period,
        ...answeredRows,
        asOf,
        completeness: whole,
        ...(compare === undefined ? {} : { compare }),
      }
    }
    return { period, asOf, completeness: whole, panels: Object.fromEntries(bodies) }
  }

  return {
    of: answer,
    /** The same of named panels of a page; who asks the same at nearly the same time has one answer in common. */
    together(asked: readonly Panel[], question: PanelsQuestion, language: Language) {
      const { company, compare, filters, period } = question
      // What period is asked about does not matter to panels that follow the clock. Pages ask about their others until the minute
      // is over, so they ask the same, too.
      const about = asked.every(({ live }) => live !== undefined) ? period.zone : period
      const ids = asked.map(({ id }) => id)
      const ask = () => answer(asked, question, language)
      return sharedOf(JSON.stringify([company, ids, [...filters], compare, about, language]), ask)
    },
  }
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
