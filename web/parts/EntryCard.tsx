import type { ReactNode } from 'react'
import { useTitle } from '../use-title.ts'
import { Brand } from './Brand.tsx'
import { LanguageChoice } from './LanguageChoice.tsx'

/** A page by which a person comes in: the brand, a title, what is to be done, and the languages. */
export function EntryCard({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title)
  return (
    <main className="entry">
      <div className="entry-card">
        <div className="menu-brand">
          <Brand />
        </div>
        <h1>{title}</h1>
        {children}
        <LanguageChoice />
      </div>
    </main>
  )
}
