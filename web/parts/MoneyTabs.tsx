import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { carriedTo, type Search } from '../view.ts'

const tabs = [
  { name: 'deposits', path: '/transactions' },
  { name: 'charges', path: '/charges' },
] as const

/** From what came to what was charged and back, of the same period. */
export function MoneyTabs() {
  const { t } = useTranslation()
  const search: Search = useSearch({ strict: false })
  return (
    <nav className="parts" aria-label={t('transactions.parts')}>
      {tabs.map(({ name, path }) => (
        <Link key={path} to={path} search={carriedTo(search, [])} className="chip">
          {t(`transactions.${name}`)}
        </Link>
      ))}
    </nav>
  )
}
