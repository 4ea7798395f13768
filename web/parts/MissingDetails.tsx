import { IconFileAlert } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CompanyField } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { focusField } from './DraftForm.tsx'

type MissingDetailsProps = {
  fields: readonly CompanyField[]
  /** Whether the fields are on this page, or on that of the company's details. */
  place?: 'here' | 'elsewhere'
}

/** What invoices still miss of the company, each leading to its field; who may not fill them in is told whom to ask. */
export function MissingDetails({ fields, place = 'here' }: MissingDetailsProps) {
  const { t } = useTranslation()
  const { scopes, company } = useSuspenseQuery(sessionQuery).data
  if (fields.length === 0) return null
  const isTheirs = scopes.includes('admin')
  const title = t('companyDetails.missing', { count: fields.length })
  return (
    <section className="card missing" aria-label={title}>
      <IconFileAlert size={22} stroke={1.6} aria-hidden />
      <div>
        <h2>{title}</h2>
        <p className="soft">
          {t('companyDetails.missingText')}
          {isTheirs ? null : ` ${t('companyDetails.missingAsk', { company: company.name })}`}
        </p>
        <ul>
          {fields.map((field) => (
            <li key={field}>
              <Field field={field} isTheirs={isTheirs} place={place} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

type FieldProps = { field: CompanyField; isTheirs: boolean; place: 'here' | 'elsewhere' }

function Field({ field, isTheirs, place }: FieldProps) {
  const { t } = useTranslation()
  const title = t(`companyDetails.fields.${field}`)
  if (!isTheirs) return <span className="tag">{title}</span>
  if (place === 'elsewhere')
    return (
      <Link to="/settings/company" search={{}} hash={field} className="chip">
        {title}
      </Link>
    )
  return (
    <Link to="." hash={field} className="chip" onClick={() => focusField(field)}>
      {title}
    </Link>
  )
}
