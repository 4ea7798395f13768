import { Refused } from './refusal.ts'

/** Checks a text field of an event and gives the text; throws Refused naming the field. */
export type TextCheck = (value: unknown, field: string, lengthMax: number) => string

/** A text within its length, well-formed and without control characters. */
export function checkText(value: unknown, field: string, lengthMax: number): string {
  const text = checkPlainText(value, field, lengthMax)
  if (unkeepable.test(text) || !text.isWellFormed()) {
    throw new Refused('invalid-text', field, 'holds a control character or a broken character.')
  }
  return text
}

/** The same for JSON that was valid UTF-8 without escapes: it cannot hold such characters. */
export function checkPlainText(value: unknown, field: string, lengthMax: number): string {
  const text = checkKeptText(value, field)
  if (text.length <= lengthMax) return text
  throw new Refused('too-long', field, `has ${text.length} characters, at most ${lengthMax} are kept.`)
}

/** The same for what is in the log: a masked address may be a little longer than the address was. */
export function checkKeptText(value: unknown, field: string): string {
  if (typeof value === 'string') return value
  throw new Refused('wrong-type', field, 'must be a text.')
}

// NUL and the unit separator are ours; the others below a space break files that people open. A line break in a reason is fine.
// oxlint-disable-next-line no-control-regex
const unkeepable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/

/** Somebody else's text in our sentence: short, so that an answer cannot be blown up by it. */
export function clip(value: string): string {
  const clean = value.slice(0, 40).toWellFormed()
  return value.length > 40 ? `${clean}…` : clean
}
