import type en from './en.json'

type Word = keyof typeof en.form.faults

/** What belongs into the words. */
type Values = { number: string; from: string; to: string; text: string }

/** What the API says about a field, which is English, and the word for it in the texts of the pages. */
const sentences: readonly [RegExp, Word][] = [
  [/^is the name of another view of this page/, 'takenView'],
  [/^must be a text that is not empty\.$/, 'empty'],
  [/^must have at least (?<number>\d+) characters\.$/, 'short'],
  [/^must have at most (?<number>\d+) characters\.$/, 'long'],
  [/^must not hold control characters or /, 'unprintable'],
  [/^must be an e-mail address\.$/, 'email'],
  [/^repeats the same few characters\.$/, 'monotonous'],
  [/^is one that attackers try first: /, 'common'],
  [/^must not be your name or address\.$/, 'own'],
  [/^is wrong\.$/, 'wrongPassword'],
  [/^is wrong\. Is the clock of your device right\?$/, 'wrongCode'],
  [/^is not the one that the terminal shows\. /, 'setupCode'],
  [/^must be two capital letters of ISO 3166/, 'country'],
  [/^must be an ISO 4217 currency code/, 'currency'],
  [/^must be an IANA time zone/, 'zone'],
  [/^must be a whole number of days from (?<from>\d+) to (?<to>\d+)/, 'days'],
  [/^must be an RFC 3339 time in the future/, 'future'],
  [/^must be a list of one or more of /, 'scopes'],
  [/^must not hold the address: /, 'whom'],
  [/^must be a PNG or JPEG of 200 KB at most/, 'logo'],
  [/^must be (a text|an amount) such as "0\.0125"/, 'amount'],
  [/^must have a decimal point, no comma/, 'comma'],
  [/^must not be below zero/, 'negative'],
  [/^must have at most (?<number>\d+) digits after the point/, 'fraction'],
  [/^must have at most (?<number>\d+) digits before the point/, 'whole'],
  [/^must be the MCC and MNC of a network/, 'network'],
  [/^must be the first 1 to 4 digits/, 'prefix'],
  [/^must be the name of a trunk/, 'trunk'],
  [/^must be seconds such as "60\/60"/, 'increments'],
  [/^must be a whole number from (?<from>\d+) to (?<to>\d+)/, 'between'],
  [/^(step \d+|must be at most \d+ steps)/, 'steps'],
  [/^must be what the units cost each month/, 'packageFee'],
  [/^must be an RFC 3339 time such as/, 'instant'],
  [/^must be a whole minute/, 'minute'],
  [/^must be between (?<from>\d{4}) and (?<to>\d{4})/, 'years'],
  [/^must be (?<number>[A-Z]{3}), in which this tariff is/, 'tariffCurrency'],
  [/^must be an amount such as "100"/, 'threshold'],
  [/^must be e-mail addresses; "(?<text>.*)" is none\.$/s, 'emails'],
  [/^must be \d+ addresses at most\.$/, 'manyEmails'],
  [/^cannot be used: this installation has no mail server/, 'noMail'],
  [/^must be the address of a webhook/, 'webhook'],
  [/^must start with https:/, 'https'],
  [/^must not hold a password: /, 'password'],
  [/^needs an e-mail address or a webhook/, 'toWhom'],
  [/^must say why the line is no payment/, 'why'],
  [/^must be more than (0\.$|nothing)/, 'moreThanNothing'],
  [/^must not be less than 0\.$/, 'negative'],
  [/^must be a (decimal )?text such as "1/, 'decimal'],
  [/^must be a decimal text such as/, 'decimal'],
  [/^must be an amount such as "1000\.00"/, 'decimal'],
  [/^must be at most (?<number>\d+(\.\d+)?)\b/, 'atMost'],
  [/^must be at least (?<number>\d+(\.\d+)?), which is recorded/, 'atLeast'],
  [/^must have no digits after the point: (?<text>[A-Z]{3})/, 'noMinor'],
  [/^must have (?<number>\d+) digits at most after the point/, 'fraction'],
  [/^must say why/, 'why'],
  [/^must say what it is for/, 'whatFor'],
  [/^must not be in the future/, 'notFuture'],
  [/^must hold \{n\} once/, 'numberForm'],
  [/^may hold letters, digits, "\.", "_"/, 'numberForm'],
  [/^needs \{year\} where it has \{month\}/, 'numberForm'],
  [/^must be percent from 0 to 100/, 'percent'],
  [/^must be (0 in the category|more than 0 in the category)/, 'percent'],
  [/^is for the same company, country and service/, 'sameRule'],
  [/^O is for everything/, 'forAll'],
  [/^The report would have (?<from>[\d,]+) rows, and (?<to>[\d,]+) are/, 'manyRows'],
  [/^must be a list of some of /, 'columns'],
  [/^A period is (?<number>\d+) years at most/, 'longPeriod'],
  [/^must be a time such as "/, 'timeOfDay'],
  [/^must have five fields/, 'cron'],
  [/^has "(?<text>.*)" for its .*, which go from (?<from>\d+) to (?<to>\d+)/s, 'cronField'],
  [/^names no day that there is/, 'cronDay'],
]

/** The word for what the API found wrong with a field, and what belongs into it; undefined where we have none. */
export function faultIn(detail: string): { word: Word; values: Values } | undefined {
  for (const [sentence, word] of sentences) {
    const match = sentence.exec(detail)
    if (match !== null) return { word, values: { number: '', from: '', to: '', text: '', ...match.groups } }
  }
  return undefined
}
