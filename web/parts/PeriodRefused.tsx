import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../asking/ask.ts'
import { longestYears, periodOf, wallTime } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import type { PageState } from '../use-page-state.ts'

/** Whether a page is refused because of its period: to ask for the same again does not help. */
export function isOfPeriod(error: unknown): error is Refusal {
  return error instanceof Refusal && (error.problem.fields ?? []).some(({ field }) => ['from', 'to'].includes(field))
}

/** What is wrong with the period that an address asks for, and periods that can be shown. */
export function PeriodRefused({ error, state: { view, zone, setView } }: { error: Refusal; state: PageState }) {
  const { t } = useTranslation()
  const { from, to } = periodOf(view.choice, zone, temporal.Now.instant())
  const longest = to.subtract({ years: longestYears })
  const isLong = temporal.ZonedDateTime.compare(from, longest) < 0
  return (
    <section className="empty" role="alert">
      <h2>{t(isLong ? 'period.tooLong' : 'period.refused')}</h2>
      <p className="soft">
        {isLong ? t('period.tooLongText', { years: longestYears }) : t('period.refusedText')}
        {isLong ? null : <span lang="en"> {error.problem.detail}</span>}
      </p>
      <div className="empty-ways">
        {isLong ? (
          <Button size="sm" onClick={() => setView({ choice: { from: wallTime(longest), to: wallTime(to) } })}>
            {t('period.longest', { years: longestYears })}
          </Button>
        ) : null}
        <Button size="sm" variant="default" onClick={() => setView({ choice: { preset: 'year' } })}>
          {t('period.named.year')}
        </Button>
        <Button size="sm" variant="default" onClick={() => setView({ choice: { preset: '7d' } })}>
          {t('period.named.7d')}
        </Button>
      </div>
    </section>
  )
}
