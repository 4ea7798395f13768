import { IconFileAlert } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CompanyField } from '../asking/accounts.ts'
import { focusField } from './DraftForm.tsx'

/** What invoices still miss of the company, each leading to its field. */
export function MissingDetails({ fields }: { fields: readonly CompanyField[] }) {
  const { t } = useTranslation()
  if (fields.length === 0) return null
  const title = t('companyDetails.missing', { count: fields.length })
  return (
    <section className="card missing" aria-label={title}>
      <IconFileAlert size={22} stroke={1.6} aria-hidden />
      <div>
        <h2>{title}</h2>
        <p className="soft">{t('companyDetails.missingText')}</p>
        <ul>
          {fields.map((field) => (
            <li key={field}>
              <Link to="." hash={field} className="chip" onClick={() => focusField(field)}>
                {t(`companyDetails.fields.${field}`)}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
