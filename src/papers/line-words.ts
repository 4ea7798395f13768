import { serviceByWord } from '../billing/service.ts'
import type { InvoiceDocument, InvoiceLine, InvoiceUnit } from '../invoices/document.ts'
import type { Text } from '../measures/text.ts'
import type { Language } from './numbers.ts'

/** What a line is for, in words: `SMS · network 26201`, `Calls · prefix 49 · package`. */
export function titleOf({ service, kind, name }: InvoiceLine, language: Language): string {
  if (kind === 'topup') return topUp[language]
  const title = serviceTitle(service, language)
  if (kind === 'manual' || !isRate(kind)) return name.trim() === '' ? title : name
  if (kind === 'told') return `${title} · ${told[language]}`
  const keys = name.split(' ').slice(1).reduce<string[]>(wholeKeys, [])
  const of = [title, ...keys.map((key) => keyIn(key, language))].join(' · ')
  const suffix = suffixes[kind]
  return suffix === undefined ? of : `${of} · ${suffix[language]}`
}

/** What a service is called. */
export function serviceTitle(service: string, language: Language): string {
  const known = serviceByWord.get(service)?.title ?? others[service]
  return known === undefined ? service : known[language]
}

/** What a line counts: calls in seconds, but a package of them in minutes, as it is bought. */
export function countedIn({ unit, kind }: Pick<InvoiceLine, 'unit' | 'kind'>): InvoiceUnit | 'minute' {
  return unit === 'second' && kind === 'package' ? 'minute' : unit
}

/** What is counted, as a column says it: `parts`, `s`. */
export function unitTitle(unit: InvoiceUnit | 'minute', language: Language): string {
  return unitTitles[unit][language]
}

/** What the document is called. */
export function documentTitle({ kind }: InvoiceDocument, language: Language): string {
  return documentTitles[kind][language]
}

const documentTitles: Readonly<Record<InvoiceDocument['kind'], Text>> = {
  usage: { en: 'Invoice', ru: 'Счёт' },
  topup: { en: 'Invoice for payment', ru: 'Счёт на оплату' },
  credit: { en: 'Credit note', ru: 'Корректировочный счёт' },
}

const topUp: Text = { en: 'Payment to the balance', ru: 'Пополнение баланса' }
const told: Text = { en: 'prices told by events', ru: 'цены из событий' }
const suffixes: Readonly<Record<string, Text>> = {
  package: { en: 'package', ru: 'пакет' },
  volume: { en: 'change by volume', ru: 'изменение по объёму' },
}
const others: Readonly<Record<string, Text>> = {
  balance: topUp,
  other: { en: 'Other', ru: 'Прочее' },
}
const unitTitles: Readonly<Record<InvoiceUnit | 'minute', Text>> = {
  part: { en: 'parts', ru: 'част.' },
  message: { en: 'messages', ru: 'сообщ.' },
  dialogue: { en: 'dialogues', ru: 'диал.' },
  second: { en: 's', ru: 'с' },
  minute: { en: 'min', ru: 'мин' },
  piece: { en: 'pcs', ru: 'шт.' },
}

const keyTitles: Readonly<Record<string, Text>> = {
  network: { en: 'network', ru: 'сеть' },
  country: { en: 'country', ru: 'страна' },
  messenger: { en: 'messenger', ru: 'мессенджер' },
  author: { en: 'author', ru: 'автор' },
  trunk: { en: 'trunk', ru: 'транк' },
  prefix: { en: 'prefix', ru: 'префикс' },
  direction: { en: 'direction', ru: 'направление' },
}
const valueTitles: Readonly<Record<string, Text>> = {
  'author=user': { en: 'client', ru: 'клиент' },
  'author=robot': { en: 'robot', ru: 'робот' },
  'author=operator': { en: 'operator', ru: 'оператор' },
  'direction=inbound': { en: 'inbound', ru: 'входящий' },
  'direction=outbound': { en: 'outbound', ru: 'исходящий' },
  'direction=internal': { en: 'internal', ru: 'внутренний' },
}

function isRate(kind: string): boolean {
  return kind === 'rate' || kind === 'told' || kind in suffixes
}

/** A trunk's name may have spaces; it stands last, so what follows belongs to it. */
function wholeKeys(keys: readonly string[], word: string): string[] {
  const isKey = Object.keys(keyTitles).some((key) => word.startsWith(`${key}=`))
  const isInTrunk = keys.at(-1)?.startsWith('trunk=') === true
  return keys.length > 0 && (isInTrunk || !isKey) ? [...keys.slice(0, -1), `${keys.at(-1)!} ${word}`] : [...keys, word]
}

function keyIn(text: string, language: Language): string {
  const [key = '', ...value] = text.split('=')
  const title = keyTitles[key]
  const word = valueTitles[text]
  return `${title === undefined ? key : title[language]} ${word === undefined ? value.join('=') : word[language]}`
}
