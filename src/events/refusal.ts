/** Why one event is not taken. The list is closed: people count and filter by it. */
export const refusalCodes = {
  'not-json': 'The line or body is not JSON.',
  'invalid-text': 'The text is not valid UTF-8, or holds a character that cannot be kept.',
  'too-large': 'The event is over the size limit.',
  'too-deep': 'The event is nested too deeply.',
  missing: 'A field that must be there is not.',
  'wrong-type': 'A field has another JSON type than it should.',
  'too-long': 'A text is over its length limit.',
  'bad-format': 'A text does not have the form that its field asks for.',
  'unknown-value': 'A word is not in the list of its field.',
  'out-of-range': 'A number or a time is outside what is possible.',
  conflict: 'An event with this source and id was accepted before, with other content.',
} as const

export type RefusalCode = keyof typeof refusalCodes

/** A refused event: the field at fault (`data.price.amount`; empty for the whole event) and a sentence. */
export type Refusal = { code: RefusalCode; field: string; detail: string }

/** A refused event as it is kept: what was sent can be mended and sent again; of what is too large only the start is kept. */
export type RefusedEvent = Refusal & { index: number; id: string | null; source: string; raw: string }

export class Refused extends Error {
  readonly refusal: Refusal
  constructor(code: RefusalCode, field: string, detail: string) {
    super(detail)
    this.refusal = { code, field, detail: field === '' ? detail : `${field}: ${detail}` }
  }
}
