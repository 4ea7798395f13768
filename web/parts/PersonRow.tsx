import { Button } from '@mantine/core'
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Member } from '../asking/accounts.ts'
import type { Role } from '../asking/answers.ts'
import { dateTime } from '../numbers.ts'
import { RecordCell } from './Records.tsx'
import { RoleMenu } from './RoleMenu.tsx'

type PersonRowProps = {
  member: Member
  isSelf: boolean
  isChanging: boolean
  zone: string
  onRole: (role: Role) => void
  onRemove: () => void
}

/** A person of the company as a row. */
export function PersonRow({ member, isSelf, isChanging, zone, onRole, onRemove }: PersonRowProps) {
  const { t } = useTranslation()
  const { name, email, hasSecondFactor, since } = member
  const Shield = hasSecondFactor ? IconShieldCheck : IconShieldOff
  return (
    <tr>
      <th scope="row">
        <span className="record-name">
          <bdi>{name}</bdi>
          {isSelf ? <span className="badge">{t('people.you')}</span> : null}
        </span>
        <bdi className="record-note">{email}</bdi>
      </th>
      <RecordCell title={t('people.role')}>
        <RoleMenu member={member} isPending={isChanging} onChange={onRole} />
      </RecordCell>
      <RecordCell title={t('people.secondFactor')}>
        <span className={hasSecondFactor ? 'word better' : 'word soft'}>
          <Shield size={16} aria-hidden />
          {t(hasSecondFactor ? 'people.on' : 'people.off')}
        </span>
      </RecordCell>
      <RecordCell title={t('people.since')}>{dateTime(since, zone)}</RecordCell>
      <RecordCell title={t('people.actions')} kind="acts">
        <Button size="xs" variant="default" aria-label={t('people.removeOf', { name })} onClick={onRemove}>
          {t('people.remove')}
        </Button>
      </RecordCell>
    </tr>
  )
}
