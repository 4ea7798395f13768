import { Button } from '@mantine/core'
import { Temporal } from 'temporal-polyfill'
import { useTranslation } from 'react-i18next'
import type { Completeness } from '../asking/answers.ts'
import { ago } from '../numbers.ts'
import type { Choice } from '../periods/period.ts'
import { isFiltered, type View } from '../view.ts'
import { Onboarding } from './Onboarding.tsx'

type EmptyPageProps = {
  completeness: Completeness
  /** When the answer was read. */
  asOf: string
  view: View
  zone: string
  onChange: (changed: Partial<View>) => void
}

/** Why a page is empty, and the way on: no data at all, none in the period, or filtered out. */
export function EmptyPage({ completeness, asOf, view, zone, onChange }: EmptyPageProps) {
  const { t } = useTranslation()
  const newest = completeness.newestEventAt
  if (isFiltered(view))
    return (
      <section className="empty">
        <h2>{t('empty.filtered')}</h2>
        <p className="soft">{t('empty.filteredText')}</p>
        <div className="empty-ways">
          <Button size="sm" onClick={() => onChange({ channels: [], statuses: [] })}>
            {t('empty.clear')}
          </Button>
        </div>
      </section>
    )
  if (newest === null) return <Onboarding />
  return (
    <section className="empty">
      <h2>{t('empty.none')}</h2>
      <p className="soft">{t('empty.noneText', { ago: ago(newest, Date.parse(asOf)) })}</p>
      <div className="empty-ways">
        <Button size="sm" onClick={() => onChange({ choice: weekUpTo(newest, zone) })}>
          {t('empty.lastData')}
        </Button>
        <Button size="sm" variant="default" onClick={() => onChange({ choice: { preset: 'year' } })}>
          {t('empty.thisYear')}
        </Button>
      </div>
    </section>
  )
}

/** The seven days that end with the day of a moment. */
function weekUpTo(time: string, zone: string): Choice {
  const day = Temporal.Instant.from(time).toZonedDateTimeISO(zone).toPlainDate()
  return { from: `${day.subtract({ days: 6 }).toString()}T00:00`, to: `${day.add({ days: 1 }).toString()}T00:00` }
}
