import { useTranslation } from 'react-i18next'
import { Refusal } from '../asking/ask.ts'

export type FailureNoteProps = { error: unknown; onRetry?: () => void; isRetrying?: boolean }

/** Sentences of our own for what a page may meet, in both languages; the server's own is English. */
const known = ['unreachable', 'internal', 'overloaded', 'forbidden', 'too-many-requests'] as const

/** What went wrong, in a sentence, the fields at fault, and the id of the request. */
export function FailureNote({ error, onRetry, isRetrying = false }: FailureNoteProps) {
  const { t } = useTranslation()
  const problem = error instanceof Refusal ? error.problem : undefined
  const code = known.find((word) => word === problem?.code)
  return (
    <div className="failure" role="alert">
      <p>{t(code === undefined ? 'failure.panel' : `failure.codes.${code}`)}</p>
      {problem === undefined || code !== undefined ? null : (
        <p className="soft" lang="en">
          {problem.detail ?? problem.title}
        </p>
      )}
      {problem?.requestId === undefined ? null : (
        <p className="soft">
          {t('failure.request')} <code>{problem.requestId}</code>
        </p>
      )}
      {onRetry === undefined ? null : (
        <button type="button" className="chip" onClick={onRetry} disabled={isRetrying} aria-busy={isRetrying}>
          {t(isRetrying ? 'failure.retrying' : 'failure.retry')}
        </button>
      )}
    </div>
  )
}
