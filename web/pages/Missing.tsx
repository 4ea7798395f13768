import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** An address without a page. */
export function Missing() {
  const { t } = useTranslation()
  return (
    <main className="lonely">
      <h1>{t('notYet.missing')}</h1>
      <Link to="/notifications" className="chip">
        {t('notYet.back')}
      </Link>
    </main>
  )
}
