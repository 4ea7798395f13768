import i18next from 'i18next'

/** Formatting of numbers, money and times by the language of the page. Money stays a decimal string throughout. */

/** A count with every digit: `1,284,907`. */
export function count(value: number): string {
  return numberFormat('count', { maximumFractionDigits: 3 }).format(value)
}

/** A count for an axis: `400k`. */
export function compact(value: number): string {
  return numberFormat('compact', { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** The size of a file: `1.2 MB`, of 1000 kB each. */
export function bytes(value: number): string {
  const at = Math.min(byteUnits.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3))
  const unit = byteUnits[at]!
  const format = numberFormat(unit, { style: 'unit', unit, unitDisplay: 'short', maximumSignificantDigits: 3 })
  return format.format(value / 1000 ** at)
}

/**
 * A share (0…1) as a percentage: `94.7 %`. What is there but rounds to nothing is said to be less than the last digit,
 * what is missing from the whole but rounds to it to be more.
 */
export function percent(share: number, digits = 1): string {
  const value = share * 100
  if (value === 0 || value === 100) return `${value}\u00a0%`
  const format = numberFormat(`percent${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  const least = 10 ** -digits
  if (value > 0 && value < least / 2) return `<\u00a0${format.format(least)}\u00a0%`
  if (value < 100 && value >= 100 - least / 2) return `>\u00a0${format.format(100 - least)}\u00a0%`
  return `${format.format(value)}\u00a0%`
}

/** A count, or an amount of a currency. */
export function figure(value: number, currency: string | undefined): string {
  return currency === undefined ? count(value) : money(value.toFixed(moneyDigits), currency)
}

/** The same for an axis. */
export function compactFigure(value: number, currency: string | undefined): string {
  if (currency === undefined) return compact(value)
  const options = { style: 'currency', currency, currencyDisplay: displayOf(currency) } as const
  return numberFormat(`compact ${currency}`, { ...options, notation: 'compact', maximumSignificantDigits: 3 }).format(
    value,
  )
}

/** What there is and its share of a total: `1,204 · 12.5 %`; of nothing there are no shares. */
export function countAndShare(value: number, total: number, currency?: string): string {
  return total === 0 ? figure(value, currency) : `${figure(value, currency)} · ${percent(value / total)}`
}

/** Signs that several currencies have, and which of them needs no more: another dollar must say whose it is. */
const usualOf: Readonly<Record<string, string>> = { $: 'USD', '£': 'GBP', '¥': 'JPY', kr: '' }

function displayOf(currency: string): 'narrowSymbol' | 'symbol' {
  const narrow = numberFormat(`sign ${currency}`, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  const sign = narrow.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? ''
  return (usualOf[sign] ?? currency) === currency ? 'narrowSymbol' : 'symbol'
}

/** Amounts are kept to the millionth. */
const moneyDigits = 6

/** An amount from its decimal string, with its currency: `€18,406.72`. Never goes through a float. */
export function money(amount: string, currency: string, digits: 'rounded' | 'exact' = 'rounded'): string {
  const fraction = amount.split('.')[1]?.replace(/0+$/, '').length ?? 0
  const options: Intl.NumberFormatOptions = { style: 'currency', currency, currencyDisplay: displayOf(currency) }
  const minor = numberFormat(`money ${currency} rounded`, options).resolvedOptions().maximumFractionDigits ?? 2
  // Less than a cent, rounded, would look like nothing.
  const isTiny = Number(amount) !== 0 && Math.abs(Number(amount)) < 10 ** -minor
  if ((digits === 'exact' || isTiny) && fraction > minor) {
    options.minimumFractionDigits = options.maximumFractionDigits = fraction
  }
  // Intl reads a numeric string as an exact decimal.
  const format = numberFormat(`money ${currency} ${options.minimumFractionDigits ?? 'rounded'}`, options)
  return format.format(amount as Intl.StringNumericLiteral)
}

/** The relative difference of two decimals as a share; undefined when the base is zero. A ratio for people, not money. */
export function change(now: number | string, before: number | string): number | undefined {
  const base = Number(before)
  return base === 0 || !Number.isFinite(base) ? undefined : (Number(now) - base) / Math.abs(base)
}

/** A time on the clock of a zone: `1 Nov 2026, 09:30`. */
export function dateTime(time: string | number, zone: string): string {
  const format = dateFormat(`dateTime ${zone}`, { timeZone: zone, ...dayOptions, ...timeOptions })
  return withoutYearSign(format.format(new Date(time)))
}

/** The same without the year: `1 Nov, 09:30`. */
export function dateTimeInYear(time: string | number, zone: string): string {
  const { year: _, ...options } = dayOptions
  return dateFormat(`inYear ${zone}`, { timeZone: zone, ...options, ...timeOptions }).format(new Date(time))
}

/** The same to the second. */
export function exactTime(time: string | number, zone: string): string {
  const format = dateFormat(`exact ${zone}`, { timeZone: zone, ...dayOptions, ...timeOptions, second: '2-digit' })
  return withoutYearSign(format.format(new Date(time)))
}

/** A time of day on the clock of a zone: `09:30`. */
export function timeOfDay(time: string | number, zone: string): string {
  return dateFormat(`time ${zone}`, { timeZone: zone, ...timeOptions }).format(new Date(time))
}

/** A calendar day (`YYYY-MM-DD`) for an axis: `1 Nov`. */
export function shortDay(day: string): string {
  return dateFormat('shortDay', { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(dayOf(day))
}

/** The month of a calendar day with its year: `Nov 2026`. */
export function monthOfYear(day: string): string {
  const format = dateFormat('monthOfYear', { timeZone: 'UTC', month: 'short', year: 'numeric' })
  return withoutYearSign(format.format(dayOf(day)))
}

/** A calendar day in full with its weekday: `Sun, 1 Nov 2026`. */
export function fullDay(day: string): string {
  const format = dateFormat('fullDay', { timeZone: 'UTC', weekday: 'short', ...dayOptions })
  return withoutYearSign(format.format(dayOf(day)))
}

/** A calendar day with its year: `1 Nov 2026`. */
export function wholeDay(day: string): string {
  return withoutYearSign(dateFormat('wholeDay', { timeZone: 'UTC', ...dayOptions }).format(dayOf(day)))
}

/** Whether a calendar day is a Saturday or Sunday. */
export function isWeekend(day: string): boolean {
  return [0, 6].includes(dayOf(day).getUTCDay())
}

/** The name of a day of the week; 1 is Monday. */
export function weekdayName(weekday: number): string {
  // The 1st of January 2024 was a Monday.
  return dateFormat('weekday', { timeZone: 'UTC', weekday: 'long' }).format(Date.UTC(2024, 0, weekday))
}

/** How long ago, roughly: `3 minutes ago`. */
export function ago(time: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(time)) / 1000)
  const [unit, length] = ages.find(([, size]) => seconds >= size) ?? ['second', 1]
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(-Math.floor(seconds / length), unit)
}

/** When so many seconds have passed, roughly, and rather too late than too early: `in 2 minutes`. */
export function inSeconds(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(locale())
  return seconds < 100 ? format.format(seconds, 'second') : format.format(Math.ceil(seconds / 60), 'minute')
}

/**
 * How long something takes, in its two largest units: `4.2s`, `42s`, `2m 10s`, `3h 5m`; hours are never made days.
 * @param seconds rounded to whole ones from ten on
 */
export function duration(seconds: number): string {
  const tenths = Math.round(seconds * 10) / 10
  if (tenths < 10) return inUnit(tenths, 'second')
  const whole = Math.round(seconds)
  if (whole < 60) return inUnit(whole, 'second')
  if (whole < 3600) return twoUnits([Math.floor(whole / 60), 'minute'], [whole % 60, 'second'])
  const minutes = Math.round(seconds / 60)
  return twoUnits([Math.floor(minutes / 60), 'hour'], [minutes % 60, 'minute'])
}

type DurationUnit = 'second' | 'minute' | 'hour'

function twoUnits(large: readonly [number, DurationUnit], small: readonly [number, DurationUnit]): string {
  return small[0] === 0 ? inUnit(...large) : `${inUnit(...large)}\u00a0${inUnit(...small)}`
}

function inUnit(value: number, unit: DurationUnit): string {
  const format = numberFormat(`unit ${unit}`, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 1 })
  return format.format(value)
}

/** The locale of the page: English dates are day-first, as the product writes them. */
export function locale(): string {
  return i18next.language === 'ru' ? 'ru-RU' : 'en-GB'
}

const dayOptions = { day: 'numeric', month: 'short', year: 'numeric' } as const
const timeOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** Russian writes "2026 г.", which a row of dates does without. */
function withoutYearSign(text: string): string {
  return text.replace(/\sг\.(?=,|$)/, '')
}

const ages: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

function dayOf(day: string): Date {
  return new Date(`${day.slice(0, 10)}T12:00:00Z`)
}

const numberFormats = new Map<string, Intl.NumberFormat>()
function numberFormat(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale()} ${name}`
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(locale(), options)
  numberFormats.set(key, format)
  return format
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()
function dateFormat(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${name}`
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale(), options)
  dateFormats.set(key, format)
  return format
}

/** A number of things for one other, to the hundredth; something is never shown as nothing. */
export function quotient(value: number): string {
  return value > 0 && value < 0.005 ? `< ${count(0.01)}` : count(Math.round(value * 100) / 100)
}
