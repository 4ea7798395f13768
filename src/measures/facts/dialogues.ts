import { listIn, placeKeys, placeNames, sameIn } from './chat-keys.ts'
import type { Fact, KeyName } from './fact.ts'

const slim: readonly KeyName[] = ['handler', ...placeNames]

/** Dialogues with clients, and which operators had to do with them. */
export const dialogues: Fact = {
  name: 'dialogues',
  timeBasis: {
    en: 'Counted at the time when the dialogue was opened.',
    ru: 'Считается по времени открытия диалога.',
  },
  rows: { table: 'dialogues', time: 'opened_at', standing: 'gone = 0' },
  rollUps: [
    { prefix: 'dialogues_by_messengers', keys: ['handler', 'messenger'] },
    { prefix: 'dialogues_of_operators', keys: ['wrote', 'active', 'skipped'] },
    { prefix: 'dialogues', keys: slim },
    { prefix: 'dialogues_by_operators', keys: [...slim, 'participants', 'wrote', 'active', 'skipped'] },
  ],
  keys: {
    handler: sameIn('handler', 'd'),
    ...placeKeys,
    participants: listIn('participants', 'n'),
    wrote: listIn('wrote', 'w'),
    active: listIn('active', 'x'),
    skipped: listIn('skipped', 'y'),
  },
  partedBy: [],
  sums: { dialogues: { as: 'm', rollUp: 'sum(dialogues)', row: 'count()' } },
}
