import { Skeleton } from '@mantine/core'
import { Card } from './Card.tsx'

/** A card of the final size while its panel loads. */
export function ComingCard({ title, width, height }: { title: string; width: number; height: number }) {
  return (
    <Card title={title} entries={[]} width={width} isOld={false} className="coming">
      <Skeleton height={height + 22} radius={8} />
    </Card>
  )
}
