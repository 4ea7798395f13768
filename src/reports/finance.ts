import { chargedSums, unpricedOf, usersPaidBy } from '../billing/charged-sums.ts'
import type { ChargedSum, ChargeGroup } from '../billing/charged-sums.ts'
import { serviceByWord } from '../billing/service.ts'
import type { Service } from '../billing/service.ts'
import type { Text } from '../measures/text.ts'
import type { ReportCell } from './file.ts'
import { allAtOnce } from './report-type.ts'
import type { ReadReport, ReportType, TypeColumn } from './report-type.ts'
import { factOfDays, touchedDays } from './touched-days.ts'
import { currencyColumn } from './usual-columns.ts'

type ChargeColumn = TypeColumn & { sum: keyof ChargedSum }

const columns: readonly ChargeColumn[] = [
  { name: 'day', title: { en: 'Day', ru: 'День' }, type: 'day', sum: 'day', isExtra: true },
  {
    name: 'used_by',
    title: { en: 'Used by company', ru: 'Кто использовал' },
    type: 'text',
    sum: 'usedBy',
    isExtra: true,
  },
  { name: 'service', title: { en: 'Service', ru: 'Услуга' }, type: 'text', sum: 'service' },
  { name: 'kind', title: { en: 'By', ru: 'Основание' }, type: 'text', sum: 'kind', isExtra: true },
  { name: 'rate', title: { en: 'Rate', ru: 'Тарифная строка' }, type: 'text', sum: 'rate', isExtra: true },
  { name: 'events', title: { en: 'Events', ru: 'События' }, type: 'count', sum: 'events' },
  { name: 'quantity', title: { en: 'Quantity', ru: 'Количество' }, type: 'count', sum: 'quantity' },
  { name: 'unit', title: { en: 'Unit', ru: 'Единица' }, type: 'text', sum: 'unit' },
  {
    name: 'amount',
    title: { en: 'Amount', ru: 'Сумма' },
    type: 'money',
    currency: { column: 'currency' },
    sum: 'amount',
  },
  { ...currencyColumn, sum: 'currency' },
]

/** The words of charges as people read them. */
const words: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  kind: {
    rate: { en: 'Tariff', ru: 'Тариф' },
    told: { en: 'Price of the event', ru: 'Цена события' },
    package: { en: 'Package', ru: 'Пакет' },
    volume: { en: 'Volume step', ru: 'Порог объёма' },
  },
  unit: {
    part: { en: 'parts', ru: 'части' },
    message: { en: 'messages', ru: 'сообщения' },
    dialogue: { en: 'dialogues', ru: 'диалоги' },
    second: { en: 'seconds', ru: 'секунды' },
  } satisfies Record<Service['unit'], Text>,
  service: Object.fromEntries([...serviceByWord].map(([word, { title }]) => [word, title])),
}

/** Charges are of whole days, by the clock of whoever used something: all that the period touches are told. */
const read: ReadReport = async ({ ledger, company }, asked) => {
  const { period, filters, language } = asked
  // A company sees nothing of the companies that it sells to but their charges.
  const users = await ledger.asPlatform((db) => usersPaidBy(db, company.number))
  const days = users.map(({ number, zone }) => ({ user: number, ...touchedDays(period, zone) }))
  const spans = [...Map.groupBy(days, ({ first, last }) => `${first} ${last}`).values()]
  const charges = {
    payer: company.number,
    spans: spans.map((own) => ({ first: own[0]!.first, last: own[0]!.last, users: own.map(({ user }) => user) })),
    services: filters.get('service') ?? [],
    usedBy: undefined,
  }
  const chosen = asked.columns as readonly ChargeColumn[]
  const groups = chosen.flatMap(({ sum }) => (isGroup(sum) ? [sum] : []))
  const { sums, unpriced } = await ledger.asCompany(company.number, async (db) => ({
    sums: await chargedSums(db, charges, groups),
    unpriced: await unpricedOf(db, charges),
  }))
  const told = (name: string, word: ReportCell) =>
    words[name]?.[String(word)]?.[language] ?? (word === '' ? null : word)
  const rows = sums.map((one) =>
    chosen.map(({ name, sum, type }): ReportCell => {
      const value = one[sum] ?? null
      return type === 'text' && value !== null ? told(name, String(value)) : value
    }),
  )
  const without = unpriced.map(({ service, events }) => `${told('service', service)}: ${events}`).join(', ')
  return {
    all: rows.length,
    batches: allAtOnce(rows),
    facts: [
      factOfDays(days, language),
      ...(without === ''
        ? []
        : [{ title: { en: 'Used without a price', ru: 'Использовано без цены' }[language], value: without }]),
    ],
  }
}

function isGroup(sum: keyof ChargedSum): sum is ChargeGroup {
  return ['day', 'usedBy', 'service', 'kind', 'rate'].includes(sum)
}

export const financeCharges: ReportType = {
  service: 'finance',
  type: 'charges',
  title: { en: 'Charges by service', ru: 'Начисления по услугам' },
  description: {
    en: 'What the company is charged: a row for each service, or finer where day, rate, kind or company are chosen; of the whole days that the period touches.',
    ru: 'Что начислено компании: строка на каждую услугу или подробнее, если выбраны день, тарифная строка, основание или компания; за целые дни, которые затрагивает период.',
  },
  needs: ['billing'],
  filters: ['service'],
  totals: ['events', 'amount'],
  columns,
  read,
}
