import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureNote } from './FailureNote.tsx'

type MoreButtonProps = {
  /** Of which more may be asked for. */
  query: {
    data: unknown
    error: Error | null
    hasNextPage: boolean
    isFetchingNextPage: boolean
    fetchNextPage: () => unknown
  }
}

/** Asks for the next page of a list, as long as there is one, and tells why it does not come. */
export function MoreButton({ query }: MoreButtonProps) {
  const { t } = useTranslation()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  return (
    <>
      {data !== undefined && error !== null ? <FailureNote error={error} /> : null}
      {hasNextPage ? (
        <div className="card-more">
          <Button size="sm" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('rows.more')}
          </Button>
        </div>
      ) : null}
    </>
  )
}
