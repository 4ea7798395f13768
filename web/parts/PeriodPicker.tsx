import { Popover } from '@mantine/core'
import { IconChevronDown, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { Suspense, lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateTime, dateTimeInYear } from '../numbers.ts'
import { periodOf, rfc3339, shifted } from '../periods/period.ts'
import type { View } from '../view.ts'

// The calendar is a third of the page's code and most visits do not open it.
const PeriodForm = lazy(() => import('./PeriodForm.tsx').then((file) => ({ default: file.PeriodForm })))

type PeriodPickerProps = { view: View; zone: string; companyZone: string; onChange: (changed: Partial<View>) => void }

/** The period with its times and zone in words, arrows to the ones beside it, and a form to choose another. */
export function PeriodPicker({ view, zone, companyZone, onChange }: PeriodPickerProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const period = periodOf(view.choice, zone)
  const startWords = period.from.year === period.to.year ? dateTimeInYear : dateTime
  const start = startWords(rfc3339(period.from), zone)
  const end = dateTime(rfc3339(period.to), zone)
  const words = `${start} → ${end}`
  const preset = 'preset' in view.choice ? t(`period.${view.choice.preset}`) : undefined
  return (
    <div className="period">
      <button
        type="button"
        className="chip period-arrow"
        aria-label={t('filters.earlier')}
        title={t('filters.earlier')}
        onClick={() => onChange({ choice: shifted(period, -1) })}
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
          <button
            type="button"
            className="chip chip-active period-shown"
            aria-label={`${t('filters.period')}: ${preset === undefined ? '' : `${preset}, `}${words}, ${zone}`}
            onClick={() => setOpen(!isOpen)}
          >
            {preset === undefined ? null : <b>{preset}</b>}
            <span>
              <span className="period-end">{start} →</span> <span className="period-end">{end}</span>
            </span>
            <span className="period-zone">{zone}</span>
            <IconChevronDown size={13} aria-hidden />
          </button>
        </Popover.Target>
        <Popover.Dropdown p={0} className="period-dropdown">
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
        className="chip period-arrow"
        aria-label={t('filters.later')}
        title={t('filters.later')}
        onClick={() => onChange({ choice: shifted(period, 1) })}
      >
        <IconChevronRight size={15} />
      </button>
    </div>
  )
}
