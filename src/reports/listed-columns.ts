import { dimensions } from '../measures/dimensions.ts'
import type { Column } from '../panels/answer.ts'
import type { Listed } from '../panels/listing.ts'
import { callsDetail } from './calls.ts'
import { chatsDialogues, chatsMessages } from './chats.ts'
import { notificationsDetail } from './notifications.ts'
import type { ReportType, TypeColumn } from './report-type.ts'

const operatorColumn: TypeColumn = { name: 'operator', title: dimensions.operator.title, type: 'text' }

/** What the reports call the columns of each list, and which of them are summed. */
const known: Readonly<Record<Listed['of'], Pick<ReportType, 'columns' | 'totals'>>> = {
  messages: notificationsDetail,
  chat_messages: chatsMessages,
  dialogues: { columns: [...chatsDialogues.columns, operatorColumn], totals: chatsDialogues.totals },
  calls: callsDetail,
  replies: {
    columns: [
      ...chatsDialogues.columns,
      { name: 'seconds', title: { en: 'Time', ru: 'Время' }, type: 'seconds' },
      operatorColumn,
    ],
    totals: [],
  },
  stretches: {
    columns: [
      { name: 'since', title: { en: 'Since', ru: 'С' }, type: 'time' },
      { name: 'until', title: { en: 'Until', ru: 'До' }, type: 'time' },
      { name: 'held_seconds', title: { en: 'Time in the period', ru: 'Время за период' }, type: 'seconds' },
      operatorColumn,
      { name: 'state', title: dimensions.state.title, type: 'text', of: 'state' },
      { name: 'group', title: dimensions.group.title, type: 'text' },
    ],
    totals: ['held_seconds'],
  },
  attempts: {
    columns: [...callsDetail.columns, { name: 'trunk_limit', title: { en: 'Limit', ru: 'Предел' }, type: 'count' }],
    totals: [],
  },
}

/** The columns of a list as files have them, in its order. */
export function listedColumns(of: Listed['of'], columns: readonly Pick<Column, 'name'>[]): TypeColumn[] {
  const byName = new Map(known[of].columns.map((column) => [column.name, column]))
  return columns.map(({ name }) => {
    const column = byName.get(name)
    if (column === undefined) throw new Error(`The list of ${of} has no title for its column ${name}.`)
    return column
  })
}

/** The columns of a list whose sums a file tells. */
export function listedTotals(of: Listed['of']): readonly string[] {
  return known[of].totals
}
