import { Select } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { companiesQuery, type CompanyEntry } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import type { TariffHead } from '../asking/tariffs.ts'
import { mayLeave } from '../unsaved.ts'
import { useTariffTitle } from '../use-tariff-title.ts'

type TariffChoiceProps = { listed: readonly TariffHead[]; shown: string; onShow: (tariff: string) => void }

/** Whose tariff is shown: what the company pays by, what it sells by; for staff, that of anybody. */
export function TariffChoice({ listed, shown, onShow }: TariffChoiceProps) {
  const { t } = useTranslation()
  const { staff } = useSuspenseQuery(sessionQuery).data
  const { data: companies } = useQuery({ ...companiesQuery(''), enabled: staff })
  const titleOf = useTariffTitle()
  const known = new Set(listed.map(({ tariff }) => tariff))
  const others = [
    ...listed.filter(({ relation }) => relation === 'other'),
    ...(companies === undefined ? [] : possible(companies)).filter(({ tariff }) => !known.has(tariff)),
  ]
  const groups = [
    { group: t('tariffs.paid'), of: listed.filter(({ relation }) => relation === 'pays') },
    { group: t('tariffs.sold'), of: listed.filter(({ relation }) => relation === 'sells') },
    { group: t('tariffs.others'), of: others },
  ]
  return (
    <Select
      className="tariff-choice"
      label={t('tariffs.whose')}
      searchable
      allowDeselect={false}
      selectFirstOptionOnChange
      limit={200}
      nothingFoundMessage={t('form.nothingFound')}
      comboboxProps={{ shadow: 'none' }}
      onFocus={(event) => event.currentTarget.select()}
      data={groups
        .filter(({ of }) => of.length > 0)
        .map(({ group, of }) => ({ group, items: of.map((one) => ({ value: one.tariff, label: titleOf(one) })) }))}
      value={shown}
      onChange={(tariff) => tariff !== null && tariff !== shown && mayLeave() && onShow(tariff)}
    />
  )
}

type Possible = Pick<TariffHead, 'tariff' | 'seller' | 'sellerName' | 'buyer' | 'buyerName' | 'currency' | 'relation'>

/** A tariff for each company, and one for all companies of each currency: also those that nobody made yet. */
function possible(companies: readonly CompanyEntry[]): Possible[] {
  const names = new Map(companies.map(({ number, name }) => [number, name]))
  const currencies = [...new Set(companies.map(({ currency }) => currency))].toSorted()
  const trade = (seller: number, buyer: number, currency: string) => ({
    tariff: `${seller}-${buyer}-${currency}`,
    seller,
    sellerName: names.get(seller) ?? null,
    buyer,
    buyerName: names.get(buyer) ?? null,
    currency,
    relation: 'other' as const,
  })
  return [
    ...currencies.map((currency) => trade(0, 0, currency)),
    ...companies.map(({ number, parent, currency }) => trade(parent ?? 0, number, currency)),
  ]
}
