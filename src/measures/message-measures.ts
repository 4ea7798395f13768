import { statuses } from '../events/vocabulary.ts'
import type { Status } from '../events/vocabulary.ts'
import { counted } from './measure.ts'
import type { Declared } from './measure.ts'

const all = counted('messages')
const sent = { status: wordsWhere(({ sent: left }) => left) }
const sentMessages = counted('messages', sent)
const sentParts = counted('parts', sent)
const delivered = counted('messages', { status: ['delivered'] })
const open = counted('messages', { status: wordsWhere((status) => !status.final) })
const final = counted('messages', {
  status: wordsWhere(({ short }) => short === 'delivered' || short === 'not-delivered'),
})

function wordsWhere(isOne: (status: (typeof statuses)[number]) => boolean): Status[] {
  return statuses.filter(isOne).map(({ word }) => word)
}

/** What can be asked of messages. */
export const messageMeasures = {
  messages: {
    fact: 'messages',
    number: all,
    title: { en: 'Messages', ru: 'Сообщения' },
    unit: 'count',
    definition: {
      en: 'Messages created in the period, in the status that stands now. A message counts once, however often its events were delivered.',
      ru: 'Сообщения, созданные за период, в их нынешнем статусе. Сообщение считается один раз, сколько бы раз ни пришли его события.',
    },
  },
  sent: {
    fact: 'messages',
    number: sentMessages,
    title: { en: 'Sent', ru: 'Отправлено' },
    unit: 'count',
    definition: {
      en: 'Messages that left for the client: now pending, delivered or undelivered. Created, delayed, canceled, omitted and failed (error) ones did not leave.',
      ru: 'Сообщения, ушедшие клиенту: в ожидании, доставленные или недоставленные. Созданные, отложенные, отменённые, пропущенные и завершённые ошибкой не отправлены.',
    },
  },
  delivered: {
    fact: 'messages',
    number: delivered,
    title: { en: 'Delivered', ru: 'Доставлено' },
    unit: 'count',
    definition: {
      en: 'Messages whose delivery was confirmed; a read, seen, opened or clicked receipt confirms it, too.',
      ru: 'Сообщения с подтверждённой доставкой; отметка о прочтении, просмотре, открытии или переходе её тоже подтверждает.',
    },
  },
  open: {
    fact: 'messages',
    number: open,
    title: { en: 'Still open', ru: 'Без итога' },
    unit: 'count',
    definition: {
      en: 'Messages without a final status: created, created optional, delayed or pending.',
      ru: 'Сообщения без окончательного статуса: созданные, созданные необязательные, отложенные или в ожидании.',
    },
  },
  final: {
    fact: 'messages',
    number: final,
    title: { en: 'Final', ru: 'С итогом' },
    unit: 'count',
    definition: {
      en: 'Messages that were tried and ended: delivered, undelivered or error.',
      ru: 'Сообщения с итогом попытки: доставлено, не доставлено или ошибка.',
    },
  },
  delivered_share: {
    fact: 'messages',
    number: { part: delivered, whole: final, behind: final },
    title: { en: 'Delivered, of final', ru: 'Доставлено от завершённых' },
    unit: 'share',
    definition: {
      en: 'Delivered / (delivered + undelivered + error). Messages that are still open are not in it.',
      ru: 'Доставлено / (доставлено + не доставлено + ошибка). Сообщения без итога не учитываются.',
    },
  },
  open_share: {
    fact: 'messages',
    number: { part: open, whole: all, behind: open },
    title: { en: 'Still open', ru: 'Без итога' },
    unit: 'share',
    definition: {
      en: 'Messages without a final status, of all messages of the period.',
      ru: 'Доля сообщений без окончательного статуса среди всех сообщений периода.',
    },
  },
  share: {
    fact: 'messages',
    number: { part: all, whole: all, behind: all, amongRows: true },
    title: { en: 'Share', ru: 'Доля' },
    unit: 'share',
    definition: {
      en: 'Messages of the row, of all messages of its day that the filters keep.',
      ru: 'Доля сообщений строки среди всех отобранных фильтрами за её день.',
    },
  },
  parts: {
    fact: 'messages',
    number: sentParts,
    title: { en: 'Parts', ru: 'Части' },
    unit: 'count',
    definition: {
      en: 'SMS parts (segments) of the sent messages, as the feed told them.',
      ru: 'Части (сегменты) отправленных SMS по данным источника.',
    },
  },
  parts_per_message: {
    fact: 'messages',
    number: { part: sentParts, whole: sentMessages, behind: sentMessages },
    title: { en: 'Parts per message', ru: 'Частей на сообщение' },
    unit: 'ratio',
    definition: {
      en: 'Parts / sent messages. A message of which the feed told no number of parts has none.',
      ru: 'Части / отправленные сообщения. Сообщение, для которого источник не сообщил число частей, считается без частей.',
    },
  },
  parts_per_message_median: {
    fact: 'messages',
    number: { tally: 'parts', rank: 'median', of: sentMessages },
    title: { en: 'Parts per message, median', ru: 'Частей на сообщение, медиана' },
    unit: 'ratio',
    definition: {
      en: 'Half of the sent messages had no more parts (nearest rank).',
      ru: 'В половине отправленных сообщений частей не больше (по ближайшему рангу).',
    },
  },
  parts_per_message_p90: {
    fact: 'messages',
    number: { tally: 'parts', rank: 'p90', of: sentMessages },
    title: { en: 'Parts per message, 90 % within', ru: 'Частей на сообщение, 90 % не больше' },
    unit: 'ratio',
    definition: {
      en: '90 % of the sent messages had no more parts (p90, nearest rank).',
      ru: 'В 90 % отправленных сообщений частей не больше (p90, по ближайшему рангу).',
    },
  },
  price: {
    fact: 'messages',
    number: 'money',
    title: { en: 'Total price', ru: 'Общая стоимость' },
    unit: 'money',
    definition: {
      en: 'What the messages cost, by the prices that came with them or by the tariff (its version in force says which goes first), summed exactly, each currency by itself; before packages and volume steps. Messages without a price are not in it.',
      ru: 'Стоимость сообщений по ценам, пришедшим с ними, или по тарифу (что важнее, сказано в его действующей версии): точно и отдельно по каждой валюте, до пакетов и порогов объёма. Сообщений без цены здесь нет.',
    },
  },
} as const satisfies Readonly<Record<string, Declared>>
