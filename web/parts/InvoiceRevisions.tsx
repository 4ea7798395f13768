import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { differenceQuery, invoiceFile, type InvoiceDetails, type InvoiceRevision } from '../asking/invoices.ts'
import { dateTime, money } from '../numbers.ts'
import { DifferenceTable } from './DifferenceTable.tsx'
import { Loaded } from './Loaded.tsx'
import { RecordCell, Records } from './Records.tsx'

type Pair = { from: number; to: number }

/** Every revision of an invoice with its file, and what changed between two of them. */
export function InvoiceRevisions({ invoice, zone }: { invoice: InvoiceDetails; zone: string }) {
  const { t } = useTranslation()
  const { number, currency, revision: latest, revisions } = invoice
  const [pair, setPair] = useState<Pair | undefined>(latest === 0 ? undefined : { from: latest - 1, to: latest })
  return (
    <>
      {latest === 0 ? <p className="soft">{t('revisions.none')}</p> : null}
      <Records
        label={t('invoices.revisions')}
        columns={[
          { title: t('revisions.revision') },
          { title: t('revisions.amount'), kind: 'number' },
          { title: t('revisions.total'), kind: 'number' },
          { title: t('revisions.revisedAt') },
          { title: t('revisions.byWhom') },
          { title: t('revisions.email') },
          { title: t('revisions.comment') },
          { title: t('invoices.actions'), kind: 'acts' },
        ]}
      >
        {revisions.map((revision) => (
          <RevisionRow
            key={revision.revision}
            revision={revision}
            number={number}
            currency={currency}
            zone={zone}
            onCompare={() => setPair({ from: revision.revision - 1, to: revision.revision })}
          />
        ))}
      </Records>
      {pair === undefined ? null : (
        <Difference number={number} currency={currency} latest={latest} pair={pair} onPair={setPair} />
      )}
    </>
  )
}

type RevisionRowProps = {
  revision: InvoiceRevision
  number: string
  currency: string
  zone: string
  onCompare: () => void
}

function RevisionRow({ revision: of, number, currency, zone, onCompare }: RevisionRowProps) {
  const { t } = useTranslation()
  const { revision, amount, total, revisedAt, byWhom, email, approvedBy, comment } = of
  const name = revision === 0 ? t('revisions.first') : String(revision)
  return (
    <tr>
      <th scope="row">
        <span className="record-name">{name}</span>
      </th>
      <RecordCell title={t('revisions.amount')} kind="number">
        <span>{amount === null ? '—' : money(amount, currency)}</span>
      </RecordCell>
      <RecordCell title={t('revisions.total')} kind="number">
        <span>{money(total, currency)}</span>
      </RecordCell>
      <RecordCell title={t('revisions.revisedAt')}>{dateTime(revisedAt, zone)}</RecordCell>
      <RecordCell title={t('revisions.byWhom')}>
        <span>
          <bdi>{byWhom}</bdi>
          {approvedBy === null ? null : (
            <span className="record-note">{t('revisions.approvedBy', { name: approvedBy })}</span>
          )}
        </span>
      </RecordCell>
      <RecordCell title={t('revisions.email')}>
        {email === null ? (
          '—'
        ) : (
          <a className="file-name" href={`mailto:${email}`}>
            {email}
          </a>
        )}
      </RecordCell>
      <RecordCell title={t('revisions.comment')}>
        <bdi className="revision-comment">{comment ?? '—'}</bdi>
      </RecordCell>
      <RecordCell title={t('invoices.actions')} kind="acts">
        <span className="row-acts">
          {revision === 0 ? null : (
            <Button size="xs" variant="default" aria-label={t('revisions.compareOf', { name })} onClick={onCompare}>
              {t('revisions.compare')}
            </Button>
          )}
          <Button
            component="a"
            size="xs"
            variant="default"
            href={invoiceFile(number, 'pdf', revision)}
            download
            aria-label={t('revisions.downloadOf', { name })}
          >
            {t('revisions.pdf')}
          </Button>
        </span>
      </RecordCell>
    </tr>
  )
}

type DifferenceProps = {
  number: string
  currency: string
  latest: number
  pair: Pair
  onPair: (pair: Pair) => void
}

function Difference({ number, currency, latest, pair, onPair }: DifferenceProps) {
  const { t } = useTranslation()
  const difference = useQuery(differenceQuery(number, pair.from, pair.to))
  const data = Array.from({ length: latest + 1 }, (_, revision) => ({
    value: String(revision),
    label: revision === 0 ? t('revisions.first') : t('revisions.numbered', { revision }),
  }))
  const choice = (side: 'from' | 'to') => (
    <Select
      label={t(`revisions.${side}`)}
      data={data}
      value={String(pair[side])}
      allowDeselect={false}
      comboboxProps={{ shadow: 'none' }}
      onChange={(value) => value !== null && onPair({ ...pair, [side]: Number(value) })}
    />
  )
  return (
    <section className="difference" aria-label={t('revisions.difference')}>
      <h4>{t('revisions.difference')}</h4>
      <div className="difference-sides">
        {choice('from')}
        {choice('to')}
      </div>
      <Loaded query={difference} height={120}>
        {(known) => <DifferenceTable difference={known} currency={currency} />}
      </Loaded>
    </section>
  )
}
