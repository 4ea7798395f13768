import type { Column } from '../panels/answer.ts'
import type { Listing } from '../panels/listing.ts'
import { callsDetail } from './calls.ts'
import { chatsDialogues, chatsMessages } from './chats.ts'
import { notificationsDetail } from './notifications.ts'
import type { ReportType, TypeColumn } from './report-type.ts'

/** What the reports call the columns of each list, and which of them are summed. */
const known: Readonly<Record<Listing['of'], Pick<ReportType, 'columns' | 'totals'>>> = {
  messages: notificationsDetail,
  chat_messages: chatsMessages,
  dialogues: chatsDialogues,
  calls: callsDetail,
  replies: {
    columns: [
      ...chatsDialogues.columns,
      { name: 'seconds', title: { en: 'Time', ru: 'Время' }, type: 'seconds' },
      { name: 'operator', title: { en: 'Operator', ru: 'Оператор' }, type: 'text' },
    ],
    totals: [],
  },
  attempts: {
    columns: [...callsDetail.columns, { name: 'trunk_limit', title: { en: 'Limit', ru: 'Предел' }, type: 'count' }],
    totals: [],
  },
}

/** The columns of a list as files have them, in its order. */
export function listedColumns(of: Listing['of'], columns: readonly Pick<Column, 'name'>[]): TypeColumn[] {
  const byName = new Map(known[of].columns.map((column) => [column.name, column]))
  return columns.map(({ name }) => {
    const column = byName.get(name)
    if (column === undefined) throw new Error(`The list of ${of} has no title for its column ${name}.`)
    return column
  })
}

/** The columns of a list whose sums a file tells. */
export function listedTotals(of: Listing['of']): readonly string[] {
  return known[of].totals
}
