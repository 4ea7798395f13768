import { Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { sessionQuery } from '../asking/queries.ts'

/** The place of the balance, which says that there is none before billing is there. */
export function BalanceMenu() {
  const { t } = useTranslation()
  const { scopes } = useSuspenseQuery(sessionQuery).data
  if (!scopes.includes('read') && !scopes.includes('billing')) return null
  return (
    <Popover position="bottom-end" withinPortal width={260} shadow="none" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="chip">
          {t('top.balance')} <b aria-hidden>—</b>
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('top.balance')} tabIndex={-1} data-autofocus>
        <p className="prose">{t('top.balanceNote')}</p>
      </Popover.Dropdown>
    </Popover>
  )
}
