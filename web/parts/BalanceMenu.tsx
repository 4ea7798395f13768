import { Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBalance } from '../asking/charges.ts'
import { sessionQuery } from '../asking/queries.ts'
import { dateTime, money, timeOfDay } from '../numbers.ts'
import { FailureNote } from './FailureNote.tsx'

const entries = [
  { name: 'charges', path: '/charges', search: {} },
  { name: 'createInvoice', path: '/invoices', search: { create: ['invoice'] } },
  { name: 'accountDetail', path: '/transactions', search: {} },
  { name: 'lowBalance', path: '/settings/low-balance', search: {} },
] as const

/** What the company has left, until when its usage is in that, and where to go about it; for who has billing. */
export function BalanceMenu() {
  const { t } = useTranslation()
  const { scopes, company } = useSuspenseQuery(sessionQuery).data
  const isFor = scopes.includes('billing')
  const { data: balance, error } = useBalance(isFor)
  const [isOpen, setOpen] = useState(false)
  if (!isFor) return null
  const until = balance?.chargedUntil ?? null
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      withinPortal
      width={280}
      shadow="none"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button type="button" className="chip top-balance" onClick={() => setOpen(!isOpen)}>
          {t('top.balance')}{' '}
          <b className={balance?.amount.startsWith('-') ? 'is-negative' : ''}>
            {balance === undefined ? '—' : money(balance.amount, balance.currency)}
          </b>
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('top.balance')} tabIndex={-1} data-autofocus className="balance">
        {balance === undefined ? null : (
          <>
            <p className="balance-amount">{money(balance.amount, balance.currency, 'exact')}</p>
            <p className="soft">
              {until === null ? (
                t('balance.notCounted')
              ) : (
                <time dateTime={until} title={dateTime(until, company.zone)}>
                  {t('balance.until', { time: timeOrDay(until, company.zone) })}
                </time>
              )}
            </p>
            {balance.others.length === 0 ? null : (
              <ul className="balance-others" aria-label={t('balance.others')}>
                {balance.others.map(({ currency, amount }) => (
                  <li key={currency}>
                    <span className="soft">{currency}</span> {money(amount, currency, 'exact')}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
        {error === null ? null : <FailureNote error={error} />}
        <ul className="balance-entries">
          {entries.map(({ name, path, search }) => (
            <li key={name}>
              <Link to={path} search={search} className="menu-link" onClick={() => setOpen(false)}>
                {t(`balance.entries.${name}`)}
              </Link>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}

/** The time of day of what was just now, with its day where it was longer ago. */
function timeOrDay(time: string, zone: string): string {
  const isRecent = Date.now() - Date.parse(time) < 12 * 3_600_000
  return isRecent ? timeOfDay(time, zone) : dateTime(time, zone)
}
