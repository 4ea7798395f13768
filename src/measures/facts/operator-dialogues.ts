import { eachOperator } from '../../events/operator-roles.ts'
import { placeKeys, placeNames, sameIn } from './chat-keys.ts'
import { dialogues } from './dialogues.ts'
import type { Fact } from './fact.ts'
import { allLevels } from '../plan.ts'

/** What operators had to do with dialogues: who wrote in them, who has them now, who skipped them. */
export const operatorDialogues: Fact = {
  name: 'operator_dialogues',
  timeBasis: dialogues.timeBasis,
  rows: { ...dialogues.rows, join: eachOperator },
  rollUps: [
    { name: 'dialogues_of_operators', keys: ['role', 'participants'], levels: allLevels },
    { name: 'dialogues_by_operators', keys: [...placeNames, 'role', 'participants'], join: eachOperator },
  ],
  keys: {
    ...placeKeys,
    role: sameIn('role', 'y'),
    participants: sameIn('operator', 'n'),
  },
  partedBy: [],
  countsForEach: 'operator',
  sums: dialogues.sums,
}
