import { useTranslation } from 'react-i18next'
import type { TaxCategory } from './asking/invoices.ts'
import { locale } from './numbers.ts'

/** How taxes are called on pages. */
export function useTaxWords() {
  const { t } = useTranslation()
  return {
    /** In a column: the rate, or a dash where there is none. */
    shortTax: (category: TaxCategory, rate: string) => (category === 'S' ? percentOf(rate) : '—'),
    /** In full: `Tax, 20 %`, `Reverse charge`. */
    taxOf: (category: TaxCategory, rate: string) =>
      category === 'S' ? t('invoices.taxAt', { rate: percentOf(rate) }) : t(`taxes.categories.${category}`),
  }
}

/** `8.1` as `8.1 %`, with the comma of the language. */
export function percentOf(rate: string): string {
  return `${locale() === 'ru-RU' ? rate.replace('.', ',') : rate}\u00a0%`
}
