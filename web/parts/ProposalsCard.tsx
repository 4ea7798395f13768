import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { proposalsQuery } from '../asking/staff-invoices.ts'
import { count } from '../numbers.ts'
import { ProposalEntry } from './ProposalEntry.tsx'

/** Revisions that wait for a second person, and below them those that were decided about. */
export function ProposalsCard() {
  const { t } = useTranslation()
  const { data: proposals = [] } = useQuery(proposalsQuery)
  if (proposals.length === 0) return null
  const waiting = proposals.filter(({ state }) => state === 'waiting')
  const decided = proposals.filter(({ state }) => state !== 'waiting')
  return (
    <section className="card" aria-label={t('proposals.title')}>
      <header className="card-head">
        <h2>{t('proposals.title')}</h2>
      </header>
      {waiting.length === 0 ? <p className="soft">{t('proposals.none')}</p> : null}
      <ul className="proposals">
        {waiting.map((proposal) => (
          <ProposalEntry key={proposal.id} proposal={proposal} />
        ))}
      </ul>
      {decided.length === 0 ? null : (
        <details className="proposals-past">
          <summary>{t('proposals.decided', { shown: count(decided.length) })}</summary>
          <ul className="proposals">
            {decided.map((proposal) => (
              <ProposalEntry key={proposal.id} proposal={proposal} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
