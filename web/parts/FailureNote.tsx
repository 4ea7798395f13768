import { useTranslation } from 'react-i18next'
import type { Problem } from '../asking/answers.ts'
import { Refusal } from '../asking/ask.ts'
import { inSeconds } from '../numbers.ts'

export type FailureNoteProps = {
  error: unknown
  onRetry?: () => void
  isRetrying?: boolean
  /** What to say where nothing more is known. */
  general?: 'failure.panel' | 'failure.form' | 'statements.unreadable'
  /** Sentences for refusals that mean something particular in this place, by the code of the problem. */
  sentences?: Readonly<Record<string, string>> | undefined
}

/** Sentences of our own for what a page may meet, in both languages; the server's own is English. */
const known = ['unreachable', 'internal', 'overloaded', 'forbidden', 'too-many-requests', 'other-company'] as const

/** What went wrong, in a sentence, the fields at fault, and the id of the request. */
export function FailureNote({
  error,
  onRetry,
  isRetrying = false,
  general = 'failure.panel',
  sentences,
}: FailureNoteProps) {
  const { t } = useTranslation()
  const problem = error instanceof Refusal ? error.problem : undefined
  const wait = waitSecondsOf(problem)
  const particular =
    wait === undefined ? sentences?.[problem?.code ?? ''] : t('failure.wait', { when: inSeconds(wait) })
  const code = known.find((word) => word === problem?.code)
  return (
    <div className="failure" role="alert">
      <p>{particular ?? t(code === undefined ? general : `failure.codes.${code}`)}</p>
      {problem === undefined || code !== undefined || particular !== undefined ? null : (
        <p className="soft" lang="en">
          {problem.detail ?? problem.title}
        </p>
      )}
      {problem?.requestId === undefined || particular !== undefined ? null : (
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

/** For how long the API wants no further try, where it says so. */
function waitSecondsOf(problem: Problem | undefined): number | undefined {
  const [, seconds] = /Try again in (\d+) s\.$/.exec(problem?.detail ?? '') ?? []
  return problem?.status === 429 && seconds !== undefined ? Number(seconds) : undefined
}
