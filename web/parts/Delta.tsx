import { useTranslation } from 'react-i18next'

/** Which way is good: more messages is better, a greater price is worse. */
export type Meaning = 'more-is-better' | 'more-is-worse'

type DeltaProps = {
  /** The difference; undefined when there is nothing to compare with. */
  difference: number | undefined
  text: string
  meaning: Meaning
}

/** A difference with an arrow, coloured by what it means. */
export function Delta({ difference, text, meaning }: DeltaProps) {
  const { t } = useTranslation()
  if (difference === undefined)
    return (
      <span className="soft" title={t('counter.noComparison')}>
        — <span className="versus">{t('counter.noComparison')}</span>
      </span>
    )
  if (Math.abs(difference) < 0.0005) return <span className="soft">= {t('counter.same')}</span>
  const isUp = difference > 0
  const isGood = isUp === (meaning === 'more-is-better')
  return (
    <span className={isGood ? 'better' : 'worse'}>
      <span aria-hidden>{isUp ? '▲' : '▼'}</span>
      <span className="sr-only">{t(isUp ? 'counter.up' : 'counter.down')}</span> {text}
    </span>
  )
}
