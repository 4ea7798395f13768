import { Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../asking/answers.ts'
import { CompanyChoice } from './CompanyChoice.tsx'

/** The company that the numbers are about, and the others of the person. */
export function CompanyMenu({ session }: { session: Session }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { company, companies, user } = session
  const isOnlyOne = companies.every(({ number }) => number === company.number)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" withinPortal shadow="none" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="chip top-company"
          aria-label={`${t('top.company')}: ${company.name}`}
          onClick={() => setOpen(!isOpen)}
        >
          <bdi className="chip-text">{company.name}</bdi>
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('top.company')} tabIndex={-1} data-autofocus>
        {isOnlyOne ? null : <CompanyChoice session={session} onChosen={() => setOpen(false)} />}
        <dl className="facts">
          {user.role === undefined ? null : (
            <>
              <dt>{t('top.role')}</dt>
              <dd>{t(`top.roles.${user.role}`)}</dd>
            </>
          )}
          <dt>{t('top.companyNumber')}</dt>
          <dd>{company.number}</dd>
          <dt>{t('top.companyZone')}</dt>
          <dd>{company.zone}</dd>
          <dt>{t('top.companyCurrency')}</dt>
          <dd>{company.currency}</dd>
        </dl>
      </Popover.Dropdown>
    </Popover>
  )
}
