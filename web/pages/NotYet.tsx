import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

const pages = ['reports'] as const

/** A page of the section that this version does not have: what it will show. */
export function NotYet() {
  const { t } = useTranslation()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const page = pages.find((name) => path === `/${name}`)
  return (
    <section className="empty">
      <h2>{t('notYet.lead')}</h2>
      {page === undefined ? null : (
        <p className="soft">
          <b>{t('notYet.what')}.</b> {t(`notYet.pages.${page}`)}
        </p>
      )}
      <Link to="/notifications" className="chip">
        {t('notYet.back')}
      </Link>
    </section>
  )
}

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
