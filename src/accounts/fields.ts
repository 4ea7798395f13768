import { failure } from '../failure.ts'
import type { FailureCode, FieldFault } from '../failure.ts'

/** Checks of what people type into forms: each gives what is kept, or throws an Error with the rest of "FIELD …". */

/** Nobody reads more; a body of rubbish has hundreds of thousands. */
const faultsMax = 20

/** Collects what is wrong with the fields of a form, so that all of it is said at once. */
export type FormCheck = {
  /** What the check gives, or undefined after noting what is wrong. */
  field: <Value>(name: string, check: () => Value) => Value | undefined
  fault: (field: string, detail: string) => void
  /** Throws when anything was wrong. */
  mustBeRight: () => void
}

export function checkForm(code: FailureCode = 'unprocessable'): FormCheck {
  const faults: FieldFault[] = []
  const note = (field: string, detail: string) => void (faults.length < faultsMax && faults.push({ field, detail }))
  return {
    field(name, check) {
      try {
        return check()
      } catch (error) {
        note(name, error instanceof Error ? error.message : String(error))
        return undefined
      }
    },
    fault: note,
    mustBeRight() {
      if (faults.length === 0) return
      throw failure(code, faults.map(({ field, detail }) => `${field} ${detail}`).join(' '), faults)
    },
  }
}

/** What a check of one field gives; throws `unprocessable` naming the field. */
export function checkedField<Value>(name: string, check: () => Value): Value {
  const form = checkForm()
  const value = form.field(name, check)
  form.mustBeRight()
  return value as Value
}

const nameLengthMax = 100

// Control characters, those that turn the direction of what follows, and those that nobody sees: a name must not make the
// text around it lie, nor look like another. The joiners U+200C and U+200D stay: Persian words and emoji need them.
const unprintable =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u

/** A name of a company, a person or a token: some visible characters on one line. */
export function checkName(value: unknown): string {
  const text = checkShortText(value, nameLengthMax)
  if (text === null) throw new Error('must be a text that is not empty.')
  return text
}

/** A text on one line, trimmed and in one form of Unicode (NFC); null for nothing. */
export function checkShortText(value: unknown, lengthMax: number): string | null {
  if (value === null || value === undefined) return null
  if (typeof value !== 'string') throw new Error('must be a text.')
  if (value.length > lengthMax * 4) throw new Error(`must have at most ${lengthMax} characters.`)
  if (unprintable.test(value) || !value.isWellFormed()) {
    throw new Error('must not hold control characters or characters that turn the direction of writing.')
  }
  const text = value.normalize('NFC').trim().replaceAll(/\s+/g, ' ')
  if (signsIn(text) > lengthMax) throw new Error(`must have at most ${lengthMax} characters.`)
  return text === '' ? null : text
}

/** Signs as Unicode, PostgreSQL and JSON Schema count them: an emoji is one, though it takes two units of a string. */
function signsIn(text: string): number {
  return Array.from(text).length
}

/** An address that mail can be sent to, as far as its form tells. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@"(),:;<>[\\\]]{1,64}@[^\s@"(),:;<>[\\\]]+\.?[^\s@"(),:;<>[\\\]]*$/.test(text)
}

/** An e-mail address as it is compared and kept: in lower case. */
export function checkEmail(value: unknown): string {
  const text = checkShortText(value, 254)?.toLowerCase() ?? ''
  if (!isEmailAddress(text)) throw new Error('must be an e-mail address.')
  return text
}

/** ISO 3166-1, alpha-2, as of 2026. */
const countries = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC ' +
    'CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD ' +
    'GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH ' +
    'KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW ' +
    'MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC ' +
    'SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY ' +
    'UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
)

/** The same, or null for nothing; kept as it was written. */
export function checkOptionalEmail(value: unknown): string | null {
  const text = checkShortText(value, 254)
  if (text !== null && !isEmailAddress(text)) throw new Error('must be an e-mail address.')
  return text
}

/** The number of the version that was edited, where one is given. */
export function mustBeVersion(value: unknown): void {
  if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)) return
  throw new Error('must be the number of a version, or be left out.')
}

/** A country, or null for nothing. */
export function checkOptionalCountry(value: unknown): string | null {
  const text = checkShortText(value, 2)
  if (text !== null && !isCountry(text)) {
    throw new Error('must be two capital letters of ISO 3166, such as "DE".')
  }
  return text
}

/** Whether these are the two letters of a country. */
export function isCountry(letters: string): boolean {
  return countries.has(letters)
}

/** The languages of the product. */
export const languages = ['en', 'ru'] as const

export function isLanguage(value: unknown): value is (typeof languages)[number] {
  return (languages as readonly unknown[]).includes(value)
}
