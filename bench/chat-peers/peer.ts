/** What the page of chats is asked for: a period, and the numbers of messengers and operators that are chosen. */
export type ChatQuestion = {
  company: number
  from: number
  to: number
  zone: string
  messenger?: readonly number[]
  operator?: readonly number[]
}

/** What a peer answers: the rows of its questions by their names, to be checked against the page and timed. */
export type ChatCells = Readonly<Record<QuestionName, readonly (readonly unknown[])[]>>

/** Another engine with the same rows and its best index. */
export type ChatPeer = {
  title: string
  cells: (question: ChatQuestion) => Promise<ChatCells>
  close: () => Promise<void>
}

export const questionNames = [
  'messages',
  'dialogues',
  'operators',
  'replies',
  'firstResponses',
  'places',
  'presence',
  'phrases',
] as const
export type QuestionName = (typeof questionNames)[number]

/** How an engine says what the engines say differently. */
export type Dialect = {
  /** The tables, as FROM has them. */
  dialogues: string
  messages: string
  presence: string
  /** Messages with their phrases and clients. */
  said: string
  /** The times of their rows, in milliseconds. */
  openedAt: string
  writtenAt: string
  changedAt: string
  /** The local date of milliseconds, as a text. */
  day: (milliseconds: string, zone: string) => string
  /** The value of the row after this one, null without one, before its OVER. */
  next: (column: string) => string
  /** A row for each of a list, in a SELECT. */
  each: (list: string) => string
  /** A row for each reply of a dialogue: the day, and in seconds and `replier` how long it took, and whose it was. */
  replies: (day: string) => string
  /** The first of a list, which has any. */
  first: (list: string) => string
  isFilled: (list: string) => string
  /** Whether a list has one of these operators. */
  hasAny: (list: string, operators: readonly number[]) => string
  isOneOf: (column: string, operators: readonly number[]) => string
  /** The median and the 90 % by the nearest rank, as two columns. */
  percentiles: (column: string) => string
  /** What must hold of every row besides. */
  standing?: string
}

const day24 = 86_400_000

/** So many phrases are compared, of clients and robots together. */
export const phrasesCompared = 100

/** The page's questions, each answered by one statement. */
export function statementsOf(dialect: Dialect, question: ChatQuestion): Record<QuestionName, string> {
  const { dialogues, messages, openedAt, writtenAt, day, each, hasAny, isOneOf } = dialect
  const { company, from, to, zone, messenger, operator } = question
  const where = (time: string) =>
    `company = ${company} AND ${time} >= ${from} AND ${time} < ${to}` +
    (dialect.standing === undefined ? '' : ` AND ${dialect.standing}`) +
    (messenger === undefined ? '' : ` AND messenger IN (${messenger.join(',')})`)
  const taking = operator === undefined ? '' : ` AND ${hasAny('participants', operator)}`
  const chosen = (column: string) => (operator === undefined ? '' : ` WHERE ${isOneOf(column, operator)}`)
  const lists = ['wrote', 'active', 'skipped'].map(
    (list) =>
      `SELECT '${list}' AS list, one, count(*) FROM (SELECT ${each(list)} AS one FROM ${dialogues} WHERE ${where(openedAt)}) AS ones${chosen('one')} GROUP BY one`,
  )
  const spread = (rows: string) =>
    `SELECT day, ${dialect.percentiles('seconds')}, count(*), sum(seconds) FROM (${rows}) AS rows GROUP BY GROUPING SETS ((day), ())`
  return {
    messages: `SELECT ${day(writtenAt, zone)} AS day, author, messenger, chat, currency, count(*), sum(price)
      FROM ${messages} WHERE ${where(writtenAt)}${taking} GROUP BY 1, 2, 3, 4, 5`,
    dialogues: `SELECT handler, count(*) FROM ${dialogues} WHERE ${where(openedAt)}${taking} GROUP BY 1`,
    operators: lists.join(' UNION ALL '),
    replies: spread(
      `SELECT * FROM (${dialect.replies(day(openedAt, zone))} WHERE ${where(openedAt)}) AS ones${chosen('replier')}`,
    ),
    firstResponses: spread(
      `SELECT ${day(openedAt, zone)} AS day, ${dialect.first('replies')} AS seconds
        FROM ${dialogues} WHERE ${where(openedAt)} AND ${dialect.isFilled('replies')}` +
        (operator === undefined ? '' : ` AND ${isOneOf(dialect.first('repliers'), operator)}`),
    ),
    // A state holds until the next one of the operator, and a day at most.
    presence: `SELECT operator, sum(CASE WHEN state = 1 THEN held ELSE 0 END), sum(CASE WHEN state = 2 THEN held ELSE 0 END) FROM (
        SELECT operator, state, least(ended, ${to}) - greatest(began, ${from}) AS held FROM (
          SELECT operator, state, ${dialect.changedAt} AS began, least(${dialect.changedAt} + ${day24},
              coalesce(${dialect.next(dialect.changedAt)} OVER (PARTITION BY operator ORDER BY ${dialect.changedAt} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), ${dialect.changedAt} + ${day24})) AS ended
          FROM ${dialect.presence} WHERE company = ${company} AND ${dialect.changedAt} > ${from - day24} AND ${dialect.changedAt} < ${to}
            ${operator === undefined ? '' : `AND ${isOneOf('operator', operator)}`}) AS changes
        WHERE ended > ${from}) AS stretches
      GROUP BY operator`,
    // The largest of what at least three clients said, or were told.
    phrases: `SELECT author, phrase, count(*) FROM ${dialect.said}
      WHERE ${where(writtenAt)}${taking} AND author IN (1, 2) GROUP BY 1, 2 HAVING count(DISTINCT client) >= 3
      ORDER BY 3 DESC LIMIT ${phrasesCompared}`,
    places: `SELECT floor(latitude * 10) AS north, floor(longitude * 10) AS east, count(*) FROM ${dialogues}
      WHERE ${where(openedAt)}${taking} AND messenger = 1 GROUP BY 1, 2`,
  }
}

/** Asks one statement after the other. */
export async function cellsOf(
  dialect: Dialect,
  question: ChatQuestion,
  ask: (statement: string) => Promise<readonly (readonly unknown[])[]>,
): Promise<ChatCells> {
  const statements = statementsOf(dialect, question)
  const cells: Partial<Record<QuestionName, readonly (readonly unknown[])[]>> = {}
  for (const name of questionNames) cells[name] = await ask(statements[name])
  return cells as ChatCells
}
