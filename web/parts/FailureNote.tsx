import { useTranslation } from 'react-i18next'
import { Refusal } from '../asking/ask.ts'

/** What went wrong, in a sentence, the fields at fault, and the id of the request. */
export function FailureNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  const problem = error instanceof Refusal ? error.problem : undefined
  const sentence =
    problem?.code === 'unreachable' ? t('card.unreachable') : (problem?.detail ?? problem?.title ?? t('card.failed'))
  return (
    <div className="failure" role="alert">
      <p>{sentence}</p>
      {problem?.fields?.map(({ field, detail }) => (
        <p key={field}>
          <code>{field}</code>: {detail}
        </p>
      ))}
      {problem?.requestId === undefined ? null : (
        <p className="soft">
          {t('card.request', { id: '' })}
          <code>{problem.requestId}</code>
        </p>
      )}
      {onRetry === undefined ? null : (
        <button type="button" className="chip" onClick={onRetry}>
          {t('card.retry')}
        </button>
      )}
    </div>
  )
}
