import i18next, { changeLanguage, use } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Text } from '../asking/answers.ts'
import en from './en.json' with { type: 'json' }

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

export const languages = ['en', 'ru'] as const
export type Language = (typeof languages)[number]

/** Each language in its own words. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', ru: 'Русский' }

const kept = 'talkmeter-language'

/** Starts with the language chosen before, else the browser's; Russian is fetched only where it is wanted. */
export async function startLanguage(): Promise<void> {
  await use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await show(wantedLanguage() ?? 'en')
}

/** The language that the person chose in this browser, else the first of the browser's own that the pages have. */
export function wantedLanguage(): Language | undefined {
  return readKept() ?? navigator.languages.map((tag) => tag.toLowerCase().slice(0, 2)).find(isLanguage)
}

/** Changes the language now and for later visits. */
export async function setLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(kept, language)
  } catch {
    // Storage can be forbidden; the choice then holds until the page is closed.
  }
  await show(language)
}

/** Forgets the choice made in this browser, and speaks as the browser itself wishes. */
export async function followBrowser(): Promise<void> {
  try {
    localStorage.removeItem(kept)
  } catch {
    // Nothing was kept there.
  }
  await show(wantedLanguage() ?? 'en')
}

export function isLanguage(word: string | null | undefined): word is Language {
  return languages.some((language) => language === word)
}

/** Shows a language without keeping it. */
export async function show(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const { default: words } = await import('./ru.json', { with: { type: 'json' } })
    i18next.addResourceBundle(language, 'translation', words)
  }
  document.documentElement.lang = language
  await changeLanguage(language)
}

/** A text of the API in the language of the page. */
export function textIn(text: Text, language: string): string {
  return language === 'ru' ? text.ru : text.en
}

function readKept(): Language | undefined {
  try {
    const word = localStorage.getItem(kept)
    return isLanguage(word) ? word : undefined
  } catch {
    return undefined
  }
}
