import { peopleMin } from '../../phrases/phrase.ts'
import { joinPhrases, who } from '../../phrases/said.ts'
import { listIn, placeKeys, placeNames, sameIn } from './chat-keys.ts'
import { chatMessages } from './chat-messages.ts'
import type { Fact, KeyName } from './fact.ts'
import { allLevels } from '../plan.ts'

const slim: readonly KeyName[] = ['author', 'phrase']

/** What clients and robots said, by phrase: see `phrases/`. Only what is common is in the roll-ups. */
export const phrases: Fact = {
  name: 'phrases',
  timeBasis: chatMessages.timeBasis,
  rows: {
    table: 'chat_messages',
    join: joinPhrases,
    time: 'written_at',
    standing: 'gone = 0 AND author IN (1, 2)',
  },
  rollUps: [
    { name: 'chat_phrases', keys: slim, levels: allLevels },
    { name: 'chat_phrases_by_operators', keys: [...slim, ...placeNames, 'participants'] },
  ],
  keys: {
    author: sameIn('author', 'f'),
    phrase: sameIn('phrase', 'h'),
    ...placeKeys,
    participants: listIn('participants', 'n'),
  },
  partedBy: [],
  cells: { rollUp: 'messages, people', row: `toUInt64(1) AS messages, [${who}] AS people` },
  sums: { messages: { as: 'm', rollUp: 'sum(messages)', row: 'sum(messages)' } },
  several: {
    key: 'phrase',
    condition: `length(groupUniqArrayArray(${peopleMin})(people)) >= ${peopleMin}`,
  },
}
