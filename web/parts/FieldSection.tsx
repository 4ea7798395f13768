import type { ReactNode } from 'react'
import { PageSection } from './PageSection.tsx'

/** Fields that belong together, and a word about them. */
export function FieldSection({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <PageSection title={title} note={note}>
      <div className="fields">{children}</div>
    </PageSection>
  )
}
