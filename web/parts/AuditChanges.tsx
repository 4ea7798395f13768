import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../asking/audit.ts'
import { useAuditWords } from '../use-audit-words.ts'
import { scrollable } from './scrollable.ts'

type AuditChangesProps = { entry: AuditEntry; zone: string; names: ReadonlyMap<string, string> }

/** What an entry says of before and after, field by field; a side of which it says nothing is left out. */
export function AuditChanges({ entry: { before, after, place }, zone, names }: AuditChangesProps) {
  const { t } = useTranslation()
  const { fieldOf, valueOf } = useAuditWords(names)
  const sides = [
    { title: t('audit.before'), values: fieldsIn(before) },
    { title: t('audit.after'), values: fieldsIn(after) },
  ].filter(({ values }) => Object.keys(values).length > 0)
  const fields = [...new Set(sides.flatMap(({ values }) => Object.keys(values)))]
  if (fields.length === 0) return <p className="soft">{t('audit.noFields')}</p>
  const label = t('audit.entry', { place })
  return (
    <section className="rows-scroll" {...scrollable} aria-label={label}>
      <table className="numbers rows changes" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('audit.field')}</th>
            {sides.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row">{fieldOf(field)}</th>
              {sides.map(({ title, values }) => (
                <td key={title}>
                  <bdi>{valueOf(field, values[field], zone)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** An entry of another form than names and values is shown whole. */
function fieldsIn(said: unknown): Readonly<Record<string, unknown>> {
  if (said === null || said === undefined) return {}
  return typeof said === 'object' && !Array.isArray(said) ? (said as Record<string, unknown>) : { value: said }
}
