import { counted } from './measure.ts'
import type { Declared } from './measure.ts'

const all = counted('dialogues')
const byRobot = counted('dialogues', { handler: ['robot'] })
const byOperator = counted('dialogues', { handler: ['operator'] })

/** What can be asked of dialogues and of the messages in them. */
export const chatMeasures = {
  dialogues: {
    fact: 'dialogues',
    number: all,
    title: { en: 'Dialogues', ru: 'Диалоги' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period, each once, whoever answered and however often it was assigned.',
      ru: 'Диалоги, открытые за период: каждый один раз, кто бы ни отвечал и сколько бы раз его ни назначали.',
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
    fact: 'dialogues',
    number: all,
    operators: 'wrote',
    title: { en: 'Dialogues with messages', ru: 'Диалоги с сообщениями' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period in which the operator wrote. A dialogue counts once for each operator who wrote in it.',
      ru: 'Диалоги, открытые за период, в которых оператор писал. Диалог считается по разу для каждого писавшего в нём оператора.',
    },
  },
  operator_active: {
    fact: 'dialogues',
    number: all,
    operators: 'active',
    title: { en: 'Active dialogues', ru: 'Активные диалоги' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period that are open now and assigned to the operator.',
      ru: 'Диалоги, открытые за период, которые сейчас открыты и назначены оператору.',
    },
  },
  operator_skipped: {
    fact: 'dialogues',
    number: all,
    operators: 'skipped',
    title: { en: 'Skipped dialogues', ru: 'Пропущенные диалоги' },
    unit: 'count',
    definition: {
      en: 'Dialogues opened in the period that the operator skipped. A dialogue counts once for each operator who skipped it.',
      ru: 'Диалоги, открытые за период, которые оператор пропустил. Диалог считается по разу для каждого пропустившего его оператора.',
    },
  },
  chat_messages: {
    fact: 'chat_messages',
    number: counted('messages'),
    title: { en: 'Messages', ru: 'Сообщения' },
    unit: 'count',
    definition: {
      en: 'Messages written in dialogues in the period, by clients, robots and operators. A message counts once, however often it was delivered.',
      ru: 'Сообщения клиентов, роботов и операторов, написанные в диалогах за период. Сообщение считается один раз, сколько бы раз оно ни пришло.',
    },
  },
  chat_price: {
    fact: 'chat_messages',
    number: 'money',
    title: { en: 'Chat cost', ru: 'Стоимость чатов' },
    unit: 'money',
    definition: {
      en: 'The prices of the messages written in the period, summed exactly, each currency by itself.',
      ru: 'Сумма цен сообщений, написанных за период: точно и отдельно по каждой валюте.',
    },
  },
} as const satisfies Readonly<Record<string, Declared>>
