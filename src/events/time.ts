/** A day's midnight in UTC by its text; feeds repeat the same few days, so this saves most of the parsing. */
const midnights = new Map<string, number>()

/**
 * Reads an RFC 3339 date and time into milliseconds since 1970; `undefined` when the text is not one.
 * A leap second (`:60`) is read as the following second; more than three digits of a second are cut.
 */
export function parseInstant(text: string): number | undefined {
  if (text.length < 20 || text.length > 40) return undefined
  const day = midnightOf(text)
  const separator = text[10]
  if (day === undefined || (separator !== 'T' && separator !== 't' && separator !== ' ')) return undefined
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  if (hour > 23 || minute > 59 || second > 60 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) {
    return undefined
  }
  let at = 19
  let milliseconds = 0
  if (text.charCodeAt(at) === 46) {
    const start = ++at
    while (isDigit(text.charCodeAt(at))) at++
    if (at === start) return undefined
    milliseconds = Number(text.slice(start, Math.min(at, start + 3)).padEnd(3, '0'))
  }
  const offset = offsetMinutes(text, at)
  if (offset === undefined) return undefined
  return day + ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds
}

function midnightOf(text: string): number | undefined {
  const date = text.slice(0, 10)
  const known = midnights.get(date)
  if (known !== undefined) return known
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined
  const milliseconds = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8)))
  // A day such as 30 February rolls over to another date, years below 100 become 19xx: neither is what was written.
  if (new Date(milliseconds).toISOString().slice(0, 10) !== date) return undefined
  if (midnights.size > 4096) midnights.clear()
  midnights.set(date, milliseconds)
  return milliseconds
}

function offsetMinutes(text: string, at: number): number | undefined {
  const sign = text.charCodeAt(at)
  if ((sign | 32) === 122) return text.length === at + 1 ? 0 : undefined
  if ((sign !== 43 && sign !== 45) || text.length !== at + 6 || text.charCodeAt(at + 3) !== 58) return undefined
  const hours = twoDigits(text, at + 1)
  const minutes = twoDigits(text, at + 4)
  if (hours > 23 || minutes > 59) return undefined
  return (sign === 43 ? 1 : -1) * (hours * 60 + minutes)
}

/** The number at `at`, or one that is too great for any field when there are no two digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at)
  const ones = text.charCodeAt(at + 1)
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + (ones - 48) : 1000
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
