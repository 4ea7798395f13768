import { useTranslation } from 'react-i18next'
import { rateKeys, type Rate, type RateKey } from './asking/tariffs.ts'
import { countryIn } from './countries.ts'
import { count, money } from './numbers.ts'

/** Rates in plain words: for what uses, at what price, and on what terms. */
export function useRateWords() {
  const { t, i18n } = useTranslation()
  const keyOf: Readonly<Record<RateKey, (value: string) => string>> = {
    network: (value) => t('tariffs.network', { network: `${value.slice(0, 3)} ${value.slice(3)}` }),
    country: (value) => countryIn(i18n.language, value),
    messenger: (value) => t(`tariffs.messengers.${value as 'web'}`),
    author: (value) => t(`tariffs.authors.${value as 'user'}`),
    trunk: (value) => t('tariffs.trunk', { trunk: value }),
    prefix: (value) => t('tariffs.prefix', { prefix: value }),
    direction: (value) => t(`tariffs.directions.${value as 'inbound'}`),
  }
  return {
    usesOf: (rate: Rate): string => {
      const words = rateKeys.flatMap((key) => (rate[key] === undefined ? [] : [keyOf[key](rate[key])]))
      return words.length === 0 ? t('tariffs.allUses') : words.join(' · ')
    },
    priceOf: (rate: Rate) => `${amount(rate.price, rate)} ${t(`tariffs.per.${rate.service}`)}`,
    /** What else it says, a sentence each. */
    termsOf: (rate: Rate): string[] => {
      const { service, moment, increments, minimumSeconds, connectFee, packageUnits, packageFee, steps = [] } = rate
      const isTalk = service === 'call'
      const units = (number: number) => t(`tariffs.units.${service}`, { count: number, shown: count(number) })
      return [
        ...(moment === undefined ? [] : [t(`tariffs.moments.${moment}`)]),
        ...(isTalk && increments !== undefined ? [incrementsIn(increments)] : []),
        ...(minimumSeconds === undefined ? [] : [t('tariffs.minimum', { seconds: count(minimumSeconds) })]),
        ...(connectFee === undefined ? [] : [t('tariffs.connectFee', { amount: amount(connectFee, rate) })]),
        ...(packageUnits === undefined || packageFee === undefined
          ? []
          : [t('tariffs.package', { units: units(packageUnits), amount: amount(packageFee, rate) })]),
        ...steps.map(({ above, price }) => t('tariffs.step', { units: units(above), amount: amount(price, rate) })),
      ]
    },
  }

  function incrementsIn(increments: string): string {
    const [first = '1', next = '1'] = increments.split('/')
    if (first === '1' && next === '1') return t('tariffs.bySecond')
    return first === next ? t('tariffs.byIncrement', { first }) : t('tariffs.byIncrements', { first, next })
  }
}

function amount(price: string, { currency }: Rate): string {
  return money(price, currency, 'exact')
}
