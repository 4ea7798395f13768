import { createXmlReader } from '../../providers/xml-pieces.ts'
import { addLine, isCurrencyCode, readAmount, readDay, statementFault } from './statement.ts'
import type { Statement, StatementLine } from './statement.ts'

/**
 * Reads camt.053, the statement of ISO 20022, in all its versions: what differs between them is whether a party or a status lies one
 * element deeper. What is not booked is left out.
 * @throws Failure unprocessable naming the element
 */
export async function readCamt053(pieces: AsyncIterable<string>): Promise<Statement[]> {
  const statements: Statement[] = []
  const path: string[] = []
  let text = ''
  let statement: OpenStatement | undefined
  let entry: Entry | undefined
  let detail: Fields | undefined
  let entries = 0
  let hasRoot = false

  const reader = createXmlReader({
    begin(name, attribute) {
      path.push(name)
      text = ''
      if (path.length > depthMax) throw statementFault(`<${name}>`, 'Elements lie too deep in each other.')
      if (path.length === 1) mustBeDocument(name, hasRoot)
      if (path.length === 2) mustBeStatements(name)
      hasRoot = true
      const place = path.slice(2).join('/')
      if (place === 'Stmt') statement = { account: '', currency: '', from: null, to: null, lines: [] }
      if (place === 'Stmt/Ntry') entry = { place: `entry ${++entries} (<Ntry>)`, fields: new Map(), details: [] }
      if (place === 'Stmt/Ntry/NtryDtls/TxDtls') detail = new Map()
      const currency = name === 'Amt' ? attribute('Ccy') : undefined
      if (currency === undefined) return
      if (detail !== undefined) keep(detail, `${withinDetail(path)}@Ccy`, currency)
      else if (entry !== undefined) keep(entry.fields, `${path.slice(4).join('/')}@Ccy`, currency)
    },
    text(more) {
      if (text.length < textMax) text += more
    },
    end(name) {
      if (path.at(-1) !== name) {
        throw statementFault(
          entry?.place ?? `<${path.at(-1) ?? name}>`,
          `</${name.slice(0, 40)}> ends what did not begin.`,
        )
      }
      const value = text.trim()
      text = ''
      const place = path.slice(2).join('/')
      if (place === 'Stmt/Ntry/NtryDtls/TxDtls') {
        entry!.details.push(detail!)
        detail = undefined
      } else if (place === 'Stmt/Ntry') {
        addEntry(statement!, entry!)
        entry = undefined
      } else if (place === 'Stmt') {
        statements.push(finished(statement!))
        statement = undefined
      } else if (value !== '') {
        if (detail !== undefined) keep(detail, withinDetail(path), value)
        else if (entry !== undefined) keep(entry.fields, path.slice(4).join('/'), value)
        else if (statement !== undefined) keepHead(statement, place, value)
      }
      path.pop()
    },
  })
  for await (const piece of pieces) reader.take(piece)
  if (path.length > 0)
    throw statementFault(entry?.place ?? '', `The file ends within <${path.at(-1)!}>: it was cut off.`)
  if (!hasRoot) throw statementFault('', 'The file holds no <Document>.')
  if (statements.length === 0) throw statementFault('<BkToCstmrStmt>', 'There is no <Stmt> in it.')
  return statements
}

const depthMax = 40
const textMax = 4000

type Fields = Map<string, string[]>
type Entry = { place: string; fields: Fields; details: Fields[] }
type OpenStatement = Statement

function mustBeDocument(name: string, hasRoot: boolean): void {
  if (hasRoot) throw statementFault(`<${name.slice(0, 40)}>`, 'Something follows the end of the document.')
  if (name !== 'Document') {
    throw statementFault(
      `<${name.slice(0, 40)}>`,
      'This XML is no statement of ISO 20022 (camt.053): it begins with another element than <Document>.',
    )
  }
}

const others: Readonly<Record<string, string>> = {
  BkToCstmrAcctRpt: 'camt.052, a report within the day',
  BkToCstmrDbtCdtNtfctn: 'camt.054, a notification',
}

function mustBeStatements(name: string): void {
  if (name === 'BkToCstmrStmt') return
  const what = others[name] ?? 'no statement'
  throw statementFault(
    `<${name.slice(0, 40)}>`,
    `This is ${what}; ask the bank for camt.053, the statement of whole days.`,
  )
}

/** The path within a transaction; what newer versions put into `Pty` lies where older ones have it. */
function withinDetail(path: readonly string[]): string {
  return path
    .slice(6)
    .filter((name) => name !== 'Pty')
    .join('/')
}

function keep(fields: Fields, name: string, value: string): void {
  const known = fields.get(name)
  if (known === undefined) fields.set(name, [value])
  else if (known.length < 100) known.push(value)
}

function keepHead(statement: OpenStatement, place: string, value: string): void {
  if (place === 'Stmt/Acct/Id/IBAN' || (place === 'Stmt/Acct/Id/Othr/Id' && statement.account === '')) {
    statement.account = value.slice(0, 60)
  }
  if (place === 'Stmt/Acct/Ccy') statement.currency = value
  if (place === 'Stmt/FrToDt/FrDtTm' || place === 'Stmt/FrToDt/FrDt')
    statement.from = readDay(value, '<FrToDt>', 'The start')
  if (place === 'Stmt/FrToDt/ToDtTm' || place === 'Stmt/FrToDt/ToDt')
    statement.to = readDay(value, '<FrToDt>', 'The end')
}

function finished(statement: OpenStatement): Statement {
  if (statement.account === '') throw statementFault('<Stmt>', 'It does not name its account (<Acct><Id>).')
  const currency = statement.currency || (statement.lines[0]?.currency ?? '')
  return { ...statement, currency }
}

function addEntry(statement: OpenStatement, { place, fields, details }: Entry): void {
  const first = (...names: string[]) => names.map((name) => fields.get(name)?.[0]).find((value) => value !== undefined)
  // Older versions have the word itself, newer ones a code in it.
  const status = first('Sts', 'Sts/Cd') ?? 'BOOK'
  if (status !== 'BOOK') return
  const currency = first('Amt@Ccy') ?? ''
  if (!isCurrencyCode(currency)) throw statementFault(place, '<Amt> does not name its currency.')
  const given = first('Amt')
  if (given === undefined) throw statementFault(place, 'It has no <Amt>.')
  const amount = readAmount(given, place, '<Amt>')
  const direction = first('CdtDbtInd')
  if (direction !== 'CRDT' && direction !== 'DBIT') throw statementFault(place, '<CdtDbtInd> must be CRDT or DBIT.')
  const isReversal = ['true', '1'].includes(first('RvslInd') ?? '')
  const booked = first('BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm')
  if (booked === undefined) throw statementFault(place, 'It has no <BookgDt>.')
  const head = {
    place,
    date: readDay(booked, place, '<BookgDt>'),
    currency,
    kind: direction === 'CRDT' ? (isReversal ? 'refund' : 'credit') : isReversal ? 'returned' : 'debit',
    reference: first('AcctSvcrRef', 'NtryRef') ?? '',
  } as const
  const note = first('AddtlNtryInf') ?? ''
  const parts = details.length > 1 ? partsOf(details, { amount, currency, place }) : undefined
  if (parts === undefined) {
    const told = details.map(toldOf)
    const all = (pick: (one: Told) => string) => [...new Set(told.map(pick).filter((word) => word !== ''))].join(' ')
    const one = told.length === 1 ? told[0]! : undefined
    if (amount === 0n) return
    addLine(statement.lines, {
      ...head,
      amount,
      reference: one?.reference || head.reference,
      payerName: one?.payerName ?? all(({ payerName }) => payerName),
      payerAccount: one?.payerAccount ?? '',
      payerTaxId: one?.payerTaxId ?? '',
      purpose: all(({ purpose }) => purpose) || note,
    })
    return
  }
  for (const [at, part] of parts.entries()) {
    if (part === 0n) continue
    const told = toldOf(details[at]!)
    addLine(statement.lines, {
      ...head,
      ...told,
      place: `${place}, transaction ${at + 1}`,
      amount: part,
      reference: told.reference || head.reference,
      purpose: told.purpose || note,
    })
  }
}

/** The amounts of an entry's transactions, where each says its own and they add up to it. */
function partsOf(
  details: readonly Fields[],
  { amount, currency, place }: { amount: bigint; currency: string; place: string },
): bigint[] | undefined {
  const parts: bigint[] = []
  for (const detail of details) {
    const name = ['Amt', 'AmtDtls/TxAmt/Amt'].find((one) => detail.has(one))
    if (name === undefined || detail.get(`${name}@Ccy`)?.[0] !== currency) return undefined
    parts.push(readAmount(detail.get(name)![0]!, place, '<TxDtls>'))
  }
  return parts.reduce((sum, part) => sum + part, 0n) === amount ? parts : undefined
}

type Told = Pick<StatementLine, 'reference' | 'payerName' | 'payerAccount' | 'payerTaxId' | 'purpose'>

function toldOf(detail: Fields): Told {
  const first = (...names: string[]) =>
    names.flatMap((name) => detail.get(name) ?? []).find((value) => value !== '' && value !== 'NOTPROVIDED') ?? ''
  const all = (...names: string[]) => names.flatMap((name) => detail.get(name) ?? []).join(' ')
  return {
    reference: first('Refs/AcctSvcrRef', 'Refs/EndToEndId', 'Refs/TxId', 'Refs/InstrId'),
    payerName: first('RltdPties/Dbtr/Nm', 'RltdPties/UltmtDbtr/Nm'),
    payerAccount: first('RltdPties/DbtrAcct/Id/IBAN', 'RltdPties/DbtrAcct/Id/Othr/Id'),
    payerTaxId: first('Tax/Dbtr/TaxId', 'RltdPties/Dbtr/Id/OrgId/Othr/Id', 'RltdPties/Dbtr/Id/PrvtId/Othr/Id'),
    purpose: [
      all('RmtInf/Ustrd', 'RmtInf/Strd/CdtrRefInf/Ref', 'RmtInf/Strd/RfrdDocInf/Nb', 'RmtInf/Strd/AddtlRmtInf'),
      ...(detail.get('Refs/EndToEndId') ?? []).filter((reference) => reference !== 'NOTPROVIDED'),
      detail.has('RmtInf/Ustrd') ? '' : all('AddtlTxInf'),
    ]
      .filter((words) => words !== '')
      .join(' '),
  }
}
