import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { useSwitch } from '../asking/who-asks.ts'
import { FailureNote } from './FailureNote.tsx'

/** Says to platform staff that they look at a company that they are not of, and leads back. */
export function StaffNote() {
  const { t } = useTranslation()
  const { user, company, companies } = useSuspenseQuery(sessionQuery).data
  const switching = useSwitch()
  const own = companies[0]
  if (user.role !== undefined) return null
  return (
    <div className="strip">
      <p>{t('top.asStaff', { company: company.name })}</p>
      {own === undefined ? (
        <Link to="/platform/companies" className="chip">
          {t('menu.pages.companies')}
        </Link>
      ) : (
        <button
          type="button"
          className="chip"
          disabled={switching.isPending}
          onClick={() => switching.mutate(own.number)}
        >
          {t('top.backTo', { company: own.name })}
        </button>
      )}
      {switching.error === null ? null : <FailureNote error={switching.error} general="failure.form" />}
    </div>
  )
}
