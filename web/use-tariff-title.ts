import { useTranslation } from 'react-i18next'
import { useBranding } from './asking/queries.ts'
import type { TariffHead } from './asking/tariffs.ts'

type Titled = Pick<TariffHead, 'seller' | 'sellerName' | 'buyer' | 'buyerName' | 'currency' | 'relation'>

/** What a tariff is called, in words. */
export function useTariffTitle(): (tariff: Titled) => string {
  const { t } = useTranslation()
  const { name } = useBranding()
  return ({ seller, sellerName, buyer, buyerName, currency, relation }) => {
    const by = seller === 0 ? name : (sellerName ?? String(seller))
    const to = buyerName ?? String(buyer)
    if (buyer !== 0)
      return relation === 'pays' ? t('tariffs.own', { to, currency }) : t('tariffs.for', { by, to, currency })
    return t('tariffs.forAll', { by, currency })
  }
}
