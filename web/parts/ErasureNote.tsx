import { useTranslation } from 'react-i18next'
import type { Erasure } from '../asking/privacy.ts'
import { count } from '../numbers.ts'

/** What an erasure did, and what was found when all of it was searched again; or that it takes longer. */
export function ErasureNote({ erasure: { proof } }: { erasure: Erasure }) {
  const { t } = useTranslation()
  if (proof === null) {
    return (
      <output className="privacy-proof">
        <p>{t('privacy.goesOn')}</p>
      </output>
    )
  }
  const { messages, dialogues, calls, refusedEvents, logRecords, remaining } = proof
  const counts = {
    messages: count(messages),
    dialogues: count(dialogues),
    calls: count(calls),
    refused: count(refusedEvents),
    records: count(logRecords),
  }
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
