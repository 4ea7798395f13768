import { Popover } from '@mantine/core'
import { IconChevronDown, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { Suspense, lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShortcuts } from '../keys/use-shortcuts.ts'
import { dateTime, dateTimeInYear } from '../numbers.ts'
import { isLive, neighbour, periodOf, rfc3339 } from '../periods/period.ts'
import { presets } from '../periods/presets.ts'
import { temporal } from '../periods/temporal.ts'
import type { View } from '../view.ts'

// The calendar is a third of the page's code and most visits do not open it.
const PeriodForm = lazy(() => import('./PeriodForm.tsx').then((file) => ({ default: file.PeriodForm })))

type PeriodPickerProps = { view: View; zone: string; companyZone: string; onChange: (changed: Partial<View>) => void }

/** The period with its times and zone in words, arrows to the ones beside it, and a form to choose another. */
export function PeriodPicker({ view, zone, companyZone, onChange }: PeriodPickerProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const now = temporal.Now.instant()
  const { from, to } = periodOf(view.choice, zone, now)
  const [start, end] = [dateTime(rfc3339(from), zone), dateTime(rfc3339(to), zone)]
  const thisYear = now.toZonedDateTimeISO(zone).year
  const isThisYear = from.year === thisYear && to.year === thisYear
  const preset = 'preset' in view.choice ? t(`period.named.${view.choice.preset}`) : undefined
  const go = (which: 'before' | 'after') => onChange({ choice: neighbour(view.choice, zone, now, which) })
  const isLast = isLive(view.choice, zone, now)
  useShortcuts({
    ...Object.fromEntries(presets.map(({ id }) => [`preset ${id}`, () => onChange({ choice: { preset: id } })])),
    period: () => setOpen(true),
    earlier: () => go('before'),
    ...(isLast ? {} : { later: () => go('after') }),
  })
  return (
    <div className="period">
      <button
        type="button"
        className="period-arrow"
        aria-label={t('filters.earlier')}
        title={t('filters.earlier')}
        onClick={() => go('before')}
      >
        <IconChevronLeft size={15} />
      </button>
      <Popover
        opened={isOpen}
        onChange={setOpen}
        position="bottom-start"
        withinPortal
        trapFocus
        returnFocus
        shadow="none"
      >
        <Popover.Target>
          <button type="button" className="period-shown" onClick={() => setOpen(!isOpen)}>
            <span className="sr-only">{t('filters.period')}: </span>
            {preset === undefined ? null : <b>{preset}</b>}
            <span className={isThisYear ? 'period-full' : ''}>
              <span className="period-end">{start} →</span> <span className="period-end">{end}</span>
            </span>
            {isThisYear ? (
              <span className="period-brief">
                <span className="period-end">{dateTimeInYear(rfc3339(from), zone)} →</span>{' '}
                <span className="period-end">{dateTimeInYear(rfc3339(to), zone)}</span>
              </span>
            ) : null}
            <span className="period-zone">{zone}</span>
            <IconChevronDown size={13} aria-hidden />
          </button>
        </Popover.Target>
        <Popover.Dropdown p={0} className="period-dropdown" aria-label={t('filters.period')}>
          <Suspense fallback={<div className="period-form period-form-coming" />}>
            <PeriodForm
              choice={view.choice}
              zone={zone}
              companyZone={companyZone}
              onApply={(choice, chosenZone) => {
                onChange({ choice, zone: chosenZone === companyZone ? undefined : chosenZone })
                setOpen(false)
              }}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        className="period-arrow"
        aria-label={t('filters.later')}
        title={t('filters.later')}
        disabled={isLast}
        onClick={() => go('after')}
      >
        <IconChevronRight size={15} />
      </button>
    </div>
  )
}
