import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Session } from '../asking/answers.ts'
import { useSwitch } from '../asking/who-asks.ts'
import { FailureNote } from './FailureNote.tsx'

/** The companies of the person with their roles; a click goes to another one. */
export function CompanyChoice({ session, onChosen }: { session: Session; onChosen: () => void }) {
  const { t } = useTranslation()
  const switching = useSwitch()
  return (
    <>
      <ul className="companies" aria-busy={switching.isPending}>
        {session.companies.map(({ number, name, role }) => (
          <li key={number}>
            <button
              type="button"
              aria-current={number === session.company.number}
              disabled={switching.isPending}
              onClick={() => switching.mutate(number, { onSuccess: onChosen })}
            >
              <bdi>{name}</bdi>
              <span className="soft">{t(`top.roles.${role}`)}</span>
              {number === session.company.number ? <IconCheck size={15} aria-hidden /> : null}
            </button>
          </li>
        ))}
      </ul>
      {switching.error === null ? null : <FailureNote error={switching.error} general="failure.form" />}
    </>
  )
}
