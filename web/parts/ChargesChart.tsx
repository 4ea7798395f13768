import { Skeleton } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type ChargedSum, type Charges } from '../asking/charges.ts'
import { serviceWords, type Service } from '../asking/tariffs.ts'
import { dayBarsOption } from '../charts/day-bars.ts'
import type { Grid } from '../charts/grid.ts'
import type { Ink } from '../charts/ink.ts'
import type { Mark } from '../charts/nearest-mark.ts'
import { money } from '../numbers.ts'
import type { DayAndService } from './ChargesDrawer.tsx'
import { Dot } from './Dot.tsx'

const Plot = lazy(() => import('../charts/Plot.tsx').then((file) => ({ default: file.Plot })))

type ChargesChartProps = {
  currency: string
  total: string
  /** Of this currency. */
  sums: readonly ChargedSum[]
  days: Charges['days']
  onOpen: (opened: DayAndService) => void
}

/** Charges of one currency by day, stacked by service; a bar opens to its charges. */
export function ChargesChart({ currency, total, sums, days, onOpen }: ChargesChartProps) {
  const { t } = useTranslation()
  const grid = useMemo(() => gridOf(sums, currency, days), [sums, currency, days])
  const period = { from: `${days.first}T00:00:00Z`, to: `${dayAfter(days.last)}T00:00:00Z`, zone: 'UTC' }
  const option = (ink: Ink) =>
    dayBarsOption(
      { grid, period },
      undefined,
      ink,
      { titleOf: (_, word) => titleOf(word), before: '', sum: t('card.sum') },
      'counts',
    )
  const titleOf = (word: string) => t(`services.${word as Service}`)
  const open = ({ series, at }: Mark) => {
    const day = grid.positions[at]
    if (day !== undefined && (serviceWords as readonly string[]).includes(series))
      onOpen({ day, service: series as Service })
  }
  const title = t('charges.byDay', { currency })
  return (
    <section className="card" aria-label={title}>
      <header className="card-head">
        <h2>{title}</h2>
      </header>
      <p className="charges-total">
        <strong>{money(total, currency)}</strong>
        <span className="charges-legend">
          {grid.series.map(({ key }) => (
            <span key={key} className="word">
              <Dot word={key} />
              {titleOf(key)}
            </span>
          ))}
        </span>
      </p>
      <div className="plot-place charges-plot">
        <Suspense fallback={<Skeleton className="coming" radius={8} />}>
          <Plot option={option} label={`${title}: ${money(total, currency)}`} onPick={open} onChart={ignoreChart} />
        </Suspense>
      </div>
    </section>
  )
}

function ignoreChart(): void {}

/** Every day of the period has its place, also one without charges. */
function gridOf(sums: readonly ChargedSum[], currency: string, { first, last }: Charges['days']): Grid {
  const positions: string[] = []
  for (let day = first; day <= last; day = dayAfter(day)) positions.push(day)
  const byPlace = new Map(sums.map((sum) => [`${sum.day} ${sum.service}`, sum.amount]))
  const present = serviceWords.filter((service) => sums.some((sum) => sum.service === service))
  return {
    axis: 'day',
    positions,
    split: 'service',
    measure: 'price',
    currency,
    series: present.map((service) => {
      const exact = positions.map((day) => byPlace.get(`${day} ${service}`) ?? null)
      return { key: service, exact, values: exact.map((amount) => (amount === null ? null : Number(amount))) }
    }),
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}
