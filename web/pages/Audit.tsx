import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { peopleQuery, tokensQuery } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { Allowed } from '../parts/Allowed.tsx'
import { AuditLog } from '../parts/AuditLog.tsx'

/** Who did what in the company. */
export function CompanyAudit() {
  return (
    <Allowed to="admins">
      <NamedLog />
    </Allowed>
  )
}

/** Who did what to the whole installation. */
export function PlatformAudit() {
  return (
    <Allowed to="staff">
      <AuditLog chain="platform" />
    </Allowed>
  )
}

/** The log knows people and the company by their numbers; those who are of the company still are shown by their addresses. */
function NamedLog() {
  const { company } = useSuspenseQuery(sessionQuery).data
  const { data: people = [] } = useQuery(peopleQuery)
  const { data: tokens = [] } = useQuery(tokensQuery)
  const names = new Map([
    [`company:${company.number}`, company.name],
    ...people.map(({ id, email }) => [`user:${id}`, email] as const),
    ...tokens.map(({ id, name }) => [`token:${id}`, name] as const),
  ])
  return <AuditLog chain="company" names={names} />
}
