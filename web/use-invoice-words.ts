import { useTranslation } from 'react-i18next'
import type { InvoiceLine, InvoicePeriod } from './asking/invoices.ts'
import { serviceWords, type Service } from './asking/tariffs.ts'
import { count, money, shortDay, wholeDay } from './numbers.ts'
import { useChargeWords } from './use-charge-words.ts'

/** How the lines of invoices are called on pages. */
export function useInvoiceWords() {
  const { t } = useTranslation()
  const { priceOf, amountIn, unitPriceOf } = useChargeWords()

  /** What a line is for. */
  function lineOf({ service, kind, name }: InvoiceLine): string {
    if (service === 'balance') return t('invoices.lines.balance')
    if (!serviceWords.includes(service as Service)) return name
    const known = kind === 'told' || kind === 'package' || kind === 'volume' ? kind : 'rate'
    return priceOf({ service: service as Service, kind: known, rate: name })
  }

  /** Of usage that became known late: of which days. */
  function adjustmentOf({ adjusts }: InvoiceLine): string | undefined {
    if (adjusts === null) return undefined
    const { first, last } = adjusts
    return first === last
      ? t('invoices.lines.adjustsDay', { day: wholeDay(first) })
      : t('invoices.lines.adjusts', { first: shortDay(first), last: wholeDay(last) })
  }

  function quantityOf({ kind, unit, quantity, service }: InvoiceLine): string {
    if (kind === 'volume' || service === 'balance') return '—'
    const units = Number(quantity)
    if (unit === 'piece') return count(units)
    // A package of calls is of minutes.
    return amountIn(unit, kind === 'package' && unit === 'second' ? units * 60 : units)
  }

  function priceOfOne({ unit, unitPrice, service }: InvoiceLine, currency: string): string {
    if (unitPrice === null || service === 'balance') return '—'
    return unit === 'piece' ? money(unitPrice, currency, 'exact') : unitPriceOf({ unitPrice, currency, unit })
  }

  return { lineOf, adjustmentOf, quantityOf, priceOfOne }
}

/** A month by its name, other periods by their days. */
export function usePeriodWords() {
  const { t } = useTranslation()
  return ({ first, last }: InvoicePeriod): string =>
    first === last ? wholeDay(first) : t('invoices.days', { first: shortDay(first), last: wholeDay(last) })
}
