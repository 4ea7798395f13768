import { listIn, placeKeys, placeNames, sameIn } from './chat-keys.ts'
import type { Fact, KeyName } from './fact.ts'

const slim: readonly KeyName[] = ['handler', ...placeNames]

/** Dialogues with clients. */
export const dialogues: Fact = {
  name: 'dialogues',
  timeBasis: {
    en: 'Counted at the time when the dialogue was opened.',
    ru: 'Считается по времени открытия диалога.',
  },
  rows: { table: 'dialogues', time: 'opened_at', standing: 'gone = 0' },
  rollUps: [
    { name: 'dialogues_by_messengers', keys: ['handler', 'messenger'] },
    { name: 'dialogues', keys: slim },
    { name: 'dialogues_by_operators', keys: [...slim, 'participants'] },
  ],
  keys: {
    company: sameIn('company', 'y'),
    handler: sameIn('handler', 'd'),
    ...placeKeys,
    participants: listIn('participants', 'n'),
  },
  partedBy: [],
  sums: { dialogues: { as: 'm', rollUp: 'sum(dialogues)', row: 'count()' } },
}
