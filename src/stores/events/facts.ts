/**
 * The facts store: what the log of events amounts to, in the ClickHouse engine, embedded or on a server.
 * The rest of the house sees this small type only.
 */
export type Facts = {
  /** Runs one SELECT and gives its rows as arrays in the order of the columns. 64-bit numbers come as strings. */
  query: (sql: string, options?: QueryOptions) => Promise<unknown[][]>
  /** Like `query`, in pieces, for answers that are too long to hold. */
  stream: (sql: string, options?: QueryOptions) => AsyncIterable<unknown[][]>
  /** Runs one statement without an answer. */
  command: (sql: string) => Promise<void>
  /**
   * Inserts rows written as TabSeparated lines; durable when the promise resolves. The last column must not be a text:
   * a driver may trim white space at the end of a statement, and with it an empty last field.
   */
  insert: (table: string, columns: readonly string[], rows: Buffer) => Promise<void>
  close: () => Promise<void>
}

/** Sessions are serial: dashboards must never wait for an export, nor intake for the folding. */
export type Session = 'intake' | 'folding' | 'dashboards' | 'exports'

export type QueryOptions = {
  session?: Session
  /** Values for `{name:Type}` places; the only way in which text from outside reaches the engine. */
  parameters?: Readonly<Record<string, unknown>>
  /** The query is stopped by the engine after so many seconds. */
  secondsMax?: number
}
