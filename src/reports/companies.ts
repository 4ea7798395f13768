import { chargesByCompany } from '../billing/company-charges.ts'
import type { CompanyCharges } from '../billing/company-charges.ts'
import { channels } from '../events/vocabulary.ts'
import type { Channel } from '../events/vocabulary.ts'
import { authors, messengers } from '../events/chat-vocabulary.ts'
import type { Author, Messenger } from '../events/chat-vocabulary.ts'
import { ask } from '../measures/ask.ts'
import type { Cell } from '../measures/ask.ts'
import type { FactName, KeyName } from '../measures/facts/fact.ts'
import { facts } from '../measures/facts/facts.ts'
import { counted, sumOver } from '../measures/measure.ts'
import { numberOf } from '../measures/measures.ts'
import { channelValues } from '../measures/message-values.ts'
import { stepsOf } from '../measures/period.ts'
import type { Step } from '../measures/period.ts'
import { talkOf } from '../measures/talk.ts'
import type { Talk } from '../measures/talk.ts'
import type { Text } from '../measures/text.ts'
import type { ReportCell } from './file.ts'
import { isMoney } from './report-type.ts'
import type { ReadReport, ReportAsked, ReportSource, ReportType, TypeColumn } from './report-type.ts'
import { factOfDays, touchedDays } from './touched-days.ts'
import { currencyColumn } from './usual-columns.ts'

/** What one company did and pays. */
type Company = { charges: CompanyCharges; messages: readonly Cell[]; written: readonly Cell[]; talk: readonly Talk[] }

type CountColumn = TypeColumn & { count: (company: Company) => ReportCell }
type AmountColumn = TypeColumn & { amounts: (company: Company) => CompanyCharges['paid'] }
type CompanyColumn = TypeColumn | CountColumn | AmountColumn

const currency = { column: 'currency' }

function amount(name: string, title: Text, amounts: AmountColumn['amounts']): AmountColumn {
  return { name, title, type: 'money', currency, amounts }
}

function paidFor(name: string, title: Text, service: string): AmountColumn {
  return amount(name, title, ({ charges }) => charges.services.find((one) => one.service === service)?.amounts ?? [])
}

function ofChannel(channel: Channel): CompanyColumn[] {
  const { title } = channelValues.find(({ value }) => value === channel)!
  const kept = (cells: readonly Cell[]) => cells.filter(({ codes }) => codes.channel === codeOf(channels, channel))
  const number = (measure: 'sent' | 'delivered', words: Text): CountColumn => ({
    name: `${measure}_${channel}`,
    title: { en: `${words.en} ${title.en}`, ru: `${words.ru} ${title.ru}` },
    type: 'count',
    count: ({ messages }) => numberOf(measure, kept(messages), []),
  })
  return [
    number('sent', { en: 'Sent', ru: 'Отправлено' }),
    number('delivered', { en: 'Delivered', ru: 'Доставлено' }),
    paidFor(`price_${channel}`, { en: `Price ${title.en}`, ru: `Стоимость ${title.ru}` }, channel),
  ]
}

function codeOf(words: readonly { word: string; code: number }[], word: string): number {
  return words.find((one) => one.word === word)!.code
}

const written = counted('messages')

/** @param messenger only what was written in this one */
function writtenBy(author: Author, title: Text, messenger?: Messenger): CountColumn {
  return {
    name: `${author}_messages${messenger === undefined ? '' : `_${messenger}`}`,
    title,
    type: 'count',
    count: ({ written: cells }) =>
      sumOver(
        written,
        cells.filter(
          ({ codes }) =>
            codes.author === codeOf(authors, author) &&
            (messenger === undefined || codes.messenger === codeOf(messengers, messenger)),
        ),
      ),
  }
}

const columns: readonly CompanyColumn[] = [
  {
    name: 'company',
    title: { en: 'Company number', ru: 'Номер компании' },
    type: 'text',
    count: ({ charges }) => String(charges.company),
  },
  { name: 'name', title: { en: 'Name', ru: 'Название' }, type: 'text', count: ({ charges }) => charges.name },
  {
    name: 'reseller',
    title: { en: 'Reseller', ru: 'Реселлер' },
    type: 'text',
    count: ({ charges }) => (charges.parent === null ? null : String(charges.parent)),
  },
  ...channels.flatMap(({ word }) => ofChannel(word)),
  writtenBy('operator', { en: 'Operator messages', ru: 'Сообщения операторов' }),
  writtenBy('robot', { en: 'Bot messages', ru: 'Сообщения ботов' }),
  writtenBy('user', { en: 'User messages', ru: 'Сообщения клиентов' }),
  writtenBy('operator', { en: 'Operator messages in Alice', ru: 'Сообщения операторов в Алисе' }, 'alice'),
  writtenBy('robot', { en: 'Bot messages in Alice', ru: 'Сообщения ботов в Алисе' }, 'alice'),
  writtenBy('user', { en: 'User messages in Alice', ru: 'Сообщения клиентов в Алисе' }, 'alice'),
  paidFor('price_chat', { en: 'Price of chat messages', ru: 'Стоимость сообщений чатов' }, 'chat'),
  paidFor('price_dialogue', { en: 'Price of dialogues', ru: 'Стоимость диалогов' }, 'dialogue'),
  {
    name: 'calls_answered',
    title: { en: 'Answered calls', ru: 'Отвеченные звонки' },
    type: 'count',
    count: ({ talk }) => talk.reduce((sum, { isAnswered, calls }) => sum + (isAnswered ? calls : 0), 0),
  },
  {
    name: 'talk_seconds',
    title: { en: 'Talked', ru: 'Разговор' },
    type: 'seconds',
    count: ({ talk }) => talk.reduce((sum, { seconds, calls }) => sum + seconds * calls, 0),
  },
  paidFor('price_call', { en: 'Price of calls', ru: 'Стоимость звонков' }, 'call'),
  amount('paid', { en: 'Total', ru: 'Итого' }, ({ charges }) => charges.paid),
  amount('reseller_pays', { en: 'Reseller pays', ru: 'Платит реселлер' }, ({ charges }) => charges.resellerPays ?? []),
  amount('margin', { en: 'Margin', ru: 'Маржа' }, ({ charges }) => charges.margin ?? []),
  currencyColumn,
]

/** So many companies are asked about together. */
const companiesAtOnce = 200

/** What is counted and what is charged are of the same days: the whole ones that the period touches by the clock of each company. */
const read: ReadReport = async ({ query, reading, ledger }: ReportSource, asked) => {
  const { period, filters } = asked
  const onlyWithExpenses = filters.get('expenses')?.includes('yes') ?? false
  const companies = await ledger.asPlatform((db) =>
    db.selectFrom('companies').select(['number', 'name', 'parent', 'zone']).orderBy('number').execute(),
  )
  const zones = [...new Set(companies.map(({ zone }) => zone))]
  const daysIn = new Map(zones.map((zone) => [zone, touchedDays(period, zone)]))
  const daysOf = new Map(companies.map(({ number, zone }) => [number, daysIn.get(zone)!]))
  const bySpan = Map.groupBy(companies, ({ zone }) => `${daysIn.get(zone)!.first} ${daysIn.get(zone)!.last}`)
  const charged = await ledger.asPlatform(async (db) => {
    const lists: CompanyCharges[][] = []
    for (const own of bySpan.values()) {
      const { first, last } = daysIn.get(own[0]!.zone)!
      lists.push(await chargesByCompany(db, own, { first, last, onlyWithExpenses }))
    }
    return lists.flat()
  })
  const all = charged.toSorted((a, b) => a.company - b.company)

  async function* batches() {
    for (let first = 0; first < all.length; first += companiesAtOnce) {
      const some = all.slice(first, first + companiesAtOnce)
      const used = new Map<number, Omit<Company, 'charges'>>()
      for (const [days, own] of Map.groupBy(some, ({ company }) => daysOf.get(company)!)) {
        const numbers = own.map(({ company }) => company)
        const usedThen = await reading(() => usedBy(query, numbers, stepsOf(days, 'whole')))
        for (const company of numbers) used.set(company, usedThen(company))
      }
      yield some.flatMap((charges) => rowsOf(asked, { charges, ...used.get(charges.company)! }))
    }
  }

  return { all: all.length, batches: batches(), facts: [factOfDays([...daysIn.values()], asked.language)] }
}

async function usedBy(query: ReportSource['query'], companies: readonly number[], steps: readonly Step[]) {
  const filters = new Map([['company', companies] as const])
  const of = async (fact: FactName, keys: readonly KeyName[]) => {
    const cells = await ask(query, {
      fact: facts[fact],
      company: 'several',
      steps,
      keys: ['company', ...keys],
      filters,
    })
    return Map.groupBy(cells, ({ codes }) => Number(codes.company))
  }
  const [messages, chats, talk] = await Promise.all([
    of('message_uses', ['channel', 'status']),
    of('chat_messages', ['author', 'messenger']),
    talkOf(query, companies, steps),
  ])
  const talkBy = Map.groupBy(talk, ({ company }) => company)
  return (company: number) => ({
    messages: messages.get(company) ?? [],
    written: chats.get(company) ?? [],
    talk: talkBy.get(company) ?? [],
  })
}

/** A row by the first currency of a company, and one with nothing but money for each other. */
function rowsOf({ columns: chosen }: ReportAsked, company: Company): ReportCell[][] {
  const amounts = chosen.filter(isAmount).flatMap((column) => column.amounts(company))
  const currencies = [...new Set(amounts.map((one) => one.currency))].toSorted()
  return [currencies[0] ?? null, ...currencies.slice(1)].map((own, at) =>
    chosen.map((column): ReportCell => {
      if (column.name === 'currency') return own
      if (isAmount(column)) return column.amounts(company).find((one) => one.currency === own)?.amount ?? null
      const isNamed = column.name === 'company' || column.name === 'name'
      return at === 0 || isNamed ? (column as CountColumn).count(company) : null
    }),
  )
}

function isAmount(column: TypeColumn): column is AmountColumn {
  return isMoney(column)
}

export const allCompanies: ReportType = {
  service: 'companies',
  type: 'companies',
  title: { en: 'Companies', ru: 'Компании' },
  description: {
    en: 'For staff: a row for each company with what it sent, wrote and talked, and what it pays, in the whole days of its own zone that the period touches.',
    ru: 'Для администраторов: строка на каждую компанию — что она отправила, написала и наговорила и сколько платит за целые дни её часового пояса, которые затрагивает период.',
  },
  needs: ['staff'],
  filters: ['expenses'],
  totals: columns.filter(({ type }) => type !== 'text').map(({ name }) => name),
  columns,
  read,
}
