import { Button, TextInput } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../asking/ask.ts'
import { useMoneyAct } from '../asking/invoices.ts'
import { sessionQuery } from '../asking/queries.ts'
import type { Proposal } from '../asking/staff-invoices.ts'
import { dateTime, money } from '../numbers.ts'
import { useOpenInvoice } from '../use-invoice-search.ts'
import { DifferenceTable } from './DifferenceTable.tsx'
import { FailureNote } from './FailureNote.tsx'

/** A proposed revision: what it changes, why, by whom; and who may decides about it here. */
export function ProposalEntry({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const { open } = useOpenInvoice()
  const { number, amount, currency, comment, byWhom, proposedAt, difference, state } = proposal
  return (
    <li>
      <div className="proposal-head">
        <button type="button" className="link" onClick={() => open(number)}>
          {number}
        </button>
        <b>{t(proposal.act === 'void' ? 'proposals.voids' : 'proposals.moves', { amount: money(amount, currency) })}</b>
        <span className="soft">{t('proposals.by', { name: byWhom, time: dateTime(proposedAt, company.zone) })}</span>
        {state === 'waiting' ? null : <span className="tag">{t(`proposals.states.${state}`)}</span>}
      </div>
      <p>
        <bdi>{comment}</bdi>
      </p>
      {state === 'waiting' ? (
        <>
          {proposal.act === 'void' ? null : <DifferenceTable difference={difference} currency={currency} />}
          <Decision proposal={proposal} />
        </>
      ) : (
        <p className="soft">
          {t('proposals.decidedBy', {
            name: proposal.decidedBy ?? '',
            time: proposal.decidedAt === null ? '' : dateTime(proposal.decidedAt, company.zone),
          })}
          {proposal.decisionNote === null ? null : (
            <>
              {': '}
              <bdi>{proposal.decisionNote}</bdi>
            </>
          )}
        </p>
      )}
    </li>
  )
}

function Decision({ proposal: { id, actor, number } }: { proposal: Proposal }) {
  const { t } = useTranslation()
  const { user } = useSuspenseQuery(sessionQuery).data
  const [note, setNote] = useState('')
  const deciding = useMoneyAct((isApproved: boolean) =>
    ask(`invoice-proposals/${id}/decide`, {
      method: 'POST',
      body: { isApproved, note: note.trim() === '' ? null : note },
    }),
  )
  if (actor === `user:${user.id}`) return <p className="strip-note">{t('proposals.own')}</p>
  return (
    <>
      <div className="decision">
        <TextInput
          aria-label={t('proposals.noteOf', { number })}
          placeholder={t('proposals.note')}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button
          size="sm"
          loading={deciding.isPending && deciding.variables}
          disabled={deciding.isPending}
          onClick={() => deciding.mutate(true)}
        >
          {t('proposals.approve')}
        </Button>
        <Button
          size="sm"
          variant="default"
          loading={deciding.isPending && !deciding.variables}
          disabled={deciding.isPending}
          onClick={() => deciding.mutate(false)}
        >
          {t('proposals.refuse')}
        </Button>
      </div>
      {deciding.error === null ? null : (
        <FailureNote
          error={deciding.error}
          general="failure.form"
          sentences={{ forbidden: t('proposals.own'), conflict: t('proposals.conflict') }}
        />
      )}
    </>
  )
}
