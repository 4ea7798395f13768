import { useId, type ReactNode } from 'react'

type PageSectionProps = { title: string; note?: string; children: ReactNode }

/** A part of a page about people or a company: its title and a word about it, and what is to be done beside them. */
export function PageSection({ title, note, children }: PageSectionProps) {
  const id = useId()
  return (
    <section className="card page-section" aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <p className="soft">{note}</p>}
      </div>
      <div className="page-section-body">{children}</div>
    </section>
  )
}
