import { addLine, isDay, readAmount, statementFault } from './statement.ts'
import type { LineKind, Statement, StatementLine } from './statement.ts'
import { createBreath } from './pieces.ts'

export const oneCSign = '1CClientBankExchange'

/**
 * Reads a file of the exchange of 1C with banks (1CClientBankExchange): names and values, line by line, in sections.
 * @throws Failure unprocessable naming the line
 */
export async function readOneC(lines: AsyncIterable<{ text: string; number: number }>): Promise<Statement[]> {
  const breath = createBreath()
  const statements = new Map<string, Statement>()
  const documents: Section[] = []
  const head: Section = { place: 'line 1', kind: '', values: new Map() }
  let section = head
  let isFirst = true
  let isEnded = false
  let last: string | undefined

  function accountOf(account: string): Statement {
    const plain = account.trim()
    const known = statements.get(plain)
    if (known !== undefined) return known
    const statement = { account: plain.slice(0, 60), currency: currencyOf(plain), from: null, to: null, lines: [] }
    statements.set(plain, statement)
    return statement
  }

  function end(name: string, place: string): void {
    if (section === head || (name === 'КонецДокумента') !== (section.kind === 'document')) {
      throw statementFault(place, `${name} ends what did not begin.`)
    }
    if (section.kind === 'document') documents.push(section)
    else endAccount(section, accountOf)
    if (documents.length > documentsMax) {
      throw statementFault(place, `A statement may have ${documentsMax} documents; ask the bank for a shorter period.`)
    }
    section = head
  }

  for await (const { text, number } of lines) {
    await breath()
    const line = text.replace(/^\ufeff/, '')
    const place = `line ${number}`
    if (isFirst) {
      if (line.trim() !== oneCSign) throw statementFault(place, `The file does not begin with ${oneCSign}.`)
      isFirst = false
      continue
    }
    if (isEnded || line.trim() === '') continue
    const equals = line.indexOf('=')
    const name = (equals < 0 ? line : line.slice(0, equals)).trim()
    const value = equals < 0 ? '' : line.slice(equals + 1).trim()
    if (name === 'КонецФайла') {
      if (section !== head) throw statementFault(section.place, 'What begins here does not end: the file was cut off.')
      isEnded = true
    } else if (name === 'СекцияДокумент' || name === 'СекцияРасчСчет') {
      if (section !== head) throw statementFault(section.place, `What begins here does not end before ${place}.`)
      section = { place, kind: name === 'СекцияДокумент' ? 'document' : 'account', values: new Map() }
      last = undefined
    } else if (name === 'КонецДокумента' || name === 'КонецРасчСчет') {
      end(name, place)
    } else if (equals < 0 || !/^[\p{L}\d_]+$/u.test(name)) {
      // What is said of a payment may go on in the next line.
      if (last === undefined) throw statementFault(place, `"${line.slice(0, 40)}" is no name with a value.`)
      const before = section.values.get(last) ?? ''
      if (before.length < valueLengthMax) section.values.set(last, `${before} ${line.trim()}`)
    } else {
      if (section === head && name === 'РасчСчет') accountOf(value)
      if (section === head && name === 'ВерсияФормата' && !/^1\.0\d$/.test(value)) {
        throw statementFault(
          place,
          `The version "${value.slice(0, 20)}" of the format is not known; there are 1.01, 1.02 and 1.03.`,
        )
      }
      if (section.values.size < valuesMax) section.values.set(name, value)
      last = name
    }
  }
  if (isFirst) throw statementFault('', 'The file is empty.')
  if (!isEnded) throw statementFault(section.place, 'The file has no end (КонецФайла): it was cut off.')
  if (statements.size === 0) throw statementFault('', 'The file does not name its account (РасчСчет).')
  for (const { values } of [head]) {
    for (const statement of statements.values()) {
      statement.from ??= dayOr(values.get('ДатаНачала'))
      statement.to ??= dayOr(values.get('ДатаКонца'))
    }
  }
  for (const document of documents) {
    await breath()
    addDocument(statements, document)
  }
  return [...statements.values()]
}

const valueLengthMax = 4000
const valuesMax = 200
const documentsMax = 20_000

type Section = { place: string; kind: '' | 'account' | 'document'; values: Map<string, string> }

function endAccount({ place, values }: Section, accountOf: (account: string) => Statement): void {
  const account = values.get('РасчСчет')
  if (account === undefined || account === '') throw statementFault(place, 'The account (РасчСчет) has no number.')
  const statement = accountOf(account)
  statement.from = dayOr(values.get('ДатаНачала')) ?? statement.from
  statement.to = dayOr(values.get('ДатаКонца')) ?? statement.to
}

function addDocument(statements: ReadonlyMap<string, Statement>, { place, values }: Section): void {
  const first = (...names: string[]) => names.map((name) => values.get(name)).find((value) => value) ?? ''
  const ofOurs = (...names: string[]) =>
    names.map((name) => statements.get(values.get(name) ?? '')).find((statement) => statement !== undefined)
  const from = ofOurs('ПлательщикСчет', 'ПлательщикРасчСчет')
  const to = ofOurs('ПолучательСчет', 'ПолучательРасчСчет')
  const [only] = statements.size === 1 ? [...statements.values()] : []
  const came = to ?? (from === undefined && first('ДатаПоступило') !== '' ? only : undefined)
  const went = from ?? (to === undefined && first('ДатаСписано') !== '' ? only : undefined)
  if (came === undefined && went === undefined) {
    throw statementFault(place, 'Neither the account of who pays nor that of who is paid is one of the statement.')
  }
  // Between two accounts of ours nothing is paid.
  const kind: LineKind = came !== undefined && went === undefined ? 'credit' : 'debit'
  const statement = (kind === 'credit' ? came : went)!
  const amount = readAmount(first('Сумма'), place, 'Сумма')
  if (amount === 0n) return
  const parts = Array.from({ length: 6 }, (_, at) => values.get(`НазначениеПлатежа${at + 1}`) ?? '').join(' ')
  const line: StatementLine = {
    place,
    date: dayOf(kind === 'credit' ? first('ДатаПоступило', 'Дата') : first('ДатаСписано', 'Дата'), place),
    amount,
    currency: statement.currency,
    kind,
    reference: first('Номер'),
    payerName: first('Плательщик1', 'Плательщик').replace(/^ИНН\s*\d+\s*/i, ''),
    payerAccount: first('ПлательщикРасчСчет', 'ПлательщикСчет'),
    payerTaxId: first('ПлательщикИНН') || (/^ИНН\s*(\d{10,12})\b/i.exec(first('Плательщик'))?.[1] ?? ''),
    purpose: first('НазначениеПлатежа') || parts,
  }
  addLine(statement.lines, line)
}

function dayOf(text: string, place: string): string {
  const day = dayOr(text)
  if (day === null) throw statementFault(place, `"${text.slice(0, 40)}" is no date, such as 30.11.2026.`)
  return day
}

function dayOr(text: string | undefined): string | null {
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})/.exec(text ?? '') ?? []
  const date = `${year}-${month}-${day}`
  return day !== undefined && isDay(date) ? date : null
}

/** Digits 6 to 8 of a Russian account are its currency (810 is the ruble of old, and still written). */
const currencies: Readonly<Record<string, string>> = {
  '810': 'RUB',
  '643': 'RUB',
  '840': 'USD',
  '978': 'EUR',
  '156': 'CNY',
  '398': 'KZT',
  '933': 'BYN',
  '949': 'TRY',
  '784': 'AED',
  '826': 'GBP',
  '756': 'CHF',
  '392': 'JPY',
}

function currencyOf(account: string): string {
  if (/^\d{20}$/.test(account)) return currencies[account.slice(5, 8)] ?? 'RUB'
  return account.startsWith('KZ') ? 'KZT' : account.startsWith('BY') ? 'BYN' : 'RUB'
}
