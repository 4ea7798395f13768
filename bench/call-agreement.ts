import { callOutcomes, durationClasses, handlers } from '../src/events/call-vocabulary.ts'
import { telephonyPanels } from '../src/panels/telephony.ts'
import { idOf, numbersOf } from './call-facts.ts'
import type { CallCells, CallQuestion, LivePeriods } from './call-peers/peer.ts'

type Row = readonly (string | number | null)[]
type Panel = {
  period: { from: string; to: string }
  rows: Row[]
  ids?: (string | null)[]
  totals: Record<string, number | null>
}
export type CallPageAnswer = { panels: Record<string, Panel> }

const livePanels = telephonyPanels.filter(({ live }) => live !== undefined)

/** What the panels that follow the clock were about. */
export function livePeriodsOf({ panels }: CallPageAnswer): LivePeriods {
  return new Map(
    livePanels.map(({ id, live }) => {
      const { from, to } = panels[id]!.period
      return [live!, { from: Date.parse(from), to: Date.parse(to) }]
    }),
  )
}

/** Counts the panels of the page from a peer's cells, plainly, and throws where the page says anything else. */
export function mustAgree(page: CallPageAnswer, cells: CallCells, peer: string, { company, to }: CallQuestion): void {
  const wordOf = (kind: 'trunk' | 'evaluation', key: unknown) => {
    const number = numbersOf(company, kind).get(String(key)) ?? Number(key)
    return number === 0 ? '' : idOf(kind, number)
  }
  const panel = (id: string) => page.panels[`telephony.${id}`]!
  const expect = (id: string, shown: ReadonlyMap<string, string>, counted: ReadonlyMap<string, string>) =>
    mustBe(shown, counted, `telephony.${id}`, peer)

  expect(
    'bot-evaluation',
    counts(named(panel('bot-evaluation'), 0)),
    counts(cells.evaluations.map(([key, count]) => [wordOf('evaluation', key), count])),
  )
  for (const { id, live, by } of livePanels) {
    const [words, column] = by[0] === 'outcome' ? [callOutcomes, 1] : [durationClasses, 2]
    const own = cells.live.filter(([period]) => period === live)
    const counted = own.map((row) => [words.find(({ code }) => code === Number(row[column]))!.word, row[3]])
    expect(id.replace('telephony.', ''), counts(page.panels[id]!.rows), counts(counted))
  }
  const { attempts, ...mostOf } = attemptsIn(panel('cps-by-trunk'), to)
  const ofTrunks = cells.attempts.map(([day, key, ...numbers]) => [
    `${dateOf(day)} ${wordOf('trunk', key)}`,
    ...numbers,
  ])
  expect('cps-by-trunk', attempts, counts(ofTrunks.map(([key, , count]) => [key, count])))
  expect('cps-by-trunk', mostOf.peaks, counts(ofTrunks.map(([key, peak]) => [key, peak])))
  expect('cps-by-trunk', mostOf.limits, counts(ofTrunks.map(([key, , , limit]) => [key, limit])))

  const spoken = cells.handling.map(([day, handler, ...numbers]) => ({
    day: dateOf(day),
    // All of them together are of nobody in particular.
    who: handlers.find(({ code }) => code === Number(handler))?.word ?? 'all',
    text: spreadOf(Number(numbers[3]) / Number(numbers[2]), numbers[0], numbers[1]),
  }))
  const spokenBy = (isOne: (one: (typeof spoken)[number]) => boolean) =>
    new Map(spoken.filter(isOne).map(({ day, who, text }) => [`${day} ${who}`, text]))
  const { rows, totals } = panel('handling-time')
  const shown = rows.flatMap(([time, ...numbers]) => [
    [`${dateOf(time)} bot`, ...numbers.slice(0, 3)],
    [`${dateOf(time)} people`, ...numbers.slice(3)],
  ])
  for (const who of ['bot', 'people'])
    shown.push([` ${who}`, ...['average', 'median', 'p90'].map((rank) => totals[`${who}_handling_${rank}`]!)])
  expect(
    'handling-time',
    new Map(
      shown.flatMap(([key, average, median, p90]) =>
        average === null ? [] : [[String(key), spreadOf(Number(average), median, p90)]],
      ),
    ),
    spokenBy(({ who }) => who === 'bot' || who === 'people'),
  )
  const acd = panel('acd')
  const durations = ['average_call_duration', 'call_duration_median', 'call_duration_p90'].map(
    (name) => acd.totals[name]!,
  )
  expect(
    'acd',
    new Map(
      [...acd.rows, ['', ...durations]].flatMap(([time, average, median, p90]) =>
        average === null ? [] : [[`${dateOf(time)} all`, spreadOf(Number(average), median, p90)]],
      ),
    ),
    spokenBy(({ who }) => who === 'all'),
  )

  const volume = panel('contact-volume')
  expect(
    'contact-volume',
    new Map(volume.rows.map(([time, ...calls]) => [dateOf(time), calls.join(' ')])),
    new Map(cells.stages.map(([day, ...calls]) => [dateOf(day), calls.map(Number).join(' ')])),
  )
  const clients = ['called', 'reached', 'in_conversation', 'goal'].map((stage) => volume.totals[`numbers_${stage}`])
  expect(
    'contact-volume',
    new Map([['clients', clients.join(' ')]]),
    new Map([['clients', cells.clients[0]!.map(Number).join(' ')]]),
  )

  const answers = cells.answers.map((row) => ({ day: dateOf(row[0]), counts: row.slice(1).map(Number) }))
  for (const [id, part, whole] of [
    ['asr', 0, 1],
    ['acd', 2, 0],
  ] as const) {
    const quotients = answers.map(({ day, counts: own }): [string, string] => [day, rounded(own[part]! / own[whole]!)])
    expect(
      id,
      new Map(panel(id).rows.flatMap(([time, value]) => (value === null ? [] : [[dateOf(time), rounded(value)]]))),
      new Map(quotients.filter(([, value]) => value !== 'NaN')),
    )
  }
}

/** Rows by the ids of what they are named by, in one column. */
function named({ rows, ids = [] }: Panel, column: number): Row[] {
  return rows.map((row, at) => row.with(column, ids[at] ?? row[column]!))
}

/** The last value of each row by the others; zeros are left out. */
function counts(rows: readonly (readonly unknown[])[]): Map<string, string> {
  const sums = new Map<string, number>()
  for (const row of rows) {
    const key = row.slice(0, -1).join(' ')
    sums.set(key, (sums.get(key) ?? 0) + Number(row.at(-1) ?? 0))
  }
  return new Map([...sums].filter(([, count]) => count > 0).map(([key, count]) => [key, String(count)]))
}

/** By day and trunk: attempts, as many as their mean means, the most in a second, and the limit. */
function attemptsIn(panel: Panel, to: number) {
  const times = [...new Set(panel.rows.map(([time]) => Date.parse(String(time))))]
  const rows = named(panel, 1).map(([time, trunk, peak, mean, limit]) => {
    const at = Date.parse(String(time))
    const seconds = ((times[times.indexOf(at) + 1] ?? to) - at) / 1000
    return { key: `${dateOf(time)} ${trunk}`, peak, attempts: Math.round(Number(mean) * seconds), limit }
  })
  return {
    attempts: counts(rows.map(({ key, attempts }) => [key, attempts])),
    peaks: counts(rows.map(({ key, peak }) => [key, peak])),
    limits: counts(rows.map(({ key, limit }) => [key, limit])),
  }
}

function spreadOf(average: number, median: unknown, p90: unknown): string {
  return `${rounded(average)} ${Number(median)} ${Number(p90)}`
}

function rounded(value: unknown): string {
  return Number(value).toPrecision(9)
}

/** The date of a local time or day; empty for no day. */
function dateOf(day: unknown): string {
  return typeof day === 'string' ? day.slice(0, 10) : ''
}

function mustBe(
  shown: ReadonlyMap<string, string>,
  counted: ReadonlyMap<string, string>,
  id: string,
  peer: string,
): void {
  const wrong = [...counted].find(([key, value]) => shown.get(key) !== value)
  // In the last minutes, and through a filter, there may be no call.
  const isEmpty = counted.size === 0 && !/-\d+m$/.test(id)
  if (wrong === undefined && shown.size === counted.size && !isEmpty) return
  const example = wrong === undefined ? '' : ` (${wrong[0]}: ${shown.get(wrong[0])}, not ${wrong[1]})`
  throw new Error(`${id} and ${peer} do not agree${example}: ${shown.size} rows and ${counted.size}.`)
}
