import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invitationsQuery, useAct, type Invitation } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { dateTime } from '../numbers.ts'
import { Confirm } from './Confirm.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { Loaded } from './Loaded.tsx'
import { RecordCell, Records } from './Records.tsx'

/** Invitations that nobody has accepted yet, and the way to make one. */
export function InvitationsCard() {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const invitations = useQuery(invitationsQuery)
  const queries = useQueryClient()
  const act = useAct()
  const [isInviting, setInviting] = useState(false)
  const [ending, setEnding] = useState<Invitation>()
  const revoking = useMutation({
    mutationFn: ({ id }: Invitation) => act(`invitations/${id}`, { method: 'DELETE' }),
    onSuccess: () => {
      setEnding(undefined)
      return queries.invalidateQueries({ queryKey: invitationsQuery.queryKey })
    },
  })
  return (
    <section className="card" aria-label={t('people.open')}>
      <header className="card-head">
        <h2>{t('people.open')}</h2>
        <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setInviting(true)}>
          {t('people.invite')}
        </Button>
      </header>
      <Loaded query={invitations} height={60}>
        {(open) =>
          open.length === 0 ? (
            <p className="soft">{t('people.noInvitations')}</p>
          ) : (
            <Records
              label={t('people.open')}
              columns={[
                { title: t('people.email') },
                { title: t('people.role') },
                { title: t('people.invitedBy') },
                { title: t('people.expires') },
                { title: t('people.actions'), kind: 'acts' },
              ]}
            >
              {open.map((invitation) => (
                <InvitationRow
                  key={invitation.id}
                  invitation={invitation}
                  zone={company.zone}
                  onRevoke={() => {
                    revoking.reset()
                    setEnding(invitation)
                  }}
                />
              ))}
            </Records>
          )
        }
      </Loaded>
      {isInviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
      {ending === undefined ? null : (
        <Confirm
          title={t('people.revokeTitle', { email: ending.email })}
          text={t('people.revokeText')}
          verb={t('people.revoke')}
          acting={revoking}
          onConfirm={() => revoking.mutate(ending)}
          onClose={() => setEnding(undefined)}
        />
      )}
    </section>
  )
}

type InvitationRowProps = { invitation: Invitation; zone: string; onRevoke: () => void }

function InvitationRow({ invitation: { email, role, invitedBy, expiresAt }, zone, onRevoke }: InvitationRowProps) {
  const { t } = useTranslation()
  return (
    <tr>
      <th scope="row">
        <bdi>{email}</bdi>
      </th>
      <RecordCell title={t('people.role')}>{t(`top.roles.${role}`)}</RecordCell>
      <RecordCell title={t('people.invitedBy')}>
        <bdi>{invitedBy ?? '—'}</bdi>
      </RecordCell>
      <RecordCell title={t('people.expires')}>{dateTime(expiresAt, zone)}</RecordCell>
      <RecordCell title={t('people.actions')} kind="acts">
        <Button size="xs" variant="default" aria-label={t('people.revokeOf', { email })} onClick={onRevoke}>
          {t('people.revoke')}
        </Button>
      </RecordCell>
    </tr>
  )
}
