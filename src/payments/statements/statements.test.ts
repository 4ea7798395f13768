import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalOf } from '../../measures/decimal.ts'
import { Failure } from '../../failure.ts'
import {
  accountOf,
  camtEntry,
  camtFile,
  germanMt940,
  inCp866,
  inWindows1251,
  oneCFile,
  zipOf,
} from '../../../test/bank-statements.ts'
import { isLong } from '../../../test/long.ts'
import { readStatements, statementBytesMax } from './read-statements.ts'
import { linesMax } from './statement.ts'
import type { Statement } from './statement.ts'

/** Statements as banks write them, and as nobody should. */

const read = async (file: string | Buffer) => (await readStatements(Buffer.from(file))).statements
const shown = (statements: readonly Statement[]) =>
  statements.map(({ lines, ...head }) => ({
    ...head,
    lines: lines.map((line) => ({ ...line, amount: decimalOf(line.amount) })),
  }))
const only = async (file: string | Buffer) => {
  const [statement, ...more] = shown(await read(file))
  expect(more).toEqual([])
  return statement!
}

const versions = ['02', '08', '13'] as const

test.each(versions)(
  'camt.053.001.%s: payments, several in one entry, what went, what came back, what is only expected',
  async (version) => {
    const party = (name: string) => (version === '02' ? `<Nm>${name}</Nm>` : `<Pty><Nm>${name}</Nm></Pty>`)
    const single = camtEntry(version, {
      amount: '119.00',
      day: '2026-11-20',
      reference: 'BANK-1',
      details: `<TxDtls><Refs><EndToEndId>E2E-1</EndToEndId></Refs><RltdPties><Dbtr>${party('Müller &amp; Söhne; GmbH')}</Dbtr><DbtrAcct><Id><IBAN>DE75512108001245126199</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>Rechnung 2026-00001</Ustrd><Ustrd>vielen Dank</Ustrd></RmtInf></TxDtls>`,
    })
    const part = (amount: string, name: string, purpose: string) =>
      `<TxDtls><Refs><AcctSvcrRef>${name}-ref</AcctSvcrRef></Refs>${version === '02' ? `<AmtDtls><TxAmt><Amt Ccy="EUR">${amount}</Amt></TxAmt></AmtDtls>` : `<Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>`}<RltdPties><Dbtr>${party(name)}</Dbtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>${purpose}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>`
    const several = camtEntry(version, {
      amount: '30.00',
      day: '2026-11-21',
      details: part('10.00', 'One', 'RF18 1') + part('20.00', 'Two', 'RF18 2'),
    })
    const together = camtEntry(version, {
      amount: '31.00',
      day: '2026-11-21',
      details: part('10.00', 'One', 'A') + part('20.00', 'Two', 'B'),
    })
    const went = camtEntry(version, { amount: '5.00', day: '2026-11-22', direction: 'DBIT' })
    const back = camtEntry(version, { amount: '119.00', day: '2026-11-23', direction: 'DBIT', isReversal: true })
    const refund = camtEntry(version, { amount: '5.00', day: '2026-11-23', isReversal: true })
    const expected = camtEntry(version, { amount: '7.00', day: '2026-11-23', status: 'PDNG' })
    const { account, currency, from, to, lines } = await only(
      camtFile(version, [single, several, together, went, back, refund, expected]),
    )
    expect({ account, currency, from, to }).toEqual({
      account: accountOf.camt,
      currency: 'EUR',
      from: '2026-11-20',
      to: '2026-11-23',
    })
    expect(lines).toMatchObject([
      {
        date: '2026-11-20',
        amount: '119.00',
        currency: 'EUR',
        kind: 'credit',
        reference: 'E2E-1',
        payerName: 'Müller & Söhne; GmbH',
        payerAccount: 'DE75512108001245126199',
        purpose: 'Rechnung 2026-00001 vielen Dank E2E-1',
      },
      { amount: '10.00', payerName: 'One', purpose: 'RF18 1', reference: 'One-ref' },
      { amount: '20.00', payerName: 'Two', purpose: 'RF18 2', reference: 'Two-ref' },
      // Its parts do not add up: it stays whole.
      { amount: '31.00', payerName: 'One Two', purpose: 'A B' },
      { amount: '5.00', kind: 'debit' },
      { amount: '119.00', kind: 'returned' },
      { amount: '5.00', kind: 'refund' },
    ])
    expect(lines).toHaveLength(7)
  },
)

test('camt.053 in other encodings and in a ZIP file', async () => {
  const file = camtFile('02', [camtEntry('02', { amount: '1.00', day: '2026-11-20', note: 'Größe' })])
  const latin = Buffer.from(file.replace('UTF-8', 'ISO-8859-1'), 'latin1')
  expect((await only(latin)).lines).toMatchObject([{ purpose: 'Größe' }])
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(file.replace('UTF-8', 'UTF-16'), 'utf16le')])
  expect((await only(wide)).lines).toMatchObject([{ purpose: 'Größe' }])
  expect((await only(`\ufeff${file}`)).lines).toMatchObject([{ purpose: 'Größe' }])
  const several = zipOf({ 'b.xml': file, 'a.xml': file.replace('Größe', 'First'), 'readme.txt': 'x' })
  expect((await read(several)).map(({ lines }) => lines[0]!.purpose)).toEqual(['First', 'Größe'])
  expect(await detailOf(zipOf({ 'readme.txt': 'x' }))).toMatch(/holds no XML file/)
  expect(await detailOf(several.subarray(0, 900))).toMatch(/no ZIP file, or was cut off/)
})

test('MT940 of a German bank: words with question marks, several statements in a file, umlauts of Windows', async () => {
  const statements = shown(await read(germanMt940))
  expect(statements).toMatchObject([
    { account: '10010010/1234567890', currency: 'EUR', from: '2026-07-31', to: '2026-08-05' },
    { account: '10010010/1234567890', from: '2026-08-05', to: '2026-08-06' },
  ])
  expect(statements.flatMap(({ lines }) => lines)).toMatchObject([
    { kind: 'debit', amount: '123.45', date: '2026-08-02', payerName: 'ACME SOFTWARE GMBH' },
    {
      kind: 'credit',
      amount: '1500.00',
      date: '2026-08-05',
      reference: 'KD-1001',
      payerName: 'MUSTERMANN CONSULTING GMBH',
      payerAccount: 'DE91370501980100558000',
      purpose: 'RE 2026- 00015 DANKE KD-1001',
    },
    { kind: 'returned', amount: '20.00' },
    { kind: 'refund', amount: '7.00' },
    { kind: 'credit', amount: '0.50', purpose: 'Überweisung Größe' },
  ])
  const windows = Buffer.from(germanMt940, 'latin1')
  expect(shown(await read(windows))).toEqual(statements)
})

test('MT940 of other banks: blocks around it, slashes, free words, all forms of a line', async () => {
  const file = [
    '{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{3:{108:B1}}{4:',
    ':20:P140220000000001',
    ':25:NL69INGB0123456789EUR',
    ':28C:00000',
    ':60F:C140219EUR662,23',
    ':61:1402200220C1,56NTRFEREF//00000000001005',
    '/TRCD/00100/',
    ':86:/EREF/EV12341REP1231456T1234//CNTP/NL32INGB0000012345/INGBNL2',
    'A/ING BANK NV INZAKE WEB///REMI/USTD//EV10001REP1000000T1000/',
    ':61:1401010101D1,57NTRFPREF//00000000001006',
    ':86:/EREF/X//ORDP//NAME/Jane Example/IBAN/DE7551210800124512',
    '6199/REMI/Invoice 77',
    ':61:1312310102CR0,NMSCNONREF',
    ':61:131231RCR2,5S103ABC/DEF//BANK/REF',
    'Supplementary details',
    ':61:140220ED9,00NMSCNONREF',
    ':86:only expected',
    ':61:140220C3NMSCNONREF',
    ':86:Payment from DE75512108001245126199 for 2026-00001',
    'second line',
    ':62F:C140220EUR664,79',
    ':64:C140220EUR664,79',
    ':86:/SUM/1/1/1,56/1,57/',
    '-}',
  ].join('\r\n')
  expect((await only(file)).lines).toMatchObject([
    {
      date: '2014-02-20',
      amount: '1.56',
      reference: 'EV12341REP1231456T1234 00000000001005 EREF',
      payerAccount: 'NL32INGB0000012345',
      payerName: 'ING BANK NV INZAKE WEB',
      purpose: 'EV10001REP1000000T1000 EV12341REP1231456T1234',
    },
    {
      date: '2014-01-01',
      kind: 'debit',
      payerName: 'Jane Example',
      payerAccount: 'DE75512108001245126199',
      purpose: 'Invoice 77 X',
    },
    // The value date is of the old year, the entry of the new one.
    {
      date: '2013-12-31',
      amount: '2.50',
      kind: 'returned',
      reference: 'BANK/REF ABC/DEF',
      purpose: 'Supplementary details',
    },
    {
      amount: '3.00',
      payerAccount: 'DE75512108001245126199',
      purpose: 'Payment from DE75512108001245126199 for 2026-00001 second line',
    },
  ])
})

test('1CClientBankExchange in Windows, DOS and UTF-8, by what it says and by how it looks', async () => {
  const wanted = {
    account: accountOf.oneC,
    currency: 'RUB',
    from: '2026-03-01',
    to: '2026-03-15',
    lines: [
      {
        kind: 'debit',
        amount: '500.00',
        date: '2026-03-10',
        purpose: 'Оплата по счету N 10 за товар',
      },
      {
        kind: 'credit',
        amount: '10000.50',
        currency: 'RUB',
        date: '2026-03-05',
        reference: '2',
        payerName: 'ООО "ПОКУПАТЕЛЬ"',
        payerAccount: '40702810000000000042',
        payerTaxId: '1112223330',
        purpose: 'Оплата по счёту № 2026-00001 от 01.03.2026',
      },
    ],
  }
  for (const file of [
    inWindows1251(oneCFile('Windows')),
    inCp866(oneCFile('DOS')),
    // It says the wrong thing.
    inCp866(oneCFile('Windows')),
    inWindows1251(oneCFile('DOS')),
    oneCFile('UTF-8'),
    `\ufeff${oneCFile('Windows')}`,
  ]) {
    expect(await only(file)).toMatchObject(wanted)
  }
})

const detailOf = async (file: string | Buffer): Promise<string> => {
  const error = await readStatements(Buffer.from(file)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Failure)
  expect(['unprocessable', 'too-large']).toContain((error as Failure).code)
  return (error as Failure).message
}

const good = camtFile('02', [camtEntry('02', { amount: '1.00', day: '2026-11-20' })])

test.each([
  ['nothing', '', /empty/],
  ['something else', 'date;amount\n1;2', /none that is known/],
  ['a page', '<html><body/></html>', /<html>: This XML is no statement/],
  ['a report within the day', good.replaceAll('BkToCstmrStmt', 'BkToCstmrAcctRpt'), /camt\.052/],
  ['camt that is cut', good.slice(0, 700), /ends within <\w+>: it was cut off/],
  ['camt with an end too many', good.replace('</Ntry>', '</Ntri>'), /entry 1.*<\/Ntri> ends what did not begin/],
  ['an amount that is none', good.replace('>1.00<', '>one<'), /entry 1 \(<Ntry>\): <Amt> "one" is no amount/],
  ['an amount below nothing', good.replace('>1.00<', '>-1.00<'), /is no amount/],
  ['ten decimals', good.replace('>1.00<', '>1.0000000001<'), /is no amount/],
  ['no currency', good.replace('<Amt Ccy="EUR">1.00', '<Amt>1.00'), /does not name its currency/],
  ['a day that is none', good.replace('2026-11-20</Dt>', '2026-02-30</Dt>'), /is no date/],
  ['no direction', good.replace('CRDT</CdtDbtInd>\n        \n', 'CR</CdtDbtInd>'), /<CdtDbtInd> must be/],
  ['an entity', good.replace('>1.00<', '>&amount;<'), /entity \(&amount;\)/],
  ['entities of its own', good.replace('<Document', '<!DOCTYPE x [<!ENTITY a "aaaa">]><Document'), /document type/],
  ['an unknown encoding', good.replace('UTF-8', 'EBCDIC'), /encoding "EBCDIC"/],
  ['bytes that are no UTF-8', Buffer.from(good.replace('Bank', 'Größe'), 'latin1'), /bytes that are no text in utf-8/],
  ['two documents', good + good.slice(good.indexOf('<Document')), /follows the end/],
  ['deep XML', '<Document>' + '<BkToCstmrStmt>'.repeat(60), /too deep/],
  ['MT940 that is cut', germanMt940.slice(0, germanMt940.indexOf(':62F:')), /line 1: .*:62F:.*cut off/],
  ['a line that is none', germanMt940.replace('2608050805CR1500,00', 'yesterday 1500'), /line \d+: :61: .* is no line/],
  ['no opening balance', germanMt940.replace(/:60F:.*\r\n/, ''), /opening balance/],
  ['no account', germanMt940.replace(/:25:.*\r\n/, ''), /does not name its account/],
  [
    '1C that is cut',
    oneCFile('UTF-8').slice(0, 900),
    /line \d+: What begins here does not end|has no end \(КонецФайла\)/,
  ],
  [
    '1C of others',
    oneCFile('UTF-8')
      .replaceAll(`Счет=${accountOf.oneC}`, 'Счет=1')
      .replace('РасчСчет=1', 'РасчСчет=2')
      .replace('РасчСчет=1', 'РасчСчет=2')
      .replaceAll(/Дата(Поступило|Списано).*/g, ''),
    /Neither the account/,
  ],
  ['1C of the future', oneCFile('UTF-8').replace('1.03', '2.00'), /version "2.00"/],
  ['1C with another amount', oneCFile('UTF-8').replace('Сумма=10000.50', 'Сумма=много'), /line \d+: Сумма "много"/],
  ['a line without end', `:20:A\n:25:1\n${'x'.repeat(70_000)}`, /line 3: The line is too long/],
  ['a text without end', `<Document><BkToCstmrStmt>${'x'.repeat(2_000_000)}`, /a text that is too long/],
])('%s is refused in words', async (_name, file, words) => {
  expect(await detailOf(file)).toMatch(words)
})

const manyLines = (lines: number) =>
  `:20:A\n:25:1\n:60F:C260801EUR0,00\n${':61:2608050805C1,00NTRFNONREF\n'.repeat(lines)}:62F:C260805EUR0,00\n-\n`

test('more lines than there may be are refused', async () => {
  expect((await only(manyLines(linesMax))).lines).toHaveLength(linesMax)
  expect(await detailOf(manyLines(linesMax + 1))).toMatch(/may have 20000 lines/)
})

test('a file as large as there may be lets others work meanwhile', async () => {
  const line = `:61:2608050805C1,00NTRFNONREF\n:86:${'x'.repeat(5000)}\n`
  const file = Buffer.from(`:20:A\n:25:1\n:60F:C260801EUR0,00\n${line.repeat(9000)}:62F:C260805EUR0,00\n-\n`)
  expect(file.length).toBeGreaterThan(statementBytesMax * 0.8)
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const [statement] = await read(file)
  clearInterval(timer)
  expect(statement!.lines).toHaveLength(9000)
  expect(turns).toBeGreaterThan(10)
})

test('files that were cut, flipped or joined are read or refused in words, and never end in a crash', async () => {
  const files = [Buffer.from(good), Buffer.from(germanMt940, 'latin1'), inWindows1251(oneCFile('Windows'))]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) }), { maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('flip', 'cut', 'join', 'repeat'),
      async (file, flips, cut, way) => {
        let bytes = Buffer.from(file)
        const at = Math.floor(cut * file.length)
        if (way === 'cut') bytes = bytes.subarray(0, at)
        if (way === 'join') bytes = Buffer.concat([bytes.subarray(0, at), files[at % 3]!])
        if (way === 'repeat') bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.floor(at / 2))])
        if (way === 'flip') for (const flip of flips) bytes[Math.floor(flip.at * (bytes.length - 1))] = flip.byte
        try {
          for (const { lines } of (await readStatements(bytes)).statements) {
            expect(lines.every(({ amount, currency }) => amount > 0n && /^[A-Z]{3}$/.test(currency))).toBe(true)
          }
        } catch (error) {
          if (!(error instanceof Failure)) throw error
          expect(['unprocessable', 'too-large']).toContain(error.code)
        }
      },
    ),
    { numRuns: isLong ? 20_000 : 300 },
  )
})
