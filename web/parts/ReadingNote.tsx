import { useTranslation } from 'react-i18next'
import { exactTime } from '../numbers.ts'
import type { Reading } from '../use-page-state.ts'

/** When what follows the clock was read. */
export function ReadingNote({ reading: { asOf, zone, isStale } }: { reading: Reading }) {
  const { t } = useTranslation()
  const time = exactTime(asOf, zone).split(', ').at(-1)
  return (
    <p className={isStale ? 'reading worse' : 'reading soft live'}>
      {isStale ? null : <i aria-hidden />}
      {t(isStale ? 'card.behindTime' : 'card.asOf', { time })}
    </p>
  )
}
