import { useTranslation } from 'react-i18next'
import type { ChargeLine, Unit } from './asking/charges.ts'
import { count, duration, money } from './numbers.ts'

/** How charges are called on pages. */
export function useChargeWords() {
  const { t } = useTranslation()

  /** By what a charge is priced. */
  function priceOf({ service, kind, rate }: Pick<ChargeLine, 'service' | 'kind' | 'rate'>): string {
    const name = t(`services.${service}`)
    if (kind === 'told') return t('charges.kinds.told', { service: name })
    if (kind === 'unpriced') return t('charges.kinds.unpriced', { service: name })
    const keys = rate.split(' ').slice(1).map(keyOf)
    const of = [name, ...keys].join(' · ')
    return kind === 'rate' ? of : t(`charges.kinds.${kind}`, { of })
  }

  function keyOf(text: string): string {
    const [key = '', ...value] = text.split('=')
    const word = t(`charges.words.${value.join('=') as 'inbound'}`, { defaultValue: value.join('=') })
    return `${t(`charges.keys.${key as 'network'}`, { defaultValue: key })} ${word}`
  }

  function quantityOf({ kind, unit, quantity }: Pick<ChargeLine, 'kind' | 'unit' | 'quantity'>): string {
    if (kind === 'volume') return '—'
    // A package of calls is of minutes.
    return amountIn(unit, kind === 'package' && unit === 'second' ? quantity * 60 : quantity)
  }

  function amountIn(unit: Unit, quantity: number): string {
    return unit === 'second'
      ? duration(quantity)
      : t(`charges.units.${unit}`, { count: quantity, shown: count(quantity) })
  }

  function unitPriceOf({ unitPrice, currency, unit }: Pick<ChargeLine, 'unitPrice' | 'currency' | 'unit'>): string {
    if (unitPrice === null || currency === null) return '—'
    return t(`charges.perUnit.${unit}`, { price: money(unitPrice, currency, 'exact') })
  }

  return { priceOf, quantityOf, amountIn, unitPriceOf }
}
