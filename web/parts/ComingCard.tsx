import { Skeleton } from '@mantine/core'
import { Card } from './Card.tsx'

/** A card of the final size while its panel loads. */
export function ComingCard({ title, width, height }: { title: string; width: number; height: number }) {
  return (
    <Card title={title} entries={[]} width={width} isOld={false}>
      <div className="panel-body" style={{ minHeight: height }}>
        <Skeleton className="coming" radius={8} />
      </div>
    </Card>
  )
}
