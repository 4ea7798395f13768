import { useTranslation } from 'react-i18next'
import type { Role } from './asking/answers.ts'

/** A role in words; staff in a company that they are not of have none. */
export function useRoleTitle(role: Role | undefined): string {
  const { t } = useTranslation()
  return role === undefined ? t('people.staffRole') : t(`top.roles.${role}`)
}
