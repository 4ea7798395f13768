import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { companiesQuery } from '../asking/accounts.ts'
import { ask } from '../asking/ask.ts'
import { useMoneyAct } from '../asking/invoices.ts'
import { useWaitingLines, type Candidate, type KeptLine } from '../asking/statements.ts'
import { money, wholeDay } from '../numbers.ts'
import { DecideDialog } from './DecideDialog.tsx'
import { FailureNote } from './FailureNote.tsx'
import { Loaded } from './Loaded.tsx'
import { MoreButton } from './MoreButton.tsx'
import { StatementLineAbout } from './StatementLineAbout.tsx'
import { RecordCell, Records } from './Records.tsx'

/** Lines of statements that nobody could be sure of: what each may be for, one click away, and everything else in a dialog. */
export function WaitingLines() {
  const { t } = useTranslation()
  const waiting = useWaitingLines()
  const [line, setLine] = useState<KeptLine>()
  const [said, setSaid] = useState('')
  return (
    <section className="card" aria-label={t('statements.waiting')}>
      <header className="card-head">
        <h2>{t('statements.waiting')}</h2>
      </header>
      <output className="said-line">{said}</output>
      <Loaded query={waiting} height={160}>
        {({ pages }) => {
          const lines = pages.flatMap((page) => page.lines)
          if (lines.length === 0) return <p className="soft">{t('statements.noneWait')}</p>
          return (
            <Records
              label={t('statements.waiting')}
              columns={[
                { title: t('statements.payer') },
                { title: t('transactions.date') },
                { title: t('invoices.amount'), kind: 'number' },
                { title: t('statements.why') },
                { title: t('invoices.actions'), kind: 'acts' },
              ]}
            >
              {lines.map((one) => (
                <WaitingRow key={one.id} line={one} onSaid={setSaid} onDecide={() => setLine(one)} />
              ))}
            </Records>
          )
        }}
      </Loaded>
      <MoreButton query={waiting} />
      {line === undefined ? null : (
        <DecideDialog
          line={line}
          onDone={(sentence) => {
            setLine(undefined)
            setSaid(sentence)
          }}
          onClose={() => setLine(undefined)}
        />
      )}
    </section>
  )
}

type WaitingRowProps = { line: KeptLine; onSaid: (sentence: string) => void; onDecide: () => void }

function WaitingRow({ line, onSaid, onDecide }: WaitingRowProps) {
  const { t } = useTranslation()
  const { data: companies = [] } = useQuery(companiesQuery(''))
  const deciding = useMoneyAct(({ invoice }: Candidate) =>
    ask(`statement-lines/${line.id}/decide`, { method: 'POST', body: { invoice } }),
  )
  const amount = money(line.amount, line.currency)
  const likely = line.kind === 'credit' ? line.candidates.slice(0, 2) : []
  return (
    <tr>
      <StatementLineAbout line={line} />
      <RecordCell title={t('transactions.date')}>{wholeDay(line.date)}</RecordCell>
      <RecordCell title={t('invoices.amount')} kind="number">
        <span>{amount}</span>
      </RecordCell>
      <RecordCell title={t('statements.why')}>
        <span className="revision-comment">{line.why === null ? '—' : t(`statements.reasons.${line.why}`)}</span>
      </RecordCell>
      <RecordCell title={t('invoices.actions')} kind="acts">
        <span className="waiting-acts">
          {likely.map((candidate) => (
            <Button
              key={candidate.invoice}
              size="xs"
              variant="default"
              disabled={deciding.isPending}
              title={companies.find(({ number }) => number === candidate.company)?.name}
              onClick={() =>
                deciding.mutate(candidate, {
                  onSuccess: () => onSaid(t('statements.paid', { amount, invoice: candidate.invoice })),
                })
              }
            >
              {t('statements.paysThis', { invoice: candidate.invoice, due: money(candidate.due, line.currency) })}
            </Button>
          ))}
          <Button size="xs" variant="default" disabled={deciding.isPending} onClick={onDecide}>
            {t('statements.decide')}
          </Button>
          {deciding.error === null ? null : (
            <FailureNote
              error={deciding.error}
              general="failure.form"
              sentences={{ conflict: t('statements.decidedBefore') }}
            />
          )}
        </span>
      </RecordCell>
    </tr>
  )
}
