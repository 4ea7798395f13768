import { ask, wordReader } from '../measures/ask.ts'
import type { Cell } from '../measures/ask.ts'
import type { FactName, KeyName } from '../measures/facts/fact.ts'
import { facts } from '../measures/facts/facts.ts'
import { filtersOf } from '../measures/measure.ts'
import { together } from '../measures/filters.ts'
import type { Filters } from '../measures/filters.ts'
import { measureOf, numberOf } from '../measures/measures.ts'
import type { MeasureName } from '../measures/measures.ts'
import { stepsOf } from '../measures/period.ts'
import { presenceFilters } from '../panels/chats.ts'
import { presenceByDay } from '../panels/operator-lanes.ts'
import type { PresenceOfDay } from '../panels/operator-lanes.ts'
import { readNames } from '../panels/names.ts'
import type { ReportCell } from './file.ts'
import { keptCodes } from './kept-codes.ts'
import { allAtOnce } from './report-type.ts'
import type { ReadReport, ReportType, TypeColumn } from './report-type.ts'
import { dayColumn } from './usual-columns.ts'

type MeasuredColumn = TypeColumn & { measure: MeasureName }

function measured(measure: MeasureName, type: 'count' | 'seconds'): MeasuredColumn {
  return { name: measure, title: measureOf(measure).title, type, measure }
}

/** The measures by operator, and what cells of their facts are parted by and kept of besides. */
const columns: readonly (TypeColumn | MeasuredColumn)[] = [
  { ...dayColumn, isExtra: true },
  { name: 'operator', title: { en: 'Operator', ru: 'Оператор' }, type: 'text' },
  { name: 'operator_id', title: { en: 'Operator’s id', ru: 'Код оператора' }, type: 'text', isExtra: true },
  measured('operator_online', 'seconds'),
  measured('operator_paused', 'seconds'),
  measured('operator_dialogues', 'count'),
  measured('operator_active', 'count'),
  measured('operator_skipped', 'count'),
  { ...measured('operator_messages', 'count'), title: { en: 'Messages', ru: 'Сообщения' } },
]

/** What is asked of which facts about each operator, besides how long they were there. */
const askedOf: readonly { fact: FactName; keys: readonly KeyName[]; kept: Filters }[] = [
  { fact: 'operator_dialogues', keys: ['role', 'participants'], kept: new Map() },
  // Of operators’ messages those who take part are those who wrote them.
  { fact: 'chat_messages', keys: ['author', 'participants'], kept: filtersOf({ author: ['operator'] }) },
]

const operatorOf = wordReader('operator')

function cellOfDay({ operator, day, online, paused }: PresenceOfDay): Cell {
  const step = { from: 0, to: 0, day, time: '' }
  const none = { spreads: {}, distinct: {}, tallies: {}, price: 0n }
  return { step, codes: { participants: operator }, sums: { online, paused }, ...none }
}

const read: ReadReport = async (source, asked) => {
  const { query, reading, company, now } = source
  const isByDay = asked.columns.some(({ name }) => name === 'day')
  const steps = stepsOf(asked.period, isByDay ? 'day' : 'whole')
  const filters = keptCodes(asked, company.number)
  const period = { ...asked.period, to: Math.min(asked.period.to, now) }
  // What is to come has not lasted yet.
  const presence = async () => {
    if (period.from >= period.to) return []
    if (isByDay) return (await presenceByDay(query, { company: company.number, period, filters })).map(cellOfDay)
    const whole = stepsOf(period, 'whole')
    return ask(query, { fact: facts.presence, company: company.number, steps: whole, keys: ['participants'], filters })
  }
  const parts = await reading(() =>
    Promise.all([
      presence(),
      ...askedOf.map(({ fact, keys, kept }) =>
        ask(query, { fact: facts[fact], company: company.number, steps, keys, filters: together(filters, kept) }),
      ),
    ]),
  )
  const byFact = new Map(
    (['presence', ...askedOf.map(({ fact }) => fact)] as const).map((fact, at) => [fact, parts[at]!]),
  )
  const all = parts.flat().filter((cell) => operatorOf(cell) !== '0')
  const nameOf = await readNames(query, company.number, all.map(operatorOf))
  const placeOf = (cell: Cell) => `${cell.step.day} ${operatorOf(cell)}`
  const groups = [...Map.groupBy(all, placeOf)].map(([place, cells]) => ({
    place,
    day: cells[0]!.step.day,
    ...nameOf('operator', operatorOf(cells[0]!)),
  }))
  const own = new Map([...byFact].map(([fact, cells]) => [fact, Map.groupBy(cells, placeOf)] as const))
  const rows = groups
    .toSorted(
      (a, b) => a.day.localeCompare(b.day) || a.name.localeCompare(b.name, asked.language) || (a.id < b.id ? -1 : 1),
    )
    .map(({ place, day, name, id }) =>
      asked.columns.map((column): ReportCell => {
        if (column.name === 'day') return day
        if (column.name === 'operator') return name
        if (column.name === 'operator_id') return id
        const { measure } = column as MeasuredColumn
        const cells = own.get(measureOf(measure).fact)!.get(place) ?? []
        return numberOf(measure, cells, cells)
      }),
    )
  return { all: rows.length, batches: allAtOnce(rows) }
}

export const operatorsActivity: ReportType = {
  service: 'operators',
  type: 'activity',
  title: { en: 'Operator activity', ru: 'Активность операторов' },
  description: {
    en: 'A row for each operator, or for each day and operator: the time online and paused, dialogues and messages.',
    ru: 'Строка на каждого оператора или на каждый день и оператора: время в сети и на паузе, диалоги и сообщения.',
  },
  needs: ['read'],
  filters: presenceFilters,
  totals: ['operator_online', 'operator_paused', 'operator_messages'],
  columns,
  read,
}
