import { messengerByWord } from '../../events/chat-vocabulary.ts'
import { listIn, placeKeys, sameIn } from './chat-keys.ts'
import { dialogues } from './dialogues.ts'
import type { Fact, KeyName } from './fact.ts'
import { allLevels } from '../plan.ts'

const web = messengerByWord.get('web')!.code
const slim: readonly KeyName[] = ['messenger', 'placed', 'cell']
const byPlaces: readonly KeyName[] = [...slim, 'chat', 'bot', 'group', 'asked']
const placed = 'toUInt8(cell > 0)'

/** Dialogues of the web widget, by where the client was. */
export const webDialogues: Fact = {
  name: 'web_dialogues',
  timeBasis: dialogues.timeBasis,
  rows: { ...dialogues.rows, standing: `${dialogues.rows.standing} AND messenger = ${web}` },
  rollUps: [
    { name: 'web_dialogues', keys: slim, levels: allLevels },
    { name: 'web_dialogues_by_places', keys: byPlaces },
    { name: 'web_dialogues_by_operators', keys: [...byPlaces, 'participants'] },
  ],
  keys: {
    ...placeKeys,
    // The roll-ups hold nothing else.
    messenger: { ...placeKeys.messenger, rollUp: `toUInt8(${web})` },
    participants: listIn('participants', 'n'),
    placed: { as: 'w', rollUp: placed, row: placed },
    cell: sameIn('cell', 'z'),
  },
  partedBy: ['placed'],
  cells: { rollUp: 'dialogues', row: 'toUInt64(1) AS dialogues' },
  sums: { dialogues: { as: 'm', rollUp: 'sum(dialogues)', row: 'sum(dialogues)' } },
}
