import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PageAnswer } from '../asking/answers.ts'
import { ago } from '../numbers.ts'
import type { Choice } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import { isFiltered, type View } from '../view.ts'

type EmptyPageProps = { page: PageAnswer; view: View; zone: string; onChange: (changed: Partial<View>) => void }

/** Why a page is empty although there are messages, and the way on: filtered out, or none in the period. */
export function EmptyPage({ page, view, zone, onChange }: EmptyPageProps) {
  const { t } = useTranslation()
  const newest = page.completeness.newestEventAt
  if (isFiltered(view))
    return (
      <section className="empty">
        <h2>{t('empty.filtered')}</h2>
        <p className="soft">{t('empty.filteredText')}</p>
        <div className="empty-ways">
          <Button size="sm" onClick={() => onChange({ filters: {} })}>
            {t('empty.clear')}
          </Button>
        </div>
      </section>
    )
  return (
    <section className="empty">
      <h2>{t(newest === null ? 'empty.noneYet' : 'empty.none')}</h2>
      {newest === null ? (
        <>
          <p className="soft">{t('empty.noneYetText')}</p>
          <div className="empty-ways">
            <a className="chip" href="/api/docs">
              {t('empty.api')}
            </a>
          </div>
        </>
      ) : (
        <>
          <p className="soft">{t('empty.noneText', { ago: ago(newest, Date.parse(page.asOf)) })}</p>
          <div className="empty-ways">
            <Button size="sm" onClick={() => onChange({ choice: weekUpTo(newest, zone) })}>
              {t('empty.lastData')}
            </Button>
            <Button size="sm" variant="default" onClick={() => onChange({ choice: { preset: 'year' } })}>
              {t('empty.thisYear')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

/** The seven days that end with the day of a moment. */
function weekUpTo(time: string, zone: string): Choice {
  const day = temporal.Instant.from(time).toZonedDateTimeISO(zone).toPlainDate()
  return { from: `${day.subtract({ days: 6 }).toString()}T00:00`, to: `${day.add({ days: 1 }).toString()}T00:00` }
}
