import type { RowsOf } from '../asking/answers.ts'

/** What rows are called: a message written in a dialogue is a message, too. */
export function rowsWord(of: RowsOf): Exclude<RowsOf, 'chat_messages'> {
  return of === 'chat_messages' ? 'messages' : of
}
