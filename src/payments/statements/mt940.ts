import { addLine, isCurrencyCode, isDay, readAmount, statementFault } from './statement.ts'
import type { LineKind, Statement, StatementLine } from './statement.ts'
import { createBreath } from './pieces.ts'

/**
 * Reads MT940, the statement of SWIFT, as banks of many countries write it: several statements in a file, with or without the blocks
 * around them; `:86:` with German or Dutch words in it, or free.
 * @throws Failure unprocessable naming the line
 */
export async function readMt940(lines: AsyncIterable<{ text: string; number: number }>): Promise<Statement[]> {
  const statements: Statement[] = []
  const breath = createBreath()
  let open: Open | undefined
  let field: Field | undefined

  function endField(): void {
    if (field === undefined) return
    const { tag } = field
    if (tag === '20') {
      if (open !== undefined) throw cutOff(open)
      open = { place: field.place, account: '', currency: '', from: null, to: null, isClosed: false, lines: [] }
    } else if (open === undefined) {
      throw statementFault(field.place, `:${tag}: stands before :20:, with which a statement begins.`)
    } else {
      takeField(open, field)
    }
    field = undefined
  }

  function endStatement(): void {
    endField()
    if (open === undefined) return
    if (!open.isClosed) throw cutOff(open)
    statements.push(finished(open))
    open = undefined
  }

  for await (const { text, number } of lines) {
    await breath()
    const line = text.replace(/^(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*\{4:/, '').replace(/^\ufeff/, '')
    const [, tag, value] = /^:(\d\d[A-Z]?):(.*)$/.exec(line) ?? []
    if (/^-(\}.*)?$/.test(line.trim())) {
      endStatement()
    } else if (tag !== undefined) {
      endField()
      // Some banks leave out the end of a statement before the next begins.
      if (tag === '20' && open?.isClosed) endStatement()
      field = { tag, value: value!, place: `line ${number}` }
    } else if (field !== undefined) {
      if (field.value.length < fieldLengthMax) field.value += `\n${line}`
    } else if (line.trim() !== '' && !/^[{}]|^[A-Z0-9]{8,}|^\d{3}$|^940$/.test(line.trim())) {
      throw statementFault(`line ${number}`, `"${line.slice(0, 40)}" is no field of MT940.`)
    }
  }
  endStatement()
  if (statements.length === 0) throw statementFault('', 'The file holds no statement.')
  return statements
}

const fieldLengthMax = 10_000

type Field = { tag: string; value: string; place: string }
type Open = Statement & { place: string; isClosed: boolean; entry?: Entry | undefined }
type Entry = Pick<StatementLine, 'place' | 'date' | 'amount' | 'kind' | 'reference'> & { more: string }

function cutOff({ place }: Open): Error {
  return statementFault(place, 'The statement that begins here has no closing balance (:62F:): the file was cut off.')
}

function takeField(open: Open, { tag, value, place }: Field): void {
  if (open.isClosed && ['25', '60F', '60M', '61'].includes(tag)) {
    throw statementFault(place, `:${tag}: stands behind the closing balance.`)
  }
  switch (tag) {
    case '25':
    case '25P':
      open.account = value.split('\n')[0]!.trim().slice(0, 60)
      return
    case '60F':
    case '60M': {
      const { date, currency } = balanceOf(value, place, tag)
      open.currency = currency
      open.from = date
      return
    }
    case '61':
      endEntry(open, '')
      if (open.currency === '') throw statementFault(place, ':61: stands before the opening balance (:60F:).')
      open.entry = entryOf(value, place)
      return
    case '86':
      endEntry(open, value)
      return
    case '62F':
    case '62M':
      endEntry(open, '')
      if (open.currency === '') throw statementFault(place, 'The statement has no opening balance (:60F:).')
      open.to = balanceOf(value, place, tag).date
      open.isClosed = true
  }
}

function balanceOf(value: string, place: string, tag: string): { date: string; currency: string } {
  const [, date, currency, amount] = /^[CD](\d{6})([A-Z]{3})([\d,.]+)\s*$/.exec(value.trim()) ?? []
  if (date === undefined || !isCurrencyCode(currency!)) {
    throw statementFault(place, `:${tag}: "${value.slice(0, 40)}" is no balance, such as C261130EUR100,00.`)
  }
  readAmount(amount!, place, `The amount of :${tag}:`)
  return { date: dayOf(date, place), currency: currency! }
}

function dayOf(sixDigits: string, place: string): string {
  const [year, month, day] = [sixDigits.slice(0, 2), sixDigits.slice(2, 4), sixDigits.slice(4)]
  const date = `${Number(year) >= 80 ? '19' : '20'}${year}-${month}-${day}`
  if (!isDay(date)) throw statementFault(place, `"${sixDigits}" is no date.`)
  return date
}

const lineForm =
  /^(\d{6})(\d{4})?(RC|RD|EC|ED|C|D)([A-Z])?(\d[\d,.]{0,15}?)([NFS][A-Z0-9]{3})(?:((?:(?!\/\/)[^\n])*)(?:\/\/([^\n]*))?)?(?:\n([\s\S]*))?$/

const kinds: Readonly<Record<string, LineKind>> = { C: 'credit', D: 'debit', RC: 'returned', RD: 'refund' }

/** What `:61:` says; undefined where it is only expected. */
function entryOf(value: string, place: string): Entry | undefined {
  const match = lineForm.exec(value)
  if (match === null) throw statementFault(place, `:61: "${value.slice(0, 60)}" is no line of a statement.`)
  const [, valued, entered, mark, , amount, , own = '', banks = '', more = ''] = match
  const kind = kinds[mark!]
  if (kind === undefined) return undefined
  const valueDay = dayOf(valued!, place)
  const references = [banks, own].map((one) => one.trim()).filter((one) => one !== '' && one !== 'NONREF')
  return {
    place,
    date: entered === undefined ? valueDay : bookedOn(entered, valueDay, place),
    amount: readAmount(amount!, place, 'The amount of :61:'),
    kind,
    reference: references.join(' '),
    more,
  }
}

/** The day of an entry has no year: it is the one that lies nearest to the value date. */
function bookedOn(fourDigits: string, valueDay: string, place: string): string {
  const year = Number(valueDay.slice(0, 4))
  const days = [year - 1, year, year + 1]
    .map((one) => `${one}-${fourDigits.slice(0, 2)}-${fourDigits.slice(2)}`)
    .filter(isDay)
  if (days.length === 0) throw statementFault(place, `"${fourDigits}" is no day.`)
  const distance = (day: string) => Math.abs(Date.parse(day) - Date.parse(valueDay))
  return days.reduce((nearest, day) => (distance(day) < distance(nearest) ? day : nearest))
}

function endEntry(open: Open, information: string): void {
  const { entry } = open
  open.entry = undefined
  if (entry === undefined || entry.amount === 0n) return
  const { more, ...line } = entry
  const told = informationOf(information)
  addLine(open.lines, {
    ...line,
    ...told,
    currency: open.currency,
    reference: [told.reference, line.reference].filter((one) => one !== '').join(' '),
    purpose: told.purpose || more,
  })
}

function finished({ place, account, currency, from, to, lines }: Open): Statement {
  if (account === '') throw statementFault(place, 'The statement that begins here does not name its account (:25:).')
  return { account, currency, from, to, lines }
}

type Told = Pick<StatementLine, 'reference' | 'payerName' | 'payerAccount' | 'payerTaxId' | 'purpose'>

const nothing: Told = { reference: '', payerName: '', payerAccount: '', payerTaxId: '', purpose: '' }

/** What `:86:` says, in one of the ways in which banks write it. */
function informationOf(value: string): Told {
  const [, separator] = /^\d{3}([^\p{L}\p{N}\s])\d\d/u.exec(value) ?? []
  if (separator !== undefined) return germanWords(value.slice(3).replaceAll('\n', ''), separator)
  const joined = value.replaceAll('\n', '')
  if (slashWord.test(joined)) return slashWords(joined)
  const [account = ''] = /\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/.exec(value) ?? []
  return { ...nothing, payerAccount: account, purpose: value.replaceAll('\n', ' ') }
}

/** `?20` to `?29` and `?60` to `?63` say what for, `?31` from which account, `?32` and `?33` from whom. */
function germanWords(text: string, separator: string): Told {
  const fields = text
    .split(separator)
    .slice(1)
    .map((field) => [field.slice(0, 2), field.slice(2)] as const)
  const all = (wanted: RegExp, between: string) =>
    fields
      .filter(([name]) => wanted.test(name))
      .map(([, words]) => words)
      .join(between)
  const said = all(/^(2\d|6[0-3])$/, ' ')
  const words = new Map(
    said
      .split(/(?=\b(?:EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|BREF|RREF|PURP|IBAN|BIC)\+)/)
      .map((part) => [part.slice(0, part.indexOf('+')), part.slice(part.indexOf('+') + 1).trim()] as const),
  )
  const given = (name: string) => {
    const word = words.get(name) ?? ''
    return word === 'NOTPROVIDED' ? '' : word
  }
  return {
    ...nothing,
    reference: given('EREF'),
    payerName: all(/^3[23]$/, ''),
    payerAccount: all(/^31$/, '') || given('IBAN'),
    purpose: words.has('SVWZ') ? [given('SVWZ'), given('EREF')].join(' ') : said || all(/^00$/, ''),
  }
}

const slashNames =
  'EREF|KREF|ORDP|BENM|NAME|IBAN|ACCW|BIC|CNTP|REMI|USTD|STRD|TRTP|MARF|CSID|PREF|TRCD|RTRN|ULTD|ULTB|PURP|ADDR|ID'
const slashWord = new RegExp(`^/(?:${slashNames})/`)

/** `/EREF/…/NAME/…/REMI/…`, as banks of the Netherlands and Belgium write it. */
function slashWords(text: string): Told {
  const parts = text.split(new RegExp(`/(${slashNames})/`)).slice(1)
  const words = new Map<string, string>()
  for (let at = 0; at < parts.length; at += 2) {
    const name = parts[at]!
    if (!words.has(name) || words.get(name) === '')
      words.set(name, (parts[at + 1] ?? '').replaceAll(/^\/+|\/+$/g, '').trim())
  }
  const given = (name: string) => words.get(name) ?? ''
  // Account, bank, name and place of who is on the other side.
  const [account = '', , name = ''] = given('CNTP').split('/')
  const remittance = given('REMI').replace(/^(?:USTD|STRD)\/\//, '') || given('USTD') || given('STRD')
  const reference = given('EREF') === 'NOTPROVIDED' ? '' : given('EREF')
  return {
    ...nothing,
    reference,
    payerName: given('NAME') || name,
    payerAccount: given('IBAN') || given('ACCW').split(',')[0]! || account,
    purpose: [remittance.replace(/^\/+/, ''), reference].join(' '),
  }
}
