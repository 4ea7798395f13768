import { useTranslation } from 'react-i18next'
import type { StatementCounts as Counts } from '../asking/statements.ts'
import { count } from '../numbers.ts'

const words = ['matched', 'waiting', 'ignored', 'known'] as const

/** How many lines of a file are payments, wait, are none, or were known before. */
export function StatementCounts({ counts }: { counts: Counts }) {
  const { t } = useTranslation()
  return (
    <span className="tags">
      {words.map((word) => (
        <span key={word} className={counts[word] > 0 && word === 'waiting' ? 'badge' : 'tag'}>
          {t(`statements.counts.${word}`, { shown: count(counts[word]) })}
        </span>
      ))}
    </span>
  )
}
