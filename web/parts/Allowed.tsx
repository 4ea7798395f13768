import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'

/** A page for whoever may see it; the others are told what is missing and whom to ask. */
export function Allowed({ to, children }: { to: 'admins' | 'payers' | 'staff'; children: ReactNode }) {
  const { t } = useTranslation()
  const { scopes, staff, company, user } = useSuspenseQuery(sessionQuery).data
  if (to === 'staff' ? staff : scopes.includes(to === 'admins' ? 'admin' : 'billing')) return children
  const role = user.role === undefined ? '' : t(`top.roles.${user.role}`)
  return (
    <section className="empty">
      <h2>{t(`access.titles.${to}`)}</h2>
      <p className="soft">{t(`access.texts.${to}`, { company: company.name, role })}</p>
    </section>
  )
}
