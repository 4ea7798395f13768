import { expect, test } from 'vitest'
import en from './en.json' with { type: 'json' }
import ru from './ru.json' with { type: 'json' }

type Words = { [key: string]: string | Words }

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })
const code = Object.entries(sources)
  .filter(([path]) => !path.endsWith('.test.ts'))
  .map(([, text]) => text)
  .join('\n')

const english = flat(en)
const russian = flat(ru)

test('both languages have the same texts, and each its own plural forms', () => {
  expect(namesOf(russian)).toEqual(namesOf(english))
  expect(pluralFaults(english, 'en')).toEqual([])
  expect(pluralFaults(russian, 'ru')).toEqual([])
})

test('a text holds the same placeholders and tags in both languages', () => {
  expect(holdersIn(russian)).toEqual(holdersIn(english))
})

test('every text is used, and every text that is used is there', () => {
  const names = namesOf(english)
  const quoted = [...code.matchAll(/['"]([a-z]\w*(?:\.[\w-]+)+)['"]/gi)].map(([, name]) => name!)
  // `period.named.${id}`: all that begins so is used; what begins so by accident would be, too, so keep such groups apart.
  const begun = [...code.matchAll(/`([a-z]\w*\.[\w.-]*)\$\{/gi)].map(([, start]) => start!)
  const inGroups = names.filter((name) => begun.some((start) => name.startsWith(start)))
  expect(names.filter((name) => !quoted.includes(name) && !inGroups.includes(name))).toEqual([])
  const asked = [...code.matchAll(/\bt\(\s*['"]([^'"]+)['"]|i18nKey="([^"]+)"/g)].map((match) => match[1] ?? match[2]!)
  expect(asked.length).toBeGreaterThan(50)
  expect(asked.filter((name) => !names.includes(name))).toEqual([])
  expect(begun.filter((start) => !names.some((name) => name.startsWith(start)))).toEqual([])
})

test('a Russian word is written in Russian letters only', () => {
  const mixed = Object.values(russian).flatMap((text) => text.match(/[a-z]+[а-яё]+|[а-яё]+[a-z]+/gi) ?? [])
  expect(mixed).toEqual([])
})

/** Texts by their whole name, `menu.pages.chats`. */
function flat(words: Words, start = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(words).map(([key, value]) =>
      typeof value === 'string' ? { [`${start}${key}`]: value } : flat(value, `${start}${key}.`),
    ),
  ) as Record<string, string>
}

/** The names that code asks for: the forms of a plural are one. */
function namesOf(words: Record<string, string>): string[] {
  return [...new Set(Object.keys(words).map((name) => stemOf(words, name)))].toSorted()
}

function stemOf(words: Record<string, string>, name: string): string {
  const stem = name.replace(/_(one|two|few|many|other)$/, '')
  return `${stem}_other` in words ? stem : name
}

function pluralFaults(words: Record<string, string>, language: string): string[] {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const stems = namesOf(words).filter((name) => `${name}_other` in words)
  expect(stems.length).toBeGreaterThan(0)
  return stems.flatMap((stem) => forms.map((form) => `${stem}_${form}`).filter((name) => !(name in words)))
}

/** By name, what its texts hold; the forms of a plural hold the same. */
function holdersIn(words: Record<string, string>): Record<string, string> {
  const found = new Map<string, Set<string>>()
  for (const [key, text] of Object.entries(words)) {
    const name = stemOf(words, key)
    const holders = (text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []).toSorted().join(' ')
    found.set(name, (found.get(name) ?? new Set()).add(holders))
  }
  return Object.fromEntries([...found].map(([name, holders]) => [name, [...holders].join(' | ')]))
}
