import { useTranslation } from 'react-i18next'
import { type ChargedSum, type Charges } from '../asking/charges.ts'
import { serviceWords, type Service } from '../asking/tariffs.ts'
import { fullDay, money } from '../numbers.ts'
import { added } from '../decimal.ts'
import type { DayAndService } from './ChargesDrawer.tsx'
import { MoneyList } from './MoneyList.tsx'
import { scrollable } from './scrollable.ts'

type ChargesTableProps = {
  answer: Charges & { sums: readonly ChargedSum[] }
  onOpen: (opened: DayAndService) => void
}

/** Charges by day and service, with sums; each opens. */
export function ChargesTable({ answer: { sums, totals }, onOpen }: ChargesTableProps) {
  const { t } = useTranslation()
  const title = t('charges.table')
  if (sums.length === 0)
    return (
      <section className="card" aria-label={title}>
        <p className="soft">{t('charges.none')}</p>
      </section>
    )
  const present = serviceWords.filter((service) => sums.some((sum) => sum.service === service))
  const byDay = Map.groupBy(sums, ({ day }) => day)
  return (
    <section className="card" aria-label={title}>
      <header className="card-head">
        <h2>{title}</h2>
      </header>
      <section className="rows-scroll" {...scrollable} aria-label={title}>
        <table className="numbers charges-numbers">
          <thead>
            <tr>
              <th scope="col">{t('columns.day')}</th>
              {present.map((service) => (
                <th key={service} scope="col">
                  {t(`services.${service}`)}
                </th>
              ))}
              <th scope="col">{t('card.sum')}</th>
            </tr>
          </thead>
          <tbody>
            {[...byDay].map(([day, own]) => (
              <tr key={day}>
                <th scope="row">{fullDay(day)}</th>
                {present.map((service) => (
                  <td key={service}>
                    <Opening
                      day={day}
                      service={service}
                      sums={own.filter((sum) => sum.service === service)}
                      onOpen={onOpen}
                    />
                  </td>
                ))}
                <td>
                  <Opening day={day} service={undefined} sums={togetherOf(own)} onOpen={onOpen} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('card.sum')}</th>
              {present.map((service) => (
                <td key={service}>
                  <MoneyList amounts={togetherOf(sums.filter((sum) => sum.service === service))} />
                </td>
              ))}
              <td>
                <MoneyList amounts={totals} />
              </td>
            </tr>
          </tfoot>
        </table>
      </section>
    </section>
  )
}

type OpeningProps = {
  day: string
  service: Service | undefined
  sums: readonly { currency: string; amount: string }[]
  onOpen: (opened: DayAndService) => void
}

/** The amounts of a cell, which open to its charges. */
function Opening({ day, service, sums, onOpen }: OpeningProps) {
  const { t } = useTranslation()
  if (sums.length === 0) return '—'
  const what = service === undefined ? t('card.sum') : t(`services.${service}`)
  const amounts = sums.map(({ currency, amount }) => money(amount, currency)).join(', ')
  return (
    <button
      type="button"
      aria-label={t('charges.openAt', { day: fullDay(day), service: what, amounts })}
      onClick={() => onOpen({ day, service })}
    >
      <MoneyList amounts={sums} />
    </button>
  )
}

/** By currency, what amounts come to. */
function togetherOf(sums: readonly ChargedSum[]): { currency: string; amount: string }[] {
  const byCurrency = Map.groupBy(sums, ({ currency }) => currency)
  return [...byCurrency].map(([currency, own]) => ({ currency, amount: added(own.map(({ amount }) => amount)) }))
}
