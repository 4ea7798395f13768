import { Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { Suspense, lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Choice } from '../periods/period.ts'
import { emptyView } from '../view.ts'
import { PeriodPicker } from './PeriodPicker.tsx'

const PeriodForm = lazy(() => import('./PeriodForm.tsx').then((file) => ({ default: file.PeriodForm })))

type PeriodChoiceProps = {
  choice: Choice | undefined
  zone: string
  companyZone: string
  onChange: (choice: Choice | undefined, zone: string) => void
  /** What it says where none is chosen. */
  anyTime?: string
}

/** A period, or any time: where none is chosen, a form to choose one; else the one that is, and a way back. */
export function PeriodChoice({ choice, zone, companyZone, onChange, anyTime }: PeriodChoiceProps) {
  const { t } = useTranslation()
  const always = anyTime ?? t('audit.anyTime')
  const [isOpen, setOpen] = useState(false)
  if (choice !== undefined)
    return (
      <>
        <PeriodPicker
          view={{ ...emptyView, choice, zone }}
          zone={zone}
          companyZone={companyZone}
          onChange={(changed) =>
            onChange(changed.choice ?? choice, 'zone' in changed ? (changed.zone ?? companyZone) : zone)
          }
        />
        <button type="button" className="chip chip-quiet" onClick={() => onChange(undefined, companyZone)}>
          {always}
        </button>
      </>
    )
  return (
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
        <button type="button" className="chip" onClick={() => setOpen(!isOpen)}>
          <span className="sr-only">{t('filters.period')}: </span>
          {always}
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} className="period-dropdown" aria-label={t('filters.period')}>
        <Suspense fallback={<div className="period-form period-form-coming" />}>
          <PeriodForm
            choice={{ preset: '30d' }}
            zone={zone}
            companyZone={companyZone}
            onApply={(chosen, at) => {
              setOpen(false)
              onChange(chosen, at)
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
