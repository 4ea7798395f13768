import { Card } from './Card.tsx'
import { FailureNote } from './FailureNote.tsx'

type FailedCardProps = { title: string; width: number; height: number; error: unknown; onRetry: () => void }

/** A panel that could not be loaded, with the size that it would have. */
export function FailedCard({ title, width, height, error, onRetry }: FailedCardProps) {
  return (
    <Card title={title} entries={[]} width={width} isOld={false}>
      <div style={{ minHeight: height }}>
        <FailureNote error={error} onRetry={onRetry} />
      </div>
    </Card>
  )
}
