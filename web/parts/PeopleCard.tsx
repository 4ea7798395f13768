import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { peopleQuery, useAct, type Member } from '../asking/accounts.ts'
import type { Role, Session } from '../asking/answers.ts'
import { ask } from '../asking/ask.ts'
import { sessionQuery } from '../asking/queries.ts'
import { becomes } from '../asking/who-asks.ts'
import { Confirm } from './Confirm.tsx'
import { FailureNote } from './FailureNote.tsx'
import { Loaded } from './Loaded.tsx'
import { PersonRow } from './PersonRow.tsx'
import { Records } from './Records.tsx'

/** The people of the company: their roles to be changed, themselves to be removed. */
export function PeopleCard() {
  const { t } = useTranslation()
  const { company, user } = useSuspenseQuery(sessionQuery).data
  const people = useQuery(peopleQuery)
  const { changing, removing } = useMembership(user.id)
  const [leaving, setLeaving] = useState<Member>()
  const [lowering, setLowering] = useState<Role>()
  const sentences = { conflict: t('people.lastOwner') }
  const title = t('people.title', { company: company.name })
  const change = (member: Member, role: Role) => {
    if (role === member.role) return
    changing.reset()
    // Who gives up being an owner cannot take it back.
    if (member.id === user.id) setLowering(role)
    else changing.mutate({ id: member.id, role })
  }
  return (
    <section className="card" aria-label={title}>
      <header className="card-head">
        <h2>{title}</h2>
      </header>
      {changing.error === null || lowering !== undefined ? null : (
        <FailureNote error={changing.error} general="failure.form" sentences={sentences} />
      )}
      <Loaded query={people} height={160}>
        {(members) => (
          <Records
            label={title}
            columns={[
              { title: t('people.person') },
              { title: t('people.role') },
              { title: t('people.secondFactor') },
              { title: t('people.since') },
              { title: t('people.actions'), kind: 'acts' },
            ]}
          >
            {members.map((member) => (
              <PersonRow
                key={member.id}
                member={member}
                isSelf={member.id === user.id}
                isChanging={changing.isPending && changing.variables.id === member.id}
                zone={company.zone}
                onRole={(role) => change(member, role)}
                onRemove={() => {
                  removing.reset()
                  setLeaving(member)
                }}
              />
            ))}
          </Records>
        )}
      </Loaded>
      {leaving === undefined ? null : (
        <Confirm
          title={t('people.removeTitle', { name: leaving.name, company: company.name })}
          text={leaving.id === user.id ? t('people.removeYourself', { company: company.name }) : t('people.removeText')}
          verb={t('people.remove')}
          acting={removing}
          sentences={sentences}
          onConfirm={() => removing.mutate(leaving, { onSuccess: () => setLeaving(undefined) })}
          onClose={() => setLeaving(undefined)}
        />
      )}
      {lowering === undefined ? null : (
        <Confirm
          title={t('people.lowerTitle')}
          text={t('people.lowerText', { role: t(`top.roles.${lowering}`) })}
          verb={t('people.lower', { role: t(`top.roles.${lowering}`) })}
          acting={changing}
          sentences={sentences}
          onConfirm={() =>
            changing.mutate({ id: user.id, role: lowering }, { onSuccess: () => setLowering(undefined) })
          }
          onClose={() => setLowering(undefined)}
        />
      )}
    </section>
  )
}

/** The acts on people. What one may do oneself is in the session, which is asked for again. */
function useMembership(self: string) {
  const queries = useQueryClient()
  const router = useRouter()
  const act = useAct()
  const onSuccess = async (_nothing: unknown, { id }: { id: string }) => {
    if (id !== self) return queries.invalidateQueries({ queryKey: peopleQuery.queryKey })
    becomes(queries, await ask<Session>('session').catch(() => undefined))
    return router.invalidate()
  }
  const changing = useMutation({
    mutationFn: ({ id, role }: { id: string; role: Role }) => act(`people/${id}`, { method: 'PATCH', body: { role } }),
    onSuccess,
  })
  const removing = useMutation({
    mutationFn: ({ id }: Member) => act(`people/${id}`, { method: 'DELETE' }),
    onSuccess,
  })
  return { changing, removing }
}
