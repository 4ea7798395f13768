import { Card } from './Card.tsx'
import { FailureNote, type FailureNoteProps } from './FailureNote.tsx'

type FailedCardProps = FailureNoteProps & { title: string; width: number; height: number }

/** A panel that could not be loaded, with the size that it would have. */
export function FailedCard({ title, width, height, ...failure }: FailedCardProps) {
  return (
    <Card title={title} entries={[]} width={width} isOld={false}>
      <div className="panel-body" style={{ minHeight: height }}>
        <FailureNote {...failure} />
      </div>
    </Card>
  )
}
