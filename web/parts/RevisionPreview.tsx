import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask, Refusal } from '../asking/ask.ts'
import { invoicePath, type InvoiceDetails } from '../asking/invoices.ts'
import type { RevisionPreview as Preview } from '../asking/staff-invoices.ts'
import { faultIn } from '../i18n/faults.ts'
import { money } from '../numbers.ts'
import type { Revision } from '../use-revision.ts'
import { DifferenceTable } from './DifferenceTable.tsx'
import { FailureNote } from './FailureNote.tsx'

const typingMilliseconds = 400

/** What a revision would change, line by line, and what the invoice would ask for: the API reckons it while it is written. */
export function RevisionPreview({ invoice, revision }: { invoice: InvoiceDetails; revision: Revision }) {
  const { t } = useTranslation()
  const { number, currency } = invoice
  // Why it is changed does not change what comes of it.
  const body = JSON.stringify({ ...revision.asked, comment: '…' })
  const [settled] = useDebouncedValue(body, typingMilliseconds)
  const preview = useQuery({
    queryKey: ['invoices', 'preview', number, settled],
    queryFn: ({ signal }) =>
      ask<Preview>(`${invoicePath(number)}/revisions?dryRun=yes`, {
        method: 'POST',
        body: JSON.parse(settled),
        signal,
      }),
    enabled: revision.isChanged,
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (!revision.isChanged) return <p className="soft">{t('revising.nothing')}</p>
  const { data, error } = preview
  return (
    <section className="preview" aria-label={t('revising.preview')} aria-busy={preview.isFetching || body !== settled}>
      <h3>{t('revising.preview')}</h3>
      {error !== null ? (
        <Cannot error={error} />
      ) : data === undefined ? null : (
        <>
          <DifferenceTable difference={data.difference} currency={currency} />
          <p className="preview-total">
            {t('revising.newTotal')} <b>{money(data.totals.total, currency)}</b>{' '}
            <span className="soft">{t('revising.newDue', { amount: money(data.totals.due, currency) })}</span>
          </p>
          {data.isForApproval ? <p className="strip-note">{t('revising.needsApproval')}</p> : null}
        </>
      )}
    </section>
  )
}

/** What is wrong with a revision as it stands, in words. */
function Cannot({ error }: { error: Error }) {
  const { t } = useTranslation()
  const fields = error instanceof Refusal ? (error.problem.fields ?? []) : []
  if (fields.length === 0) return <FailureNote error={error} general="failure.form" />
  return (
    <ul className="soft">
      {fields.map(({ field, detail }) => {
        const known = faultIn(detail)
        return (
          <li key={field}>
            {known === undefined ? (
              <span lang="en">
                {field} {detail}
              </span>
            ) : (
              t(`form.faults.${known.word}`, known.values)
            )}
          </li>
        )
      })}
    </ul>
  )
}
