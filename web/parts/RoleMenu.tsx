import { Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { roles, type Member } from '../asking/accounts.ts'
import type { Role } from '../asking/answers.ts'

type RoleMenuProps = { member: Member; isPending: boolean; onChange: (role: Role) => void }

/** The role of a person, to be changed; each one says what it may. */
export function RoleMenu({ member, isPending, onChange }: RoleMenuProps) {
  const { t } = useTranslation()
  const role = t(`top.roles.${member.role}`)
  return (
    <Menu position="bottom-start" width={320} withinPortal shadow="none" checkIcon={<IconCheck size={15} />}>
      <Menu.Target>
        <button
          type="button"
          className="chip"
          aria-label={t('people.changeRole', { name: member.name, role })}
          aria-busy={isPending}
        >
          {role}
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={member.role} onChange={(word) => onChange(word as Role)}>
          {roles.map((word) => (
            <Menu.RadioItem key={word} value={word} closeMenuOnClick>
              <b>{t(`top.roles.${word}`)}</b>
              <span className="item-text">{t(`people.roleTexts.${word}`)}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
