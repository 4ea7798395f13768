import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { languageNames, languages, setLanguage } from '../i18n/language.ts'
import { useTitle } from '../use-title.ts'
import { Brand } from './Brand.tsx'

/** A page by which a person comes in: the brand, a title, what is to be done, and the languages. */
export function EntryCard({ title, children }: { title: string; children: ReactNode }) {
  const { i18n } = useTranslation()
  useTitle(title)
  return (
    <main className="entry">
      <div className="entry-card">
        <div className="menu-brand">
          <Brand />
        </div>
        <h1>{title}</h1>
        {children}
        <div className="entry-languages">
          {languages.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={i18n.language === language}
              onClick={() => void setLanguage(language)}
            >
              {languageNames[language]}
            </button>
          ))}
        </div>
      </div>
    </main>
  )
}
