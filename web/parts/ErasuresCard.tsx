import { Button } from '@mantine/core'
import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { erasuresQuery } from '../asking/privacy.ts'
import type { Erasure } from '../asking/privacy.ts'
import { sessionQuery } from '../asking/queries.ts'
import { count, dateTime } from '../numbers.ts'
import { Loaded } from './Loaded.tsx'
import { RecordCell, Records } from './Records.tsx'

/** Who erased somebody when and why, with the proof; never whom. */
export function ErasuresCard() {
  const { t } = useTranslation()
  const { zone } = useSuspenseQuery(sessionQuery).data.company
  const erasures = useInfiniteQuery(erasuresQuery)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = erasures
  return (
    <section className="card" aria-label={t('privacy.erasures')}>
      <header className="card-head">
        <h2>{t('privacy.erasures')}</h2>
      </header>
      <p className="card-lead soft">
        {t('privacy.erasuresText')} {t('privacy.idsStay')}
      </p>
      <Loaded query={erasures} height={80}>
        {({ pages }) => <List erasures={pages.flatMap((page) => page.erasures)} zone={zone} />}
      </Loaded>
      {hasNextPage ? (
        <div className="card-more">
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('rows.more')}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

/** What a proof counts, in the order of the columns. */
const counts = ['messages', 'dialogues', 'calls', 'refusedEvents', 'logRecords', 'remaining'] as const

function List({ erasures, zone }: { erasures: readonly Erasure[]; zone: string }) {
  const { t } = useTranslation()
  if (erasures.length === 0) return <p className="soft">{t('privacy.none')}</p>
  return (
    <Records
      label={t('privacy.erasures')}
      columns={[
        { title: t('privacy.columns.when') },
        { title: t('privacy.columns.by') },
        { title: t('privacy.columns.reason') },
        ...counts.map((name) => ({ title: t(`privacy.columns.${name}`), kind: 'number' as const })),
      ]}
    >
      {erasures.map((erasure) => (
        <Row key={erasure.id} erasure={erasure} zone={zone} />
      ))}
    </Records>
  )
}

function Row({ erasure: { at, by, reason, proof }, zone }: { erasure: Erasure; zone: string }) {
  const { t } = useTranslation()
  return (
    <tr>
      <th scope="row">{dateTime(at, zone)}</th>
      <RecordCell title={t('privacy.columns.by')}>
        <bdi>{by}</bdi>
      </RecordCell>
      <RecordCell title={t('privacy.columns.reason')}>
        <bdi className="privacy-reason">{reason}</bdi>
      </RecordCell>
      {proof === null ? (
        <td className="soft privacy-reason" colSpan={counts.length}>
          {t('privacy.unfinished')}
        </td>
      ) : (
        counts.map((name) => (
          <RecordCell key={name} title={t(`privacy.columns.${name}`)} kind="number">
            <span
              className={name !== 'remaining' ? '' : proof.remaining === 0 ? 'better' : 'worse'}
              title={
                name === 'remaining' && proof.remaining > 0
                  ? t('privacy.somethingLeft', { count: proof.remaining })
                  : undefined
              }
            >
              {count(proof[name])}
            </span>
          </RecordCell>
        ))
      )}
    </tr>
  )
}
