import { useTranslation } from 'react-i18next'
import type { Totals } from '../asking/answers.ts'
import { count, quotient } from '../numbers.ts'

/** How many parts a message has: on average, and what the average hides. */
export function PerMessage({ totals, word }: { totals: Totals; word: 'perMessage' | 'perSent' }) {
  const { t } = useTranslation()
  const { parts_per_message: average, parts_per_message_median: median, parts_per_message_p90: p90 } = totals
  if (typeof average !== 'number') return null
  return (
    <>
      <span className="soft">{t(`counter.${word}`, { value: quotient(average) })}</span>
      {typeof median !== 'number' || typeof p90 !== 'number' ? null : (
        <span className="soft">{t('counter.ranks', { median: count(median), p90: count(p90) })}</span>
      )}
    </>
  )
}
