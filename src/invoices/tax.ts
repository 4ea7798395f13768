import { serviceByWord } from '../billing/service.ts'
import type { Text } from '../measures/text.ts'
import { divideRounded, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import type { TaxCategory } from './document.ts'
import { roundedTo } from './rounding.ts'

/** What tax is on what: the most specific rule decides, that of a company before that of a country, and of a service before that of all. */
export type TaxRule = {
  company: number | null
  /** ISO 3166, two letters: that of the buyer. */
  country: string | null
  /** A word of `services`, or `balance`. */
  service: string | null
  category: TaxCategory
  /** Percent, such as `20` or `8.1`; `0` where there is none. */
  rate: string
  /** Why there is none, as the invoice says it; null says it by the category. */
  reason: string | null
}

/** The categories of UNCL 5305 that EN 16931 knows for such services, and what an invoice says where there is no tax. */
export const taxCategories: Readonly<Record<TaxCategory, { title: Text; reason: Text | null; hasRate: boolean }>> = {
  S: { title: { en: 'Standard rate', ru: 'Облагается по ставке' }, reason: null, hasRate: true },
  Z: { title: { en: 'Zero rate', ru: 'Ставка 0 %' }, reason: null, hasRate: false },
  E: {
    title: { en: 'Exempt', ru: 'Освобождено от налога' },
    reason: { en: 'Exempt from tax', ru: 'Освобождено от налога' },
    hasRate: false,
  },
  AE: {
    title: { en: 'Reverse charge', ru: 'Налог платит покупатель' },
    reason: { en: 'Reverse charge: the buyer owes the tax', ru: 'Обратное начисление: налог платит покупатель' },
    hasRate: false,
  },
  G: {
    title: { en: 'Export', ru: 'Экспорт' },
    reason: { en: 'Export: no tax is charged', ru: 'Экспорт: налог не начисляется' },
    hasRate: false,
  },
  O: {
    title: { en: 'Not subject to tax', ru: 'Не облагается' },
    reason: { en: 'Not subject to tax', ru: 'Без НДС' },
    hasRate: false,
  },
}

/** What rules may name as a service. */
export const taxedServices = [...serviceByWord.keys(), 'balance', 'other'] as const

export type Taxed = { category: TaxCategory; rate: string; reason: string | null }

/** Not subject to tax, while nobody said what is. */
const untaxed: Taxed = { category: 'O', rate: '0', reason: null }

/** What tax is on a service for a buyer; the reason in a language. */
export function taxOf(
  rules: readonly TaxRule[],
  {
    company,
    country,
    service,
    language,
  }: { company: number; country: string | null; service: string; language: 'en' | 'ru' },
): Taxed {
  const fitting = rules.filter(
    (rule) =>
      (rule.company === null || rule.company === company) &&
      (rule.country === null || rule.country === country) &&
      (rule.service === null || rule.service === service),
  )
  const weight = (rule: TaxRule) =>
    (rule.company === null ? 0 : 4) + (rule.country === null ? 0 : 2) + (rule.service === null ? 0 : 1)
  const [best] = fitting.toSorted((a, b) => weight(b) - weight(a))
  const { category, rate, reason } = best ?? untaxed
  return { category, rate, reason: reason ?? taxCategories[category].reason?.[language] ?? null }
}

/** The tax on a base that is rounded to the digits of its currency, rounded once. */
export function taxOn(base: Amount, rate: string, digits: number): Amount {
  // Base and rate are millionths, and the rate a part of a hundred: rounded at once, not after each step.
  const unit = 10n ** BigInt(6 - digits)
  return divideRounded(base * readDecimal(rate)!, 100_000_000n * unit) * unit
}

/** The part of an amount with tax that is not tax, rounded. */
export function withoutTax(amount: Amount, rate: string, digits: number): Amount {
  const unit = 10n ** BigInt(6 - digits)
  return roundedTo(divideRounded(amount * 100_000_000n, (100_000_000n + readDecimal(rate)!) * unit) * unit, digits)
}
