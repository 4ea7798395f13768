import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ChargeLine } from '../asking/charges.ts'
import { sessionQuery } from '../asking/queries.ts'
import { count, money } from '../numbers.ts'
import { useChargeWords } from '../use-charge-words.ts'
import { scrollable } from './scrollable.ts'

type ChargeLinesProps = { lines: readonly ChargeLine[]; onOpen: (line: ChargeLine) => void }

/** Charges as a table: by what price, how much, and what it comes to; each opens. */
export function ChargeLines({ lines, onOpen }: ChargeLinesProps) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const { priceOf, quantityOf, unitPriceOf } = useChargeWords()
  if (lines.length === 0) return <p className="soft">{t('charges.none')}</p>
  return (
    <section className="rows-scroll" {...scrollable} aria-label={t('charges.title')}>
      <table className="numbers rows">
        <thead>
          <tr>
            <th scope="col">{t('charges.price')}</th>
            <th scope="col" className="is-number">
              {t('charges.unitPrice')}
            </th>
            <th scope="col" className="is-number">
              {t('charges.events')}
            </th>
            <th scope="col" className="is-number">
              {t('charges.quantity')}
            </th>
            <th scope="col" className="is-number">
              {t('charges.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                <button type="button" className="rows-message" title={t('charges.open')} onClick={() => onOpen(line)}>
                  <bdi>{priceOf(line)}</bdi>
                </button>{' '}
                {line.usedBy === company.number ? null : (
                  <span className="soft">{t('charges.ofCompany', { number: line.usedBy })}</span>
                )}{' '}
                {line.isCorrected ? <span className="badge">{t('charges.corrected')}</span> : null}
              </td>
              <td className="is-number">{unitPriceOf(line)}</td>
              <td className="is-number">{line.events === 0 ? '—' : count(line.events)}</td>
              <td className="is-number">{quantityOf(line)}</td>
              <td className="is-number">
                {line.amount === null ? t('charges.noPrice') : money(line.amount, line.currency!, 'exact')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
