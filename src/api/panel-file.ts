import type { FastifyReply } from 'fastify'
import type { Column, Value } from '../panels/answer.ts'
import { csv } from '../renderers/csv.ts'
import type { PanelAnswer } from './panel-answers.ts'

type Rows = { columns: readonly Column[]; rows: readonly (readonly Value[])[] }

/** Sends what a panel answered as a CSV file; of a comparison it has the rows of both periods. */
export function sendPanelCsv(reply: FastifyReply, answer: PanelAnswer): FastifyReply {
  const { panel, period, compare } = answer
  const file = compare === undefined ? answer : withPeriods(answer, compare.rows)
  return sendCsv(reply, `${panel.id}_${daysOf(period)}`, file)
}

/** Sends rows as a CSV file of a name. */
export function sendCsv(reply: FastifyReply, name: string, { columns, rows }: Rows): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(csv(columns, rows))
}

/** The days of a period as names of files have them. */
export function daysOf({ from, to }: { from: string; to: string }): string {
  return `${from.slice(0, 10)}_${to.slice(0, 10)}`
}

/** Both periods of a comparison as one table: a first column says whose the row is. */
function withPeriods({ columns, rows }: Rows, before: Rows['rows']): Rows {
  return {
    columns: [{ name: 'period', type: 'text', unit: null } as const, ...columns],
    rows: [...rows.map((row) => ['asked', ...row]), ...before.map((row) => ['compared', ...row])],
  }
}
