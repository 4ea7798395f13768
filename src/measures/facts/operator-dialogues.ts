import { placeKeys, placeNames } from './chat-keys.ts'
import { dialogues } from './dialogues.ts'
import type { Fact } from './fact.ts'
import { operatorRoles } from '../chat-values.ts'

/** A row for each operator of a dialogue and what they did in it: the same in roll-ups and in rows. */
const eachOperator = `ARRAY JOIN arrayConcat(${operatorRoles
  .map(({ word, code }) => `arrayMap(x -> (toUInt8(${code}), x), ${word})`)
  .join(', ')}) AS did`

/** What operators had to do with dialogues: who wrote in them, who has them now, who skipped them. */
export const operatorDialogues: Fact = {
  name: 'operator_dialogues',
  timeBasis: dialogues.timeBasis,
  rows: { ...dialogues.rows, join: eachOperator },
  rollUps: [
    { name: 'dialogues_of_operators', keys: ['role', 'participants'] },
    { name: 'dialogues_by_operators', keys: [...placeNames, 'role', 'participants'] },
  ],
  rollUpJoin: eachOperator,
  keys: {
    ...placeKeys,
    role: { as: 'y', rollUp: 'did.1', row: 'did.1' },
    participants: { as: 'n', rollUp: 'did.2', row: 'did.2' },
  },
  partedBy: [],
  countsForEach: 'operator',
  sums: dialogues.sums,
}
