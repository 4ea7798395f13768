import { presenceHoldsHoursMax } from '../events/chat-vocabulary.ts'
import { peopleMin, phraseLengthMax } from '../phrases/phrase.ts'
import type { Author } from '../events/chat-vocabulary.ts'
import { counted } from './measure.ts'
import type { Declared } from './measure.ts'

const all = counted('dialogues')
const byRobot = counted('dialogues', { handler: ['robot'] })
const byOperator = counted('dialogues', { handler: ['operator'] })

const lasting = {
  en: `A state holds until the next one that was told of the operator, and for ${presenceHoldsHoursMax} hours at most where none was told; of two of one instant the later of online, paused, offline stands.`,
  ru: `Состояние длится до следующего сообщения о состоянии оператора, а если его нет — не дольше ${presenceHoldsHoursMax} часов; из двух за одно мгновение действует более позднее в ряду: в сети, на паузе, не в сети.`,
}

const firstResponses = counted('first_responses')
const allReplies = counted('replies')

const firstResponse = {
  en: 'From the first message of the client to the first message of an operator after it; what robots say does not end it. Dialogues that were never answered are not in it. Where operators are chosen: first replies that they wrote.',
  ru: 'От первого сообщения клиента до первого сообщения оператора после него; сообщения роботов отсчёт не останавливают. Диалоги без ответа не учитываются. При выборе операторов — первые ответы, которые написали они.',
}
const replyTime = {
  en: 'From the first message of a client’s turn to the next message of an operator: every turn that was answered, the first one too; what robots say in between neither ends it nor begins another. Where operators are chosen: replies that they wrote.',
  ru: 'От первого сообщения очередного обращения клиента до следующего сообщения оператора — по каждому обращению с ответом, включая первое; сообщения роботов между ними отсчёт не останавливают. При выборе операторов — ответы, которые написали они.',
}

const once = {
  en: 'A message counts once, however often it was told.',
  ru: 'Сообщение считается один раз, сколько бы раз оно ни пришло.',
}
const theirDialogues = {
  en: 'Where operators are chosen: the dialogues that were assigned to them or in which they wrote; not those that they only skipped.',
  ru: 'При выборе операторов — диалоги, которые им назначали или в которых они писали; только пропущенные не в счёт.',
}
const ofTheirDialogues = {
  en: 'Where operators are chosen: those in dialogues that were assigned to them or in which they wrote.',
  ru: 'При выборе операторов — те, что в диалогах, которые им назначали или в которых они писали.',
}

function writtenBy(author: Author, told: Pick<Declared, 'title' | 'definition'>) {
  return { fact: 'chat_messages', number: counted('messages', { author: [author] }), unit: 'count', ...told } as const
}

/** What can be asked of dialogues and of the messages in them. */
export const chatMeasures = {
  dialogues: {
    fact: 'dialogues',
    number: all,
    title: { en: 'Dialogues', ru: 'Диалоги' },
    unit: 'count',
    definition: {
      en: `Dialogues opened in the period, each once, whoever answered and however often it was assigned. ${theirDialogues.en}`,
      ru: `Диалоги, открытые за период: каждый один раз, кто бы ни отвечал и сколько бы раз его ни назначали. ${theirDialogues.ru}`,
    },
  },
  dialogues_robot: {
    fact: 'dialogues',
    number: byRobot,
    title: { en: 'Handled by the robot', ru: 'Обработано роботом' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period in which no operator has written a message.',
      ru: 'Диалоги, открытые за период, в которых ни один оператор не написал сообщения.',
    },
  },
  dialogues_operator: {
    fact: 'dialogues',
    number: byOperator,
    title: { en: 'Handled by an operator', ru: 'Обработано оператором' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period in which an operator has written at least one message; an assignment alone is not enough.',
      ru: 'Диалоги, открытые за период, в которых оператор написал хотя бы одно сообщение; одного назначения недостаточно.',
    },
  },
  robot_share: {
    fact: 'dialogues',
    number: { part: byRobot, whole: all, behind: byRobot },
    title: { en: 'Handled by the robot, of all', ru: 'Обработано роботом, доля' },
    unit: 'share',
    definition: {
      en: 'Dialogues handled by the robot / dialogues. With the share of the operators it is 100 %.',
      ru: 'Диалоги, обработанные роботом / диалоги. Вместе с долей операторов — 100 %.',
    },
  },
  operator_share: {
    fact: 'dialogues',
    number: { part: byOperator, whole: all, behind: byOperator },
    title: { en: 'Handled by an operator, of all', ru: 'Обработано оператором, доля' },
    unit: 'share',
    definition: {
      en: 'Dialogues handled by an operator / dialogues. With the share of the robot it is 100 %.',
      ru: 'Диалоги, обработанные оператором / диалоги. Вместе с долей робота — 100 %.',
    },
  },
  operator_dialogues: {
    fact: 'operator_dialogues',
    number: counted('dialogues', { role: ['wrote'] }),
    title: { en: 'Dialogues with messages', ru: 'Диалоги с сообщениями' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period in which the operator wrote. A dialogue counts once for each operator who wrote in it; a message that names no operator counts for none.',
      ru: 'Диалоги, открытые за период, в которых оператор писал. Диалог считается по разу для каждого писавшего в нём оператора; сообщение без указания оператора не относится ни к кому.',
    },
  },
  operator_active: {
    fact: 'operator_dialogues',
    number: counted('dialogues', { role: ['active'] }),
    title: { en: 'Active dialogues', ru: 'Активные диалоги' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period that are open now and assigned to the operator, who has not skipped them since. A dialogue that was closed is open again only when that is told (`opened`); an assignment alone does not open it.',
      ru: 'Диалоги, открытые за период, которые сейчас открыты и назначены оператору, если он их после этого не пропустил. Закрытый диалог снова открыт, только если об этом сообщено (`opened`); одно назначение его не открывает.',
    },
  },
  operator_skipped: {
    fact: 'operator_dialogues',
    number: counted('dialogues', { role: ['skipped'] }),
    title: { en: 'Skipped dialogues', ru: 'Пропущенные диалоги' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period that the operator skipped. A dialogue counts once for each operator who skipped it; a skip that names no operator counts for none.',
      ru: 'Диалоги, открытые за период, которые оператор пропустил. Диалог считается по разу для каждого пропустившего его оператора; пропуск без указания оператора не относится ни к кому.',
    },
  },
  operator_online: {
    fact: 'presence',
    number: { ...counted('online'), per: 1000 },
    title: { en: 'Online', ru: 'В сети' },
    unit: 'seconds',
    definition: {
      en: `How long the operator was online. ${lasting.en}`,
      ru: `Сколько времени оператор был в сети. ${lasting.ru}`,
    },
  },
  operator_paused: {
    fact: 'presence',
    number: { ...counted('paused'), per: 1000 },
    title: { en: 'Paused', ru: 'На паузе' },
    unit: 'seconds',
    definition: {
      en: `How long the operator was on a pause. ${lasting.en}`,
      ru: `Сколько времени оператор был на паузе. ${lasting.ru}`,
    },
  },
  first_response_median: {
    fact: 'replies',
    number: { spread: 'first_response', rank: 'median', of: firstResponses },
    title: { en: 'Median', ru: 'Медиана' },
    unit: 'seconds',
    definition: {
      en: `${firstResponse.en} Half of the dialogues were answered within the median (nearest rank).`,
      ru: `${firstResponse.ru} За медиану ответ получила половина диалогов (по ближайшему рангу).`,
    },
  },
  first_response_p90: {
    fact: 'replies',
    number: { spread: 'first_response', rank: 'p90', of: firstResponses },
    title: { en: '90 % within', ru: '90 % не позднее' },
    unit: 'seconds',
    definition: {
      en: 'The time within which 90 % of these dialogues got their first reply (p90, nearest rank).',
      ru: 'Время, за которое первый ответ получили 90 % этих диалогов (p90, по ближайшему рангу).',
    },
  },
  first_response_average: {
    fact: 'replies',
    number: { part: counted('first_response_seconds'), whole: firstResponses, behind: firstResponses },
    title: { en: 'Average', ru: 'Среднее' },
    unit: 'seconds',
    definition: {
      en: 'The sum of these times / dialogues with a first reply. Times are whole seconds; what is beyond the last whole one is left out.',
      ru: 'Сумма этих времён / диалоги с первым ответом. Времена — целые секунды, неполная секунда отбрасывается.',
    },
  },
  first_responses: {
    fact: 'replies',
    number: firstResponses,
    title: { en: 'Dialogues answered', ru: 'Диалоги с ответом' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period in which an operator answered a client.',
      ru: 'Диалоги, открытые за период, в которых оператор ответил клиенту.',
    },
  },
  unanswered: {
    fact: 'replies',
    number: counted('unanswered'),
    title: { en: 'Never answered', ru: 'Без ответа' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period with messages of the client that no operator has answered. They belong to no operator: where some operators are chosen, there are none.',
      ru: 'Диалоги, открытые за период, с сообщениями клиента, на которые не ответил ни один оператор. Они не относятся ни к какому оператору: при выборе операторов их нет.',
    },
  },
  reply_median: {
    fact: 'replies',
    number: { spread: 'reply', rank: 'median', of: allReplies },
    title: { en: 'Median', ru: 'Медиана' },
    unit: 'seconds',
    definition: {
      en: `${replyTime.en} Half of the replies came within the median (nearest rank).`,
      ru: `${replyTime.ru} За медиану пришла половина ответов (по ближайшему рангу).`,
    },
  },
  reply_p90: {
    fact: 'replies',
    number: { spread: 'reply', rank: 'p90', of: allReplies },
    title: { en: '90 % within', ru: '90 % не позднее' },
    unit: 'seconds',
    definition: {
      en: 'The time within which 90 % of these replies came (p90, nearest rank).',
      ru: 'Время, за которое пришли 90 % этих ответов (p90, по ближайшему рангу).',
    },
  },
  reply_average: {
    fact: 'replies',
    number: { part: counted('reply_seconds'), whole: allReplies, behind: allReplies },
    title: { en: 'Average', ru: 'Среднее' },
    unit: 'seconds',
    definition: { en: 'The sum of these times / replies.', ru: 'Сумма этих времён / ответы.' },
  },
  replies: {
    fact: 'replies',
    number: allReplies,
    title: { en: 'Replies', ru: 'Ответы' },
    unit: 'count',
    definition: {
      en: 'Turns of clients that an operator answered, in dialogues opened in the period.',
      ru: 'Обращения клиентов, на которые ответил оператор, в диалогах, открытых за период.',
    },
  },
  phrase_messages: {
    fact: 'phrases',
    number: counted('messages'),
    title: { en: 'Messages', ru: 'Сообщения' },
    unit: 'count',
    definition: {
      en: `Messages with the same words, whatever their case, endings (in English and Russian), punctuation and spaces; of long texts the first ${phraseLengthMax} characters are compared. E-mail addresses, links, @names and numbers of five digits or more are not told apart. A phrase is counted only when at least ${peopleMin} different clients said it in the period and with these filters (of a robot: it was said to them); a client who is not known is told by the dialogue.`,
      ru: `Сообщения с одинаковыми словами — без учёта регистра, окончаний (в английском и русском), знаков препинания и пробелов; у длинных текстов сравниваются первые ${phraseLengthMax} символов. Адреса почты, ссылки, @имена и числа от пяти цифр не различаются. Фраза учитывается, только если за период и с этими фильтрами её написали не менее ${peopleMin} разных клиентов (роботы — написали им); неизвестный клиент определяется по диалогу.`,
    },
  },
  located_dialogues: {
    fact: 'web_dialogues',
    number: counted('dialogues', { placed: ['yes'] }),
    title: { en: 'Dialogues', ru: 'Диалоги' },
    unit: 'count',
    definition: {
      en: 'Dialogues of the web widget opened in the period whose coordinates are known, by squares of a tenth of a degree (about 11 km from south to north); a place is the middle of its square. Of several coordinates of one dialogue the last that were told stand.',
      ru: 'Диалоги веб-виджета, открытые за период, координаты которых известны, по квадратам в десятую долю градуса (около 11 км с юга на север); место — середина квадрата. Из нескольких координат одного диалога действуют последние сообщённые.',
    },
  },
  unlocated_dialogues: {
    fact: 'web_dialogues',
    number: counted('dialogues', { placed: ['no'] }),
    title: { en: 'Dialogues without coordinates', ru: 'Диалоги без координат' },
    unit: 'count',
    definition: {
      en: 'Dialogues of the web widget opened in the period whose coordinates are not known: they are not on the map.',
      ru: 'Диалоги веб-виджета, открытые за период, координаты которых неизвестны: их нет на карте.',
    },
  },
  user_messages: writtenBy('user', {
    title: { en: 'Messages from clients', ru: 'Сообщения клиентов' },
    definition: {
      en: `Messages that clients wrote in dialogues in the period. ${once.en} ${ofTheirDialogues.en}`,
      ru: `Сообщения, которые клиенты написали в диалогах за период. ${once.ru} ${ofTheirDialogues.ru}`,
    },
  }),
  robot_messages: writtenBy('robot', {
    title: { en: 'Messages by robots', ru: 'Сообщения роботов' },
    definition: {
      en: `Messages that robots wrote in dialogues in the period. ${once.en} ${ofTheirDialogues.en}`,
      ru: `Сообщения, которые роботы написали в диалогах за период. ${once.ru} ${ofTheirDialogues.ru}`,
    },
  }),
  operator_messages: writtenBy('operator', {
    title: { en: 'Messages by operators', ru: 'Сообщения операторов' },
    definition: {
      en: `Messages that operators wrote in dialogues in the period. ${once.en} Where operators are chosen: those that they wrote.`,
      ru: `Сообщения, которые операторы написали в диалогах за период. ${once.ru} При выборе операторов — те, что написали они.`,
    },
  }),
  chat_price: {
    fact: 'chat_messages',
    number: 'money',
    title: { en: 'Chat cost', ru: 'Стоимость чатов' },
    unit: 'money',
    definition: {
      en: 'What the messages written in the period cost, by the prices that came with them or by the tariff, summed exactly, each currency by itself, before packages and volume steps; what a tariff asks for each dialogue stands in the charges. Where operators are chosen: of their own messages, and of those of clients and robots in dialogues that were assigned to them or in which they wrote.',
      ru: 'Стоимость сообщений, написанных за период, по ценам, пришедшим с ними, или по тарифу: точно и отдельно по каждой валюте, до пакетов и порогов объёма; плата по тарифу за диалоги — в начислениях. При выборе операторов — цены их сообщений и сообщений клиентов и роботов в диалогах, которые им назначали или в которых они писали.',
    },
  },
} as const satisfies Readonly<Record<string, Declared>>
