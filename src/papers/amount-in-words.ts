import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { InvoiceDocument } from '../invoices/document.ts'
import { digitsOf } from '../invoices/rounding.ts'
import { fixed } from './numbers.ts'
import type { Language } from './numbers.ts'

/**
 * An amount as it is written out under a total: "One hundred twenty-three euros 05 cents", "Сто двадцать три рубля 05 копеек".
 * @param amount a decimal text; rounded to the digits of the currency
 */
export function amountInWords(amount: string, currency: string, language: Language): string {
  const value = readDecimal(amount)
  if (value === undefined) throw new Error(`"${amount}" is no decimal number`)
  const digits = digitsOf(currency)
  const [whole = '0', fraction] = fixed(value, digits).replace('-', '').split('.')
  const name = currencies[currency]?.[language]
  const words = language === 'ru' ? russian(BigInt(whole), name?.isFeminine === true) : english(BigInt(whole))
  const major = name === undefined ? namedByEngine(whole, currency, language) : formOf(name.major, whole, language)
  const minor =
    fraction === undefined
      ? ''
      : name?.minor === undefined
        ? ` ${fraction}/1${'0'.repeat(digits)}`
        : ` ${fraction} ${formOf(name.minor, fraction, language)}`
  const minus = fixed(value, digits).startsWith('-') ? (language === 'ru' ? 'минус ' : 'minus ') : ''
  const text = `${minus}${words} ${major}${minor}`
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Of one, of a few (in Russian), of many. */
type Forms = readonly [one: string, few: string, many: string] | readonly [one: string, many: string]
type Name = { major: Forms; minor?: Forms; isFeminine?: true }

const cents: Forms = ['cent', 'cents']
const центы: Forms = ['цент', 'цента', 'центов']
const копейки: Forms = ['копейка', 'копейки', 'копеек']
const пенсы: Forms = ['пенс', 'пенса', 'пенсов']

const currencies: Readonly<Record<string, Record<Language, Name>>> = {
  EUR: { en: { major: ['euro', 'euros'], minor: cents }, ru: { major: ['евро', 'евро'], minor: центы } },
  USD: {
    en: { major: ['US dollar', 'US dollars'], minor: cents },
    ru: { major: ['доллар США', 'доллара США', 'долларов США'], minor: центы },
  },
  RUB: {
    en: { major: ['rouble', 'roubles'], minor: ['kopeck', 'kopecks'] },
    ru: { major: ['рубль', 'рубля', 'рублей'], minor: копейки },
  },
  BYN: {
    en: { major: ['Belarusian rouble', 'Belarusian roubles'], minor: ['kopeck', 'kopecks'] },
    ru: { major: ['белорусский рубль', 'белорусских рубля', 'белорусских рублей'], minor: копейки },
  },
  GBP: {
    en: { major: ['pound sterling', 'pounds sterling'], minor: ['penny', 'pence'] },
    ru: { major: ['фунт стерлингов', 'фунта стерлингов', 'фунтов стерлингов'], minor: пенсы },
  },
  KZT: {
    en: { major: ['tenge', 'tenge'], minor: ['tiyn', 'tiyn'] },
    ru: { major: ['тенге', 'тенге'], minor: ['тиын', 'тиына', 'тиынов'] },
  },
  UAH: {
    en: { major: ['hryvnia', 'hryvnias'], minor: ['kopiyka', 'kopiykas'] },
    ru: { major: ['гривна', 'гривны', 'гривен'], minor: копейки, isFeminine: true },
  },
  UZS: {
    en: { major: ['Uzbek sum', 'Uzbek sums'], minor: ['tiyin', 'tiyins'] },
    ru: { major: ['узбекский сум', 'узбекских сума', 'узбекских сумов'], minor: ['тийин', 'тийина', 'тийинов'] },
  },
  CHF: {
    en: { major: ['Swiss franc', 'Swiss francs'], minor: ['centime', 'centimes'] },
    ru: {
      major: ['швейцарский франк', 'швейцарских франка', 'швейцарских франков'],
      minor: ['сантим', 'сантима', 'сантимов'],
    },
  },
  PLN: {
    en: { major: ['zloty', 'zlotys'], minor: ['grosz', 'groszy'] },
    ru: { major: ['злотый', 'злотых', 'злотых'], minor: ['грош', 'гроша', 'грошей'] },
  },
  CZK: {
    en: { major: ['Czech koruna', 'Czech korunas'], minor: ['haler', 'halers'] },
    ru: {
      major: ['чешская крона', 'чешские кроны', 'чешских крон'],
      minor: ['геллер', 'геллера', 'геллеров'],
      isFeminine: true,
    },
  },
  TRY: {
    en: { major: ['Turkish lira', 'Turkish liras'], minor: ['kurush', 'kurush'] },
    ru: {
      major: ['турецкая лира', 'турецкие лиры', 'турецких лир'],
      minor: ['куруш', 'куруша', 'курушей'],
      isFeminine: true,
    },
  },
  INR: {
    en: { major: ['rupee', 'rupees'], minor: ['paisa', 'paise'] },
    ru: {
      major: ['индийская рупия', 'индийские рупии', 'индийских рупий'],
      minor: ['пайса', 'пайсы', 'пайс'],
      isFeminine: true,
    },
  },
  CNY: {
    en: { major: ['yuan', 'yuan'], minor: ['fen', 'fen'] },
    ru: { major: ['юань', 'юаня', 'юаней'], minor: ['фэнь', 'фэня', 'фэней'] },
  },
  JPY: { en: { major: ['yen', 'yen'] }, ru: { major: ['иена', 'иены', 'иен'], isFeminine: true } },
  GEL: {
    en: { major: ['lari', 'lari'], minor: ['tetri', 'tetri'] },
    ru: { major: ['лари', 'лари'], minor: ['тетри', 'тетри'] },
  },
  AMD: {
    en: { major: ['Armenian dram', 'Armenian drams'], minor: ['luma', 'luma'] },
    ru: { major: ['армянский драм', 'армянских драма', 'армянских драмов'], minor: ['лума', 'лумы', 'лум'] },
  },
  AZN: {
    en: { major: ['Azerbaijani manat', 'Azerbaijani manats'], minor: ['gapik', 'gapiks'] },
    ru: {
      major: ['азербайджанский манат', 'азербайджанских маната', 'азербайджанских манатов'],
      minor: ['гяпик', 'гяпика', 'гяпиков'],
    },
  },
}

/** The name that the engine knows for so many, for currencies that are not in the table. */
function namedByEngine(whole: string, currency: string, language: Language): string {
  const form = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'name',
    maximumFractionDigits: 0,
  })
  return form.formatToParts(BigInt(whole)).find(({ type }) => type === 'currency')!.value
}

function formOf(forms: Forms, number: string, language: Language): string {
  const [one, few, many = few] = forms
  if (language === 'en') return BigInt(number) === 1n ? one : many
  const rule = pluralOf(BigInt(number))
  return rule === 'one' ? one : rule === 'few' ? few : many
}

function pluralOf(number: bigint): 'one' | 'few' | 'many' {
  const [tens, last] = [number % 100n, number % 10n]
  if (tens >= 11n && tens <= 14n) return 'many'
  return last === 1n ? 'one' : last >= 2n && last <= 4n ? 'few' : 'many'
}

/** The groups of three digits of a number, the highest first, each with how many thousands it counts. */
function groupsOf(number: bigint): { group: number; power: number }[] {
  const groups: { group: number; power: number }[] = []
  for (let rest = number, power = 0; rest > 0n; rest /= 1000n, power += 1)
    if (rest % 1000n > 0n) groups.unshift({ group: Number(rest % 1000n), power })
  return groups
}

const englishSmall =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const englishTens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const englishPowers = ['', 'thousand', 'million', 'billion', 'trillion', 'quadrillion']

function english(number: bigint): string {
  if (number === 0n) return 'zero'
  return groupsOf(number)
    .map(({ group, power }) => [englishGroup(group), englishPowers[power]!].filter((word) => word !== '').join(' '))
    .join(' ')
}

function englishGroup(group: number): string {
  const [hundreds, rest] = [Math.floor(group / 100), group % 100]
  const tens =
    rest < 20
      ? englishSmall[rest]!
      : [englishTens[Math.floor(rest / 10)]!, ...(rest % 10 === 0 ? [] : [englishSmall[rest % 10]!])].join('-')
  return [...(hundreds === 0 ? [] : [`${englishSmall[hundreds]!} hundred`]), ...(rest === 0 ? [] : [tens])].join(' ')
}

const russianSmall =
  'ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'.split(
    ' ',
  )
const russianTens = '- - двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто'.split(' ')
const russianHundreds = '- сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот'.split(' ')
const russianPowers: readonly { forms: Forms; isFeminine?: true }[] = [
  { forms: ['', ''] },
  { forms: ['тысяча', 'тысячи', 'тысяч'], isFeminine: true },
  { forms: ['миллион', 'миллиона', 'миллионов'] },
  { forms: ['миллиард', 'миллиарда', 'миллиардов'] },
  { forms: ['триллион', 'триллиона', 'триллионов'] },
  { forms: ['квадриллион', 'квадриллиона', 'квадриллионов'] },
]

function russian(number: bigint, isFeminine: boolean): string {
  if (number === 0n) return 'ноль'
  return groupsOf(number)
    .map(({ group, power }) => {
      const of = russianPowers[power]!
      const words = russianGroup(group, power === 0 ? isFeminine : of.isFeminine === true)
      return power === 0 ? words : `${words} ${formOf(of.forms, String(group), 'ru')}`
    })
    .join(' ')
}

function russianGroup(group: number, isFeminine: boolean): string {
  const [hundreds, rest] = [Math.floor(group / 100), group % 100]
  const last = rest < 20 ? rest : rest % 10
  const one = isFeminine ? (['', 'одна', 'две'][last] ?? russianSmall[last]!) : russianSmall[last]!
  return [
    ...(hundreds === 0 ? [] : [russianHundreds[hundreds]!]),
    ...(rest < 20 ? [] : [russianTens[Math.floor(rest / 10)]!]),
    ...(last === 0 ? [] : [one]),
  ].join(' ')
}

/** What a document asks for in all, as it is said in words: its total, as it was rounded. */
export function payableOf({ totals }: Pick<InvoiceDocument, 'totals'>): string {
  return decimalOf(readDecimal(totals.total)! + readDecimal(totals.rounding)!)
}
