import { stateByWord } from '../../events/chat-vocabulary.ts'
import { cutStretches } from '../presence-stretches.ts'
import { sameIn } from './chat-keys.ts'
import type { Fact, Sum } from './fact.ts'

/** How long operators were online, paused and offline, in milliseconds. */
export const presence: Fact = {
  name: 'presence',
  timeBasis: {
    en: 'Counted at the time that passed itself, exactly to the borders of the period, and never beyond now. Of the filters of the page only operators and their group apply; the group is that of each state, and a state that tells none is in none.',
    ru: 'Считается само прошедшее время, точно до границ периода и не дальше текущего момента. Из фильтров страницы действуют только операторы и их группа; группа — та, что сообщена с каждым состоянием, а без неё состояние ни к какой группе не относится.',
  },
  rows: { table: 'presence_by_time', time: 'at', standing: '1', within: cutStretches },
  rollUps: [{ name: 'presence', keys: ['participants', 'group'], levels: ['1d'] }],
  keys: { participants: sameIn('operator', 'n'), group: sameIn('operator_group', 'o') },
  partedBy: [],
  isAmount: true,
  sums: {
    told: { as: 'm', rollUp: 'sum(online + paused + offline)', row: 'toUInt64(sum(until - since))' },
    online: state('online', 'v'),
    paused: state('paused', 'p'),
  },
}

function state(word: 'online' | 'paused', as: string): Sum {
  const { code } = stateByWord.get(word)!
  return { as, rollUp: `sum(${word})`, row: `toUInt64(sumIf(until - since, state = ${code}))` }
}
