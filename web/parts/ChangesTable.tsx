import { useTranslation } from 'react-i18next'
import type { ChangeCounts, Rate, RateChange } from '../asking/tariffs.ts'
import { count } from '../numbers.ts'
import { useRateWords } from '../use-rate-words.ts'
import { RecordCell, Records } from './Records.tsx'

const words = ['added', 'removed', 'changed', 'same'] as const

/** How rates differ: how many of each kind, and those that are told, before and after. */
export function ChangesTable({ counts, changes }: { counts: ChangeCounts; changes: readonly RateChange[] }) {
  const { t } = useTranslation()
  const { usesOf } = useRateWords()
  const all = counts.added + counts.removed + counts.changed
  return (
    <div className="confirm rate-changes">
      <p className="tags">
        {words.map((word) => (
          <span key={word} className={word !== 'same' && counts[word] > 0 ? 'badge' : 'tag'}>
            {t(`tariffs.counts.${word}`, { count: counts[word], shown: count(counts[word]) })}
          </span>
        ))}
      </p>
      {changes.length === 0 ? null : (
        <Records
          label={t('tariffs.differences')}
          columns={[
            { title: t('tariffs.columns.uses') },
            { title: t('tariffs.columns.before') },
            { title: t('tariffs.columns.after') },
          ]}
        >
          {changes.map(({ name, change, before, after }) => {
            const rate = (after ?? before)!
            const title = `${t(`services.${rate.service}`)} · ${usesOf(rate)}`
            return (
              <tr key={name}>
                <th scope="row">
                  <bdi>{title}</bdi> <span className="badge">{t(`tariffs.changes.${change}`)}</span>
                </th>
                <RecordCell title={t('tariffs.columns.before')}>
                  <Side rate={before} />
                </RecordCell>
                <RecordCell title={t('tariffs.columns.after')}>
                  <Side rate={after} />
                </RecordCell>
              </tr>
            )
          })}
        </Records>
      )}
      {changes.length < all ? (
        <p className="soft">{t('tariffs.changesShown', { shown: count(changes.length), total: count(all) })}</p>
      ) : null}
    </div>
  )
}

function Side({ rate }: { rate: Rate | null }) {
  const { priceOf, termsOf } = useRateWords()
  if (rate === null) return '—'
  return (
    <div>
      {priceOf(rate)}
      <span className="record-note">{termsOf(rate).join(' · ')}</span>
    </div>
  )
}
