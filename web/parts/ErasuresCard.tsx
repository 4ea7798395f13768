import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { erasuresQuery } from '../asking/privacy.ts'
import type { Erasure } from '../asking/privacy.ts'
import { sessionQuery } from '../asking/queries.ts'
import { count, dateTime } from '../numbers.ts'
import { FailureNote } from './FailureNote.tsx'

/** Who erased somebody when and why, with the proof; never whom. */
export function ErasuresCard() {
  const { t } = useTranslation()
  return (
    <section className="card" aria-label={t('privacy.erasures')}>
      <header className="card-head">
        <h2>{t('privacy.erasures')}</h2>
      </header>
      <p className="privacy-lead soft">{t('privacy.erasuresText')}</p>
      <List />
    </section>
  )
}

function List() {
  const { t } = useTranslation()
  const { zone } = useSuspenseQuery(sessionQuery).data.company
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery(erasuresQuery)
  if (data === undefined && error === null) return <Skeleton height={80} radius={8} aria-busy="true" />
  if (data === undefined) return <FailureNote error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
  const erasures = data.pages.flatMap((page) => page.erasures)
  if (erasures.length === 0) return <p>{t('privacy.none')}</p>
  const titles = (['when', 'by', 'reason', 'messages', 'refusedEvents', 'records', 'found'] as const).map((name) =>
    t(`privacy.columns.${name}`),
  )
  return (
    <>
      <table className="erasures" aria-label={t('privacy.erasures')}>
        <thead>
          <tr>
            {titles.map((title, at) => (
              <th key={title} scope="col" className={at < firstNumber ? undefined : 'is-number'}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {erasures.map((erasure) => (
            <Row key={erasure.id} erasure={erasure} titles={titles} zone={zone} />
          ))}
        </tbody>
      </table>
      {error === null ? null : <FailureNote error={error} />}
      {hasNextPage ? (
        <div className="form-ends">
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('rows.more')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

/** The columns from this one on are numbers. */
const firstNumber = 3

type RowProps = { erasure: Erasure; titles: readonly string[]; zone: string }

function Row({ erasure: { at, by, reason, proof }, titles, zone }: RowProps) {
  const { t } = useTranslation()
  return (
    <tr>
      <th scope="row">{dateTime(at, zone)}</th>
      <td data-title={titles[1]}>
        <bdi>{by}</bdi>
      </td>
      <td data-title={titles[2]}>
        <bdi>{reason}</bdi>
      </td>
      {proof === null ? (
        <td className="worse" colSpan={titles.length - firstNumber}>
          {t('privacy.unfinished')}
        </td>
      ) : (
        [proof.messages, proof.refusedEvents, proof.logRecords, proof.remaining].map((value, index) => (
          <td key={titles[firstNumber + index]} data-title={titles[firstNumber + index]} className="is-number">
            <span className={index < 3 ? undefined : value === 0 ? 'better' : 'worse'}>{count(value)}</span>
          </td>
        ))
      )}
    </tr>
  )
}
