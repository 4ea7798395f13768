import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { nameOfRate, type Rate } from '../asking/tariffs.ts'
import { useRateWords } from '../use-rate-words.ts'
import { RecordCell } from './Records.tsx'
import type { Editing } from './RateTables.tsx'

type RateRowProps = {
  rate: Rate
  /** What it was, where it is edited. */
  before?: Rate
  state?: 'added' | 'changed' | 'removed' | undefined
  editing?: Editing | undefined
  /** Whether it stands among rates of other services. */
  isAlone?: boolean
}

/** A rate as a row, in words. */
export function RateRow({ rate, before = rate, state, editing, isAlone = false }: RateRowProps) {
  const { t } = useTranslation()
  const { usesOf, priceOf, termsOf } = useRateWords()
  const uses = usesOf(rate)
  const name = nameOfRate(rate)
  const terms = termsOf(rate)
  return (
    <tr data-state={state}>
      <th scope="row">
        <span className="record-name">
          <bdi>{isAlone ? `${t(`services.${rate.service}`)} · ${uses}` : uses}</bdi>
          {state === undefined ? null : <span className="badge">{t(`tariffs.changes.${state}`)}</span>}
        </span>
      </th>
      <RecordCell title={t('tariffs.columns.price')} kind="number">
        <div className="rate-price">
          {state === 'changed' && before.price !== rate.price ? (
            <>
              <s className="soft">{priceOf(before)}</s>{' '}
            </>
          ) : null}
          {priceOf(rate)}
        </div>
      </RecordCell>
      <RecordCell title={t('tariffs.columns.terms')}>
        <span className="rate-terms">
          {terms.length === 0 ? '—' : terms.map((term) => <span key={term}>{term}</span>)}
        </span>
      </RecordCell>
      {editing === undefined ? null : (
        <RecordCell title={t('tariffs.columns.acts')} kind="acts">
          <span className="rate-acts">
            {state === 'removed' ? null : (
              <Button
                size="xs"
                variant="default"
                aria-label={t('tariffs.editOf', { uses })}
                onClick={() => editing.onEdit(rate)}
              >
                {t('tariffs.edit')}
              </Button>
            )}
            {state === undefined ? (
              <Button
                size="xs"
                variant="default"
                aria-label={t('tariffs.removeOf', { uses })}
                onClick={() => editing.onRemove(name)}
              >
                {t('tariffs.remove')}
              </Button>
            ) : (
              <Button
                size="xs"
                variant="default"
                aria-label={t('tariffs.undoOf', { uses })}
                onClick={() => editing.onUndo(name)}
              >
                {t('tariffs.undo')}
              </Button>
            )}
          </span>
        </RecordCell>
      )}
    </tr>
  )
}
