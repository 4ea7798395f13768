import { Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { compares, type Compare } from '../view.ts'

/** With what the period is compared. */
export function CompareMenu({ compare, onChange }: { compare: Compare; onChange: (compare: Compare) => void }) {
  const { t } = useTranslation()
  const shown = compare === 'off' ? t('filters.compareOff') : t(`filters.compareShown_${compare}`)
  return (
    <Menu position="bottom-start" withinPortal shadow="none">
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
        {compares.map((word) => (
          <Menu.Item
            key={word}
            role="menuitemradio"
            aria-checked={word === compare}
            rightSection={word === compare ? <IconCheck size={15} /> : null}
            onClick={() => onChange(word)}
          >
            {t(`filters.compare_${word}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
