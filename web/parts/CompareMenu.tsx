import { Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { compares, type Compare } from '../view.ts'

/** With what the period is compared. */
export function CompareMenu({ compare, onChange }: { compare: Compare; onChange: (compare: Compare) => void }) {
  const { t } = useTranslation()
  const shown = compare === 'off' ? t('filters.compare_off') : t(`filters.compareShown_${compare}`)
  return (
    <Menu position="bottom-start" withinPortal shadow="none" checkIcon={<IconCheck size={15} />}>
      <Menu.Target>
        <button
          type="button"
          className={compare === 'off' ? 'chip' : 'chip chip-active'}
          aria-label={`${t('filters.compare')}: ${shown}`}
        >
          <span className="chip-text">{shown}</span>
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={compare} onChange={(word) => onChange(word as Compare)}>
          {compares.map((word) => (
            <Menu.RadioItem key={word} value={word} closeMenuOnClick>
              {t(`filters.compare_${word}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
