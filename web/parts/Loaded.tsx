import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { Refusal } from '../asking/ask.ts'
import { FailureNote } from './FailureNote.tsx'

type LoadedProps<Answer> = {
  query: { data: Answer | undefined; error: Error | null; isFetching: boolean; refetch: () => unknown }
  /** The height in pixels of what comes. */
  height: number
  /** What is said where there is no such thing; to try again would not help. */
  missing?: string
  children: (answer: Answer) => ReactNode
}

/** What a query answers once it is there; before that its place, or why it does not come. */
export function Loaded<Answer>({ query, height, missing, children }: LoadedProps<Answer>) {
  const { data, error, isFetching, refetch } = query
  if (data !== undefined) return children(data)
  if (missing !== undefined && error instanceof Refusal && error.problem.status === 404) {
    return <FailureNote error={error} sentences={{ 'not-found': missing }} />
  }
  if (error !== null) return <FailureNote error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
  return (
    <div aria-busy="true">
      <Skeleton height={height} radius={8} />
    </div>
  )
}
