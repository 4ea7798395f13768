import type { Unit } from '../units.ts'
import type { Cell } from './ask.ts'

/** A text in both languages of the product. */
export type Text = { en: string; ru: string }

/** What can be asked of messages: a name, what it means, and how it comes from cells. */
export type Measure = { name: MeasureName; title: Text; definition: Text; unit: Unit }

export type MeasureName =
  | 'messages'
  | 'sent'
  | 'delivered'
  | 'open'
  | 'final'
  | 'delivered_share'
  | 'open_share'
  | 'share'
  | 'parts'
  | 'parts_per_message'
  | 'price'

/** What every number of messages is counted by. */
export const timeBasis: Text = {
  en: 'Counted at the time when the message was created (the earliest time known of it).',
  ru: 'Считается по времени создания сообщения (самому раннему известному).',
}

const table: Readonly<Record<MeasureName, Omit<Measure, 'name'>>> = {
  messages: {
    title: { en: 'Messages', ru: 'Сообщения' },
    unit: 'count',
    definition: {
      en: 'Messages created in the period, in the status that stands now. A message counts once, however often its events were delivered.',
      ru: 'Сообщения, созданные за период, в их нынешнем статусе. Сообщение считается один раз, сколько бы раз ни пришли его события.',
    },
  },
  sent: {
    title: { en: 'Sent', ru: 'Отправлено' },
    unit: 'count',
    definition: {
      en: 'Messages that left for the client: now pending, delivered or undelivered. Created, delayed, canceled, omitted and failed (error) ones did not leave.',
      ru: 'Сообщения, ушедшие клиенту: в ожидании, доставленные или недоставленные. Созданные, отложенные, отменённые, пропущенные и завершённые ошибкой не отправлены.',
    },
  },
  delivered: {
    title: { en: 'Delivered', ru: 'Доставлено' },
    unit: 'count',
    definition: {
      en: 'Messages whose delivery was confirmed; a read, seen, opened or clicked receipt confirms it, too.',
      ru: 'Сообщения с подтверждённой доставкой; отметка о прочтении, просмотре, открытии или переходе её тоже подтверждает.',
    },
  },
  open: {
    title: { en: 'Still open', ru: 'Без итога' },
    unit: 'count',
    definition: {
      en: 'Messages without a final status: created, created optional, delayed or pending.',
      ru: 'Сообщения без окончательного статуса: созданные, созданные необязательные, отложенные или в ожидании.',
    },
  },
  final: {
    title: { en: 'Final', ru: 'С итогом' },
    unit: 'count',
    definition: {
      en: 'Messages that were tried and ended: delivered, undelivered or error.',
      ru: 'Сообщения с итогом попытки: доставлено, не доставлено или ошибка.',
    },
  },
  delivered_share: {
    title: { en: 'Delivered, of final', ru: 'Доставлено от завершённых' },
    unit: 'share',
    definition: {
      en: 'Delivered / (delivered + undelivered + error). Messages that are still open are not in it.',
      ru: 'Доставлено / (доставлено + не доставлено + ошибка). Сообщения без итога не учитываются.',
    },
  },
  open_share: {
    title: { en: 'Still open', ru: 'Без итога' },
    unit: 'share',
    definition: {
      en: 'Messages without a final status, of all messages of the period.',
      ru: 'Доля сообщений без окончательного статуса среди всех сообщений периода.',
    },
  },
  share: {
    title: { en: 'Share', ru: 'Доля' },
    unit: 'share',
    definition: {
      en: 'Messages of the row, of all messages of its day that the filters keep.',
      ru: 'Доля сообщений строки среди всех отобранных фильтрами за её день.',
    },
  },
  parts: {
    title: { en: 'Parts', ru: 'Части' },
    unit: 'count',
    definition: {
      en: 'SMS parts (segments) of the sent messages, as the feed told them.',
      ru: 'Части (сегменты) отправленных SMS по данным источника.',
    },
  },
  parts_per_message: {
    title: { en: 'Parts per message', ru: 'Частей на сообщение' },
    unit: 'ratio',
    definition: { en: 'Parts / sent messages.', ru: 'Части / отправленные сообщения.' },
  },
  price: {
    title: { en: 'Total price', ru: 'Общая стоимость' },
    unit: 'money',
    definition: {
      en: 'The prices that came with the messages, summed exactly, each currency by itself.',
      ru: 'Сумма цен, пришедших с сообщениями: точно и отдельно по каждой валюте.',
    },
  },
}

export const measures: readonly Measure[] = (Object.keys(table) as MeasureName[]).map((name) => ({
  name,
  ...table[name],
}))

export function measureOf(name: MeasureName): Measure {
  return { name, ...table[name] }
}

type Counted = 'messages' | 'sent' | 'delivered' | 'open' | 'final'

/** What of a cell decides whether it counts. */
type Counting = Pick<Cell, 'status' | 'short_status' | 'sent' | 'final' | 'currency'>

const counts: Readonly<Record<Counted, (cell: Counting) => boolean>> = {
  messages: () => true,
  sent: (cell) => cell.sent,
  delivered: (cell) => cell.status === 'delivered',
  open: (cell) => !cell.final,
  final: (cell) => cell.status === 'delivered' || cell.short_status === 'not-delivered',
}

/** Whether the messages of a cell are counted by a measure; drill-down shows exactly these. */
export function isCounted(name: MeasureName, cell: Counting): boolean {
  if (name === 'price') return cell.currency !== ''
  if (name === 'parts' || name === 'parts_per_message') return counts.sent(cell)
  if (name === 'delivered_share') return counts.final(cell)
  if (name === 'open_share') return counts.open(cell)
  return name === 'share' || counts[name](cell)
}

/**
 * The number of a measure over some cells. Shares and ratios of nothing are null.
 * @param base all cells of the share's whole (for `share` only)
 */
export function numberOf(
  name: Exclude<MeasureName, 'price'>,
  cells: readonly Cell[],
  base: readonly Cell[],
): number | null {
  switch (name) {
    case 'delivered_share':
      return ratio(count('delivered', cells), count('final', cells))
    case 'open_share':
      return ratio(count('open', cells), count('messages', cells))
    case 'share':
      return ratio(count('messages', cells), count('messages', base)) ?? 0
    case 'parts':
      return cells.reduce((sum, cell) => (counts.sent(cell) ? sum + cell.parts : sum), 0)
    case 'parts_per_message':
      return ratio(numberOf('parts', cells, base)!, count('sent', cells))
    default:
      return count(name, cells)
  }
}

/** The money of some cells by currency, in millionths. */
export function moneyOf(cells: readonly Cell[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { currency, price } of cells) {
    if (currency !== '') sums.set(currency, (sums.get(currency) ?? 0n) + price)
  }
  return new Map([...sums].toSorted(([a], [b]) => a.localeCompare(b, 'en')))
}

function count(name: Counted, cells: readonly Cell[]): number {
  const isOne = counts[name]
  return cells.reduce((sum, cell) => (isOne(cell) ? sum + cell.messages : sum), 0)
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
