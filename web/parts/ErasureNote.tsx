import { useTranslation } from 'react-i18next'
import type { Proof } from '../asking/privacy.ts'
import { count } from '../numbers.ts'

/** What an erasure did, and what was found when all of it was searched again. */
export function ProofNote({ proof }: { proof: Proof }) {
  const { t } = useTranslation()
  const { messages, refusedEvents, logRecords, remaining } = proof
  const counts = { messages: count(messages), refused: count(refusedEvents), records: count(logRecords) }
  return (
    <output className="privacy-proof">
      <p>
        <strong>{t('privacy.erased')}</strong> {t('privacy.erasedCounts', counts)}
      </p>
      <p className={remaining === 0 ? 'better' : 'worse'}>
        {remaining === 0 ? t('privacy.nothingLeft') : t('privacy.somethingLeft', { count: remaining })}
      </p>
    </output>
  )
}
