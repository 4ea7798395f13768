import { Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Company } from '../asking/answers.ts'

/** The company that the numbers are about. */
export function CompanyMenu({ company }: { company: Company }) {
  const { t } = useTranslation()
  return (
    <Popover position="bottom-end" withinPortal shadow="none" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="chip top-company" aria-label={`${t('top.company')}: ${company.name}`}>
          <bdi className="chip-text">{company.name}</bdi>
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('top.company')} tabIndex={-1} data-autofocus>
        <dl className="facts">
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
