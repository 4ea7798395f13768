const dayForm = /^\d{4}-\d{2}-\d{2}$/
const dayLength = 86_400_000
const kept = 10_000
const known = new Map<string, number | undefined>()

/** How many days a day such as "2026-03-29" is after 1 January 1970; undefined for what is no day of the calendar. */
export function dayNumber(text: string): number | undefined {
  const number = known.get(text)
  if (number !== undefined || known.has(text)) return number
  if (known.size >= kept) known.clear()
  const read = readDay(text)
  known.set(text, read)
  return read
}

const texts = new Map<number, string>()

/** The day that is so many days after 1 January 1970, of a year with four digits. */
export function dayText(number: number): string {
  const text = texts.get(number)
  if (text !== undefined) return text
  if (texts.size >= kept) texts.clear()
  const made = new Date(number * dayLength).toISOString().slice(0, 10)
  texts.set(number, made)
  return made
}

function readDay(text: string): number | undefined {
  if (!dayForm.test(text)) return undefined
  const milliseconds = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== text) return undefined
  return milliseconds / dayLength
}
