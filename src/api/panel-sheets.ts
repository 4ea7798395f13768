import type { FastifyReply } from 'fastify'
import { dimensions } from '../measures/dimensions.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import type { Query } from '../measures/ask.ts'
import { measureOf } from '../measures/measures.ts'
import { comparedPeriod } from '../measures/period.ts'
import type { Period } from '../measures/period.ts'
import { inZone } from '../measures/zone.ts'
import type { PanelsQuestion } from '../panels/ask-panels.ts'
import { everyRowBehind, rowsOfFilesMax } from '../panels/every-row-behind.ts'
import type { Reading } from '../panels/every-row.ts'
import { factOf } from '../panels/panel.ts'
import type { Panel } from '../panels/panel.ts'
import { othersOf } from '../panels/rows-behind.ts'
import type { Opened } from '../panels/rows-behind.ts'
import { excelType } from '../renderers/excel.ts'
import { definitionsOf, panelSheet } from '../renderers/panel-files/panel-sheet.ts'
import type { Shown } from '../renderers/panel-files/panel-sheet.ts'
import { writeRowsCsv } from '../renderers/panel-files/rows-csv.ts'
import { rowsSheet } from '../renderers/panel-files/rows-sheet.ts'
import { writtenTimes } from '../renderers/report-files/written-times.ts'
import { writeReport } from '../renderers/report-files/write-report.ts'
import { aboutFacts, periodText } from '../reports/about-facts.ts'
import { toldFilters } from '../reports/told-filters.ts'
import { allAtOnce } from '../reports/report-type.ts'
import { sendMade } from './made-file.ts'
import type { PanelAnswer } from './panel-answers.ts'
import { daysOf } from './panel-file.ts'
import type { TakeTurn } from './turns.ts'

export type PanelAsked = {
  panel: Panel
  question: PanelsQuestion
  company: { number: number; name: string }
  language: 'en' | 'ru'
}

const words = {
  panel: { en: 'Graph', ru: 'График' },
  compared: { en: 'Compared with', ru: 'Сравнение с периодом' },
  basis: { en: 'Time', ru: 'Время' },
  largest: { en: 'Shown', ru: 'Показаны' },
  measure: { en: 'Number', ru: 'Показатель' },
  counted: { en: 'Rows behind it', ru: 'Строк за ним' },
  without: { en: 'All but', ru: 'Все, кроме' },
  cut: { en: 'Not all of them', ru: 'Не все строки' },
} as const

/** A panel as an Excel file: what is shown, and on the first sheet what it is about. */
export async function sendPanelSheet(
  reply: FastifyReply,
  query: Query,
  asked: PanelAsked,
  shown: Shown & Pick<PanelAnswer, 'period' | 'asOf'>,
): Promise<FastifyReply> {
  const { panel, question, language } = asked
  const { compare: comparison } = question
  const told = (word: keyof typeof words, value: string) => ({ title: words[word][language], value })
  const period = instantsOf(shown.period)
  const facts = await aboutFacts(query, {
    ...about(asked),
    what: [
      told('panel', panel.title[language]),
      ...definitionsOf(panel, language),
      told('basis', factOf(panel).timeBasis[language]),
    ],
    period,
    besides: [
      ...(comparison === undefined ? [] : [told('compared', periodText(comparedPeriod(period, comparison)))]),
      ...(shown.more ? [told('largest', ofLargest(shown, panel, language))] : []),
    ],
    readAt: Date.parse(shown.asOf),
  })
  const name = `${panel.id}_${daysOf(shown.period)}`
  const { head, rows } = panelSheet(panel, shown, { language, zone: period.zone, facts, comparison })
  return sendMade(reply, { type: excelType, name: `${name}.xlsx` }, (sink, signal) =>
    writeReport('xlsx', sink, head, allAtOnce(rows), signal),
  )
}

/** All rows behind a number as a file that is read while it is sent. */
export async function sendRowsFile(
  reply: FastifyReply,
  rooms: { query: Query; reading: Reading; turnOf: TakeTurn },
  asked: PanelAsked,
  { name, format, opened, readAt }: { name: string; format: 'csv' | 'xlsx'; opened: Opened; readAt: number },
): Promise<FastifyReply> {
  const { panel, question, language } = asked
  const { period } = question
  const told = format === 'csv' ? writtenTimes(period.zone) : (instant: number) => instant
  const free = rooms.turnOf(question.company)
  try {
    const rows = await everyRowBehind(rooms, panel, question, opened, { told, rowsMax: rowsOfFilesMax })
    reply.header('x-rows-total', rows.total)
    if (format === 'csv') {
      return sendMade(reply, { type: 'text/csv; charset=utf-8', name: `${name}.csv` }, (sink) =>
        writeRowsCsv(sink, rows.columns, rows.pieces).finally(free),
      )
    }
    const facts = await rowsFacts(rooms.query, asked, { opened, total: rows.total, readAt })
    const title = panel.title[language]
    const { head, batches } = rowsSheet(rows, { title, language, zone: period.zone, facts })
    return sendMade(reply, { type: excelType, name: `${name}.xlsx` }, (sink, signal) =>
      writeReport('xlsx', sink, head, batches, signal).finally(free),
    )
  } catch (error) {
    free()
    throw error
  }
}

function instantsOf({ from, to, zone }: PanelAnswer['period']): Period {
  return { from: Date.parse(from), to: Date.parse(to), zone }
}

function about({ question, company, language }: PanelAsked) {
  return { company, language, filters: question.filters }
}

type RowsOf = { opened: Opened; total: number; readAt: number }

async function rowsFacts(query: Query, asked: PanelAsked, { opened, total, readAt }: RowsOf) {
  const { measure, at, without = [] } = opened
  const { panel, question, language } = asked
  const { period } = question
  const told = (word: keyof typeof words, value: string) => ({ title: words[word][language], value })
  const number = (value: number) => value.toLocaleString(language)
  const { day, time, ...place } = at
  const { title, definition } = measureOf(measure)
  const others = othersOf(panel)
  const leftOut =
    others === undefined || without.length === 0
      ? []
      : await toldFilters(query, question.company, [[others, without]], language)
  return aboutFacts(query, {
    ...about(asked),
    what: [
      told('panel', panel.title[language]),
      told('measure', `${title[language]}. ${definition[language]}`),
      told('counted', number(total)),
      ...leftOut.map((one) => told('without', `${one.title}: ${one.value}`)),
      ...(total > rowsOfFilesMax ? [told('cut', cutText(number(rowsOfFilesMax), language))] : []),
    ],
    period,
    filters: [
      ...question.filters,
      ...(day === undefined ? [] : [['day', [day]] as const]),
      ...(time === undefined ? [] : [['time', [inZone(time, period.zone)]] as const]),
      ...Object.entries(place).map(([name, word]) => [name as DimensionName, [word]] as const),
    ],
    readAt,
  })
}

function cutText(most: string, language: 'en' | 'ru'): string {
  return language === 'en'
    ? `The newest ${most} are here. For all of them make a report, or choose a shorter period.`
    : `Здесь ${most} самых новых. Чтобы получить все, создайте отчёт или выберите более короткий период.`
}

function ofLargest({ ids = [], more = 0 }: Shown, { by }: Panel, language: 'en' | 'ru'): string {
  const shown = new Set(ids).size
  const what = dimensions[by[1]!].title[language]
  return language === 'en'
    ? `${what}: the ${shown} largest of ${shown + more}. Choose others in the filter.`
    : `${what}: ${shown} наибольших из ${shown + more}. Другие — через фильтр.`
}
