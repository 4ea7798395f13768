import { Button, Radio } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { invitationsQuery, roles, useAct, type Invitation } from '../asking/accounts.ts'
import { Dialog } from './Dialog.tsx'
import { Form, TextField, type Typed } from './Form.tsx'
import { SecretShown } from './SecretShown.tsx'

/** An address and a role; then the link, which is shown once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const act = useAct()
  const inviting = useMutation({
    mutationFn: (typed: Typed) => act<Invitation & { link: string }>('invitations', { method: 'POST', body: typed }),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  })
  const made = inviting.data
  return (
    <Dialog title={t('people.invite')} onClose={onClose} isHeld={made !== undefined}>
      {made === undefined ? (
        <Form
          sending={inviting}
          submit={t('people.inviteSend')}
          sentences={{ conflict: t('people.alreadyHere') }}
          onSend={(typed) => inviting.mutate(typed)}
        >
          <p className="soft">{t('people.inviteText')}</p>
          <TextField name="email" type="email" autoComplete="off" label={t('people.email')} data-autofocus />
          <Radio.Group name="role" label={t('people.role')} defaultValue="analyst">
            <div className="options">
              {roles.map((role) => (
                <Radio
                  key={role}
                  value={role}
                  label={t(`top.roles.${role}`)}
                  description={t(`people.roleTexts.${role}`)}
                />
              ))}
            </div>
          </Radio.Group>
        </Form>
      ) : (
        <div className="confirm">
          <SecretShown
            title={t('people.linkTitle', { email: made.email })}
            note={t('people.linkNote')}
            secret={made.link}
          />
          <div className="form-ends">
            <Button onClick={onClose}>{t('people.done')}</Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
