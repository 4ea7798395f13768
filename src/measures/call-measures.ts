import { conversationSeconds, goalReached } from '../events/call-vocabulary.ts'
import { counted } from './measure.ts'
import type { Declared } from './measure.ts'

const all = counted('calls')
const answered = counted('calls', { outcome: ['answered', 'machine'] })
const ended = counted('calls', {
  outcome: ['answered', 'machine', 'busy', 'no-answer', 'congestion', 'canceled', 'failed'],
})

const oneCall = {
  en: 'The legs of one call are one call, however often it was told.',
  ru: 'Все плечи одного звонка — один звонок, сколько бы раз он ни пришёл.',
}
const oneClient = {
  en: 'The number of who called in or was called out, in any spelling; one counts once in the whole period, exactly. Calls of which it is not known count in no number.',
  ru: 'Номер того, кто звонил нам или кому звонили мы, в любой записи; за весь период он считается один раз, точно. Звонки, где он неизвестен, не входят ни в один номер.',
}
const spokeBot = {
  en: 'Ended calls in which only the bot spoke, to the client or to an answering machine.',
  ru: 'Завершённые звонки, в которых с клиентом или с автоответчиком говорил только бот.',
}
const spokePeople = {
  en: 'Ended calls that people had with the client or with an answering machine, after a bot or without one.',
  ru: 'Завершённые звонки, где с клиентом или с автоответчиком говорили люди — после бота или без него.',
}
const connected = {
  en: 'The time is that for which the client was connected: the seconds billed, else from the answer to the end, or from the start where nobody said when it was answered.',
  ru: 'Время — сколько клиент был на линии: тарифицированные секунды, а без них — от ответа до завершения или от начала, если время ответа не сообщено.',
}

const connectedCalls = counted('calls')
const [botAverage, peopleAverage] = [average('bot'), average('people')]

function average(who: 'bot' | 'people') {
  const behind = counted(`${who}_handled`)
  return { part: counted(`${who}_seconds`), whole: behind, behind }
}

/** What can be asked of telephone calls and of the attempts to make them. */
export const callMeasures = {
  calls: {
    fact: 'calls',
    number: all,
    title: { en: 'Calls', ru: 'Звонки' },
    unit: 'count',
    definition: {
      en: `Calls that started in the period, each once. ${oneCall.en} By duration: for how long the client was connected, each class without its upper end (10 to 30 s is 10 s or more and less than 30); calls that nobody and nothing answered, and calls that go on, have classes of their own.`,
      ru: `Звонки, начавшиеся за период, каждый один раз. ${oneCall.ru} По длительности — сколько клиент был на линии; верхняя граница в класс не входит (10–30 с — от 10 и меньше 30 с); звонки без ответа и те, что ещё идут, — отдельные классы.`,
    },
  },
  calls_answered: {
    fact: 'calls',
    number: answered,
    title: { en: 'Answered', ru: 'Отвечены' },
    unit: 'count',
    definition: {
      en: 'Ended calls that were answered by people, bots or an answering machine: the network sees no difference.',
      ru: 'Завершённые звонки, на которые ответил человек, бот или автоответчик: для сети это одно и то же.',
    },
  },
  calls_ended: {
    fact: 'calls',
    number: ended,
    title: { en: 'Ended', ru: 'Завершены' },
    unit: 'count',
    definition: {
      en: 'Calls that started in the period and have ended, however they did.',
      ru: 'Звонки, начавшиеся за период и уже завершённые — с любым исходом.',
    },
  },
  answer_seizure_ratio: {
    fact: 'calls',
    number: { part: answered, whole: ended, behind: answered },
    title: { en: 'ASR', ru: 'ASR' },
    unit: 'share',
    definition: {
      en: 'Answer-seizure ratio: calls answered by anybody or anything / calls that have ended.',
      ru: 'Доля отвеченных вызовов (ASR): звонки с любым ответом, включая автоответчик / завершённые звонки.',
    },
  },
  average_call_duration: {
    fact: 'handling',
    number: { part: counted('talk_seconds'), whole: connectedCalls, behind: connectedCalls },
    title: { en: 'ACD', ru: 'ACD' },
    unit: 'seconds',
    definition: {
      en: `Average call duration: the connected time of ended calls / those that were answered. ${connected.en}`,
      ru: `Средняя длительность разговора (ACD): время на линии завершённых звонков / отвеченные из них. ${connected.ru}`,
    },
  },
  call_duration_median: {
    fact: 'handling',
    number: { spread: 'call_duration', rank: 'median', of: connectedCalls },
    title: { en: 'Median', ru: 'Медиана' },
    unit: 'seconds',
    definition: {
      en: 'Half of the calls of ACD, those answered, took no longer (nearest rank).',
      ru: 'Половина звонков ACD, то есть отвеченных, заняла не больше (по ближайшему рангу).',
    },
  },
  call_duration_p90: {
    fact: 'handling',
    number: { spread: 'call_duration', rank: 'p90', of: connectedCalls },
    title: { en: '90 % within', ru: '90 % не дольше' },
    unit: 'seconds',
    definition: {
      en: '90 % of these calls took no longer (p90, nearest rank).',
      ru: '90 % этих звонков заняли не больше (p90, по ближайшему рангу).',
    },
  },
  calls_connected: {
    fact: 'handling',
    number: connectedCalls,
    title: { en: 'Answered', ru: 'Отвечены' },
    unit: 'count',
    definition: {
      en: 'The calls that ACD, its median and its 90 % are of: ended and answered by people, bots or an answering machine.',
      ru: 'Звонки, по которым посчитаны ACD, медиана и 90 %: завершённые, на которые ответил человек, бот или автоответчик.',
    },
  },
  bot_calls: {
    fact: 'bot_calls',
    number: counted('calls'),
    title: { en: 'Calls of bots', ru: 'Звонки ботов' },
    unit: 'count',
    definition: {
      en: 'Calls in which only a bot spoke with the client (an answering machine that it spoke to is one, too), or of which an evaluation was told, by the evaluation that was told last; without one a call is not evaluated.',
      ru: 'Звонки, в которых с клиентом говорил только бот (в том числе с автоответчиком) или для которых пришла оценка, — по последней пришедшей оценке; без неё звонок не оценён.',
    },
  },
  bot_handling_average: {
    fact: 'handling',
    number: botAverage,
    title: { en: 'Bot, average', ru: 'Бот, среднее' },
    unit: 'seconds',
    definition: {
      en: `Average handling time (AHT): the connected time / the calls. ${spokeBot.en} ${connected.en}`,
      ru: `Среднее время обработки (AHT): время на линии / звонки. ${spokeBot.ru} ${connected.ru}`,
    },
  },
  bot_handling_median: {
    fact: 'handling',
    number: { spread: 'bot_handling', rank: 'median', of: counted('bot_handled') },
    title: { en: 'Bot, median', ru: 'Бот, медиана' },
    unit: 'seconds',
    definition: {
      en: `Half of these calls took no longer (nearest rank). ${spokeBot.en}`,
      ru: `Половина этих звонков заняла не больше (по ближайшему рангу). ${spokeBot.ru}`,
    },
  },
  bot_handling_p90: {
    fact: 'handling',
    number: { spread: 'bot_handling', rank: 'p90', of: counted('bot_handled') },
    title: { en: 'Bot, 90 % within', ru: 'Бот, 90 % не дольше' },
    unit: 'seconds',
    definition: {
      en: `90 % of these calls took no longer (p90, nearest rank). ${spokeBot.en}`,
      ru: `90 % этих звонков заняли не больше (p90, по ближайшему рангу). ${spokeBot.ru}`,
    },
  },
  bot_handled: {
    fact: 'handling',
    number: counted('bot_handled'),
    title: { en: 'Handled by bots', ru: 'Обработано ботами' },
    unit: 'count',
    definition: spokeBot,
  },
  people_handling_average: {
    fact: 'handling',
    number: peopleAverage,
    title: { en: 'People, average', ru: 'Люди, среднее' },
    unit: 'seconds',
    definition: {
      en: `Average handling time (AHT): the connected time / the calls. ${spokePeople.en} ${connected.en}`,
      ru: `Среднее время обработки (AHT): время на линии / звонки. ${spokePeople.ru} ${connected.ru}`,
    },
  },
  people_handling_median: {
    fact: 'handling',
    number: { spread: 'people_handling', rank: 'median', of: counted('people_handled') },
    title: { en: 'People, median', ru: 'Люди, медиана' },
    unit: 'seconds',
    definition: {
      en: `Half of these calls took no longer (nearest rank). ${spokePeople.en}`,
      ru: `Половина этих звонков заняла не больше (по ближайшему рангу). ${spokePeople.ru}`,
    },
  },
  people_handling_p90: {
    fact: 'handling',
    number: { spread: 'people_handling', rank: 'p90', of: counted('people_handled') },
    title: { en: 'People, 90 % within', ru: 'Люди, 90 % не дольше' },
    unit: 'seconds',
    definition: {
      en: `90 % of these calls took no longer (p90, nearest rank). ${spokePeople.en}`,
      ru: `90 % этих звонков заняли не больше (p90, по ближайшему рангу). ${spokePeople.ru}`,
    },
  },
  people_handled: {
    fact: 'handling',
    number: counted('people_handled'),
    title: { en: 'Handled by people', ru: 'Обработано людьми' },
    unit: 'count',
    definition: spokePeople,
  },
  cps_max: {
    fact: 'call_attempts',
    number: { ...counted('peak'), isGreatest: true },
    title: { en: 'Most in a second', ru: 'Максимум в секунду' },
    unit: 'rate',
    definition: {
      en: 'Calls per second (CPS): the most attempts to call that began on the trunk within one second of the clock. Each leg of a call is an attempt. The twelve trunks with the highest peaks are told; filter to see others.',
      ru: 'Вызовов в секунду (CPS): наибольшее число попыток вызова, начавшихся на транке за одну секунду часов. Каждое плечо звонка — попытка. Показаны двенадцать транков с наибольшими пиками; другие — через фильтр.',
    },
  },
  cps_mean: {
    fact: 'call_attempts',
    number: { perSecond: counted('attempts') },
    title: { en: 'Mean', ru: 'Среднее' },
    unit: 'rate',
    definition: {
      en: 'Attempts to call that began on the trunk / the seconds of the piece of time, up to now.',
      ru: 'Попытки вызова, начавшиеся на транке / секунды отрезка времени, не дальше текущего момента.',
    },
  },
  trunk_limit: {
    fact: 'call_attempts',
    number: { ...counted('trunk_limit'), isGreatest: true, isKnownAbove0: true },
    title: { en: 'Limit', ru: 'Предел' },
    unit: 'rate',
    definition: {
      en: 'So many calls a second the trunk allows, as the events tell (the greatest that was told in the piece of time); nothing where none did.',
      ru: 'Сколько вызовов в секунду допускает транк, по сообщениям событий (наибольшее за отрезок времени); пусто, если предел не сообщали.',
    },
  },
  contact_calls: {
    fact: 'contacts',
    number: counted('calls'),
    title: { en: 'Calls', ru: 'Звонки' },
    unit: 'count',
    definition: {
      en: `Calls that started in the period, each once: the first stage of contact. ${oneCall.en}`,
      ru: `Звонки, начавшиеся за период, каждый один раз, — первая ступень контакта. ${oneCall.ru}`,
    },
  },
  calls_reached: {
    fact: 'contacts',
    number: counted('reached'),
    title: { en: 'Reached', ru: 'Дозвон' },
    unit: 'count',
    definition: {
      en: 'Of these, ended calls that somebody answered. An answering machine is nobody.',
      ru: 'Из них завершённые звонки, на которые кто-то ответил. Автоответчик не в счёт.',
    },
  },
  conversations: {
    fact: 'contacts',
    number: counted('conversations'),
    title: { en: 'Conversations', ru: 'Разговоры' },
    unit: 'count',
    definition: {
      en: `Of the calls that reached somebody, those in which the client was connected for ${conversationSeconds} s or more.`,
      ru: `Из дозвонов те, в которых клиент был на линии ${conversationSeconds} с или дольше.`,
    },
  },
  goals: {
    fact: 'contacts',
    number: counted('goals'),
    title: { en: 'Goal reached', ru: 'Цель достигнута' },
    unit: 'count',
    definition: {
      en: `Of the conversations, those whose evaluation told last is \`${goalReached}\`. A goal that was told of a call without a conversation does not count here: each stage lies within the one before.`,
      ru: `Из разговоров те, для которых последняя оценка — \`${goalReached}\`. Цель, сообщённая для звонка без разговора, здесь не считается: каждая ступень — часть предыдущей.`,
    },
  },
  numbers_called: {
    fact: 'contacts',
    number: { distinct: 'called', of: counted('calls') },
    title: { en: 'Numbers in calls', ru: 'Номера в звонках' },
    unit: 'count',
    definition: {
      en: `Different clients of the calls that started in the period. ${oneClient.en}`,
      ru: `Разные клиенты звонков, начавшихся за период. ${oneClient.ru}`,
    },
  },
  numbers_reached: {
    fact: 'contacts',
    number: { distinct: 'reached_by', of: counted('reached') },
    title: { en: 'Numbers reached', ru: 'Номера с дозвоном' },
    unit: 'count',
    definition: {
      en: `Different clients of the calls that reached somebody. ${oneClient.en}`,
      ru: `Разные клиенты дозвонов. ${oneClient.ru}`,
    },
  },
  numbers_in_conversation: {
    fact: 'contacts',
    number: { distinct: 'spoken_with', of: counted('conversations') },
    title: { en: 'Numbers in conversation', ru: 'Номера с разговором' },
    unit: 'count',
    definition: {
      en: `Different clients of the conversations. ${oneClient.en}`,
      ru: `Разные клиенты разговоров. ${oneClient.ru}`,
    },
  },
  numbers_goal: {
    fact: 'contacts',
    number: { distinct: 'goal_with', of: counted('goals') },
    title: { en: 'Numbers with the goal', ru: 'Номера с целью' },
    unit: 'count',
    definition: {
      en: `Different clients of the conversations that reached their goal. ${oneClient.en}`,
      ru: `Разные клиенты разговоров, достигших цели. ${oneClient.ru}`,
    },
  },
  attempts: {
    fact: 'call_attempts',
    number: counted('attempts'),
    title: { en: 'Attempts', ru: 'Попытки' },
    unit: 'count',
    definition: {
      en: 'Attempts to call that began in the period: each leg of a call.',
      ru: 'Попытки вызова, начавшиеся за период: каждое плечо звонка.',
    },
  },
} as const satisfies Readonly<Record<string, Declared>>
