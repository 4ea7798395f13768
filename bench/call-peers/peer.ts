/** What the page of telephony is asked for: a period, the numbers of trunks and bots and the directions that are chosen. */
export type CallQuestion = {
  company: number
  from: number
  to: number
  zone: string
  trunk?: readonly number[]
  bot?: readonly number[]
  direction?: readonly number[]
}

/** The periods of the panels that follow the clock, as the page said them. */
export type LivePeriods = ReadonlyMap<string, { from: number; to: number }>

/** What a peer answers: the rows of its questions by their names, to be checked against the page and timed. */
export type CallCells = Readonly<Record<QuestionName, readonly (readonly unknown[])[]>>

/** Another engine with the same rows and its best index. */
export type CallPeer = {
  title: string
  cells: (question: CallQuestion, live: LivePeriods) => Promise<CallCells>
  close: () => Promise<void>
}

const questionNames = ['evaluations', 'stages', 'clients', 'live', 'attempts', 'handling', 'answers'] as const
export type QuestionName = (typeof questionNames)[number]

/** How an engine says what the engines say differently. */
export type Dialect = {
  /** The tables, as FROM has them. */
  calls: string
  legs: string
  /** The time of a row, in milliseconds. */
  startedAt: string
  /** The seconds of a row's time, whole. */
  second: string
  /** The local date of milliseconds, as a text. */
  day: (milliseconds: string, zone: string) => string
  /** Whether a column has one of these numbers. */
  isOneOf: (column: 'trunk' | 'bot' | 'evaluation', numbers: readonly number[]) => string
  /** The median and the 90 % by the nearest rank, as two columns. */
  percentiles: (column: string) => string
  /** What must hold of every row of a period besides. */
  standing?: (from: number, to: number) => string
}

/** Words by their codes: see `events/call-vocabulary.ts`. */
const ended = 'outcome <> 8'
const answered = 'outcome IN (1, 2)'

/** The page's questions, each answered by one statement. */
function statementsOf(dialect: Dialect, question: CallQuestion, live: LivePeriods): Record<QuestionName, string> {
  const { calls, legs, startedAt, day, isOneOf, standing } = dialect
  const { company, zone, trunk, bot, direction } = question
  const within = ({ from, to }: { from: number; to: number }) =>
    `company = ${company} AND ${startedAt} >= ${from} AND ${startedAt} < ${to}` +
    (standing === undefined ? '' : ` AND ${standing(from, to)}`)
  const ofTrunks = trunk === undefined ? '' : ` AND ${isOneOf('trunk', trunk)}`
  const chosen =
    ofTrunks +
    (bot === undefined ? '' : ` AND ${isOneOf('bot', bot)}`) +
    (direction === undefined ? '' : ` AND direction IN (${direction.join(',')})`)
  const where = `WHERE ${within(question)}${chosen}`
  const clocked = [...live].map(
    ([name, period]) =>
      `SELECT '${name}' AS period, outcome, duration_class, count(*) FROM ${calls} WHERE ${within(period)}${chosen} GROUP BY outcome, duration_class`,
  )
  // From being called to the goal, each within the one before.
  const reached = 'outcome = 1'
  const stages = [
    '1 = 1',
    reached,
    `${reached} AND talk >= 10`,
    `${reached} AND talk >= 10 AND ${isOneOf('evaluation', [1])}`,
  ]
  const ofStages = (sql: (when: string) => string) => stages.map(sql).join(', ')
  return {
    stages: `SELECT ${day(startedAt, zone)} AS day, ${ofStages((when) => `sum(CASE WHEN ${when} THEN 1 ELSE 0 END)`)}
      FROM ${calls} ${where} GROUP BY 1`,
    clients: `SELECT ${ofStages((when) => `count(DISTINCT CASE WHEN ${when} THEN client END)`)} FROM ${calls} ${where}`,
    evaluations: `SELECT evaluation, count(*) FROM ${calls} ${where} AND (handler = 1 OR evaluation <> 0) GROUP BY 1`,
    live: clocked.join(' UNION ALL '),
    attempts: `SELECT ${day('second * 1000', zone)} AS day, trunk, max(attempts), sum(attempts), max(most) FROM (
        SELECT ${dialect.second} AS second, trunk, count(*) AS attempts, max(leg_limit) AS most
        FROM ${legs} WHERE ${within(question)}${ofTrunks} GROUP BY 1, 2) AS seconds
      GROUP BY 1, 2`,
    handling: `SELECT day, handler, ${dialect.percentiles('talk')}, count(*), sum(talk) FROM (
        SELECT ${day(startedAt, zone)} AS day, handler, talk FROM ${calls} ${where} AND ${answered}) AS spoken
      GROUP BY GROUPING SETS ((day, handler), (handler), (day), ())`,
    answers: `SELECT ${day(startedAt, zone)} AS day, sum(CASE WHEN ${answered} THEN 1 ELSE 0 END), sum(CASE WHEN ${ended} THEN 1 ELSE 0 END), sum(talk)
      FROM ${calls} ${where} GROUP BY 1`,
  }
}

/** Asks one statement after the other. */
export async function cellsOf(
  dialect: Dialect,
  question: CallQuestion,
  live: LivePeriods,
  ask: (statement: string) => Promise<readonly (readonly unknown[])[]>,
): Promise<CallCells> {
  const statements = statementsOf(dialect, question, live)
  const cells: Partial<Record<QuestionName, readonly (readonly unknown[])[]>> = {}
  for (const name of questionNames) cells[name] = await ask(statements[name])
  return cells as CallCells
}
