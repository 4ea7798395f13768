import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { profileQuery } from '../asking/own-account.ts'

const few = 3

/** Warns on every page before the last recovery codes are used up. It asks nothing: signing in and the profile do. */
export function RecoveryNote() {
  const { t } = useTranslation()
  const { data: profile } = useQuery({ ...profileQuery, enabled: false })
  if (profile === undefined || !profile.hasSecondFactor || profile.recoveryCodes >= few) return null
  return (
    <div className="strip">
      <p>{t('profile.codesLow', { count: profile.recoveryCodes })}</p>
      <Link to="/profile" className="chip">
        {t('menu.pages.profile')}
      </Link>
    </div>
  )
}
