import { useTranslation } from 'react-i18next'
import { languageNames, languages, setLanguage } from '../i18n/language.ts'

/** The languages, where nobody has said theirs yet. */
export function LanguageChoice() {
  const { i18n } = useTranslation()
  return (
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
  )
}
