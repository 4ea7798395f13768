import { crc32 } from 'node:zlib'

/** Statements written after the examples that standards and banks publish. */

export const accountOf = { camt: 'DE02120300000000202051', oneC: '40702810000000000005' } as const

type CamtVersion = '02' | '08' | '13'

/** A statement of ISO 20022 with these entries. */
export function camtFile(version: CamtVersion, entries: readonly string[], account: string = accountOf.camt): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>Bank-1</MsgId><CreDtTm>2026-11-24T05:00:00+01:00</CreDtTm></GrpHdr>
    <Stmt>
      <Id>STMT-2026-228</Id>
      <ElctrncSeqNb>228</ElctrncSeqNb>
      <CreDtTm>2026-11-24T05:00:00+01:00</CreDtTm>
      <FrToDt><FrDtTm>2026-11-20T00:00:00+01:00</FrDtTm><ToDtTm>2026-11-23T23:59:59+01:00</ToDtTm></FrToDt>
      <Acct><Id><IBAN>${account}</IBAN></Id><Ccy>EUR</Ccy></Acct>
      <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-19</Dt></Dt></Bal>
      <!-- what was booked -->
${entries.join('\n')}
    </Stmt>
  </BkToCstmrStmt>
</Document>
`
}

export function camtEntry(
  version: CamtVersion,
  asked: {
    amount: string
    day: string
    direction?: 'CRDT' | 'DBIT'
    isReversal?: boolean
    status?: string
    reference?: string
    details?: string
    note?: string
  },
): string {
  const { amount, day, direction = 'CRDT', isReversal, status = 'BOOK', reference, details, note } = asked
  return `      <Ntry>
        ${reference === undefined ? '' : `<NtryRef>${reference}</NtryRef>`}
        <Amt Ccy="EUR">${amount}</Amt>
        <CdtDbtInd>${direction}</CdtDbtInd>
        ${isReversal === undefined ? '' : `<RvslInd>${isReversal}</RvslInd>`}
        <Sts>${version === '02' ? status : `<Cd>${status}</Cd>`}</Sts>
        <BookgDt><Dt>${day}</Dt></BookgDt>
        <ValDt><Dt>${day}</Dt></ValDt>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        ${details === undefined ? '' : `<NtryDtls>${details}</NtryDtls>`}
        ${note === undefined ? '' : `<AddtlNtryInf>${note}</AddtlNtryInf>`}
      </Ntry>`
}

/** A payment of one who names what it is for. */
export function camtPayment(asked: {
  amount: string
  day?: string
  purpose: string
  account?: string
  taxId?: string
  reference?: string
}): string {
  const { amount, day = '2026-11-20', purpose, account, taxId, reference = 'NOTPROVIDED' } = asked
  const payer = `<Dbtr><Nm>Payer</Nm>${taxId === undefined ? '' : `<Id><OrgId><Othr><Id>${taxId}</Id></Othr></OrgId></Id>`}</Dbtr>`
  const of = account === undefined ? '' : `<DbtrAcct><Id><IBAN>${account}</IBAN></Id></DbtrAcct>`
  return camtEntry('02', {
    amount,
    day,
    details: `<TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs><RltdPties>${payer}${of}</RltdPties><RmtInf><Ustrd>${purpose}</Ustrd></RmtInf></TxDtls>`,
  })
}

export const germanMt940 = [
  ':20:STARTUMSE',
  ':25:10010010/1234567890',
  ':28C:00001/001',
  ':60F:C260731EUR4321,00',
  ':61:2608020802DR123,45NTRFNONREF',
  ':86:105?00FOLGELASTSCHRIFT?109251?20EREF+STRIPE-REF-1?21MREF+M-77',
  '?22CRED+DE98ZZZ09999999999?23SVWZ+RECHNUNG 4711 SOFTWARE',
  '?24ABO AUGUST?32ACME SOFTWARE GMBH?34997',
  ':61:2608050805CR1500,00NTRFNONREF',
  ':86:166?00GUTSCHRIFT?109251?20EREF+KD-1001?21SVWZ+RE 2026-',
  '?2200015 DANKE?30COLSDE33XXX?31DE91370501980100558000?32MUSTERMANN CONSULTING',
  '?33 GMBH',
  ':61:2608050805RC20,00NRTINONREF',
  ':86:109?00RETOURE?20SVWZ+RETURN',
  ':61:2608050805RD7,00NRTINONREF',
  ':86:108?00RETOURE?20SVWZ+REFUND',
  ':62F:C260805EUR5684,55',
  '-',
  ':20:STARTUMSE',
  ':25:10010010/1234567890',
  ':28C:00002/001',
  ':60F:C260805EUR5684,55',
  ':61:2608060806C0,50NTRFNONREF',
  ':86:166?00GUTSCHRIFT?20SVWZ+Überweisung Größe',
  ':62F:C260806EUR5685,05',
  '-',
  '',
].join('\r\n')

/** A statement of 1C for two documents; `encoding` is what it says of itself. */
export function oneCFile(encoding: string): string {
  return [
    '1CClientBankExchange',
    'ВерсияФормата=1.03',
    `Кодировка=${encoding}`,
    'Отправитель=Банк',
    'Получатель=',
    'ДатаСоздания=15.03.2026',
    'ВремяСоздания=09:57:58',
    'ДатаНачала=01.03.2026',
    'ДатаКонца=15.03.2026',
    `РасчСчет=${accountOf.oneC}`,
    'СекцияРасчСчет',
    'ДатаНачала=01.03.2026',
    'ДатаКонца=15.03.2026',
    `РасчСчет=${accountOf.oneC}`,
    'НачальныйОстаток=100.00',
    'ВсегоПоступило=10000.50',
    'ВсегоСписано=500.00',
    'КонечныйОстаток=9600.50',
    'КонецРасчСчет',
    'СекцияДокумент=Платежное поручение',
    'Номер=1',
    'Дата=10.03.2026',
    'Сумма=500.00',
    `ПлательщикСчет=${accountOf.oneC}`,
    'ДатаСписано=10.03.2026',
    'Плательщик=ООО "РОМАШКА"',
    'ПлательщикИНН=1234567890',
    'ПолучательСчет=40702810000000000099',
    'Получатель=ООО "ПОСТАВЩИК"',
    'ПолучательИНН=9876543210',
    'НазначениеПлатежа=Оплата по счету N 10',
    'за товар',
    'КонецДокумента',
    'СекцияДокумент=Платежное поручение',
    'Номер=2',
    'Дата=04.03.2026',
    'Сумма=10000.50',
    'ПлательщикСчет=40702810000000000042',
    'Плательщик=ИНН 1112223330 ООО "ПОКУПАТЕЛЬ"',
    'ПлательщикИНН=1112223330',
    'ПлательщикКПП=770101001',
    'ПлательщикРасчСчет=40702810000000000042',
    `ПолучательСчет=${accountOf.oneC}`,
    'ДатаПоступило=05.03.2026',
    'Получатель=ООО "РОМАШКА"',
    'ПолучательИНН=1234567890',
    'НазначениеПлатежа=Оплата по счёту № 2026-00001 от 01.03.2026',
    'КонецДокумента',
    'КонецФайла',
    '',
  ].join('\r\n')
}

/** Windows-1251 and DOS (code page 866), which only reading is made for in Node. */
export const inWindows1251 = (text: string) => encoded(text, 'windows-1251')
export const inCp866 = (text: string) => encoded(text, 'ibm866')

function encoded(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding)
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Buffer.from([byte])), byte]))
  return Buffer.from(Array.from(text, (sign) => bytes.get(sign) ?? 63))
}

/** Files in a ZIP file, as they are. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = []
  const list: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text)
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt32LE(crc32(bytes), 10)
    about.writeUInt32LE(bytes.length, 14)
    about.writeUInt32LE(bytes.length, 18)
    about.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const part = Buffer.concat([Buffer.from('PK\u0003\u0004'), about, Buffer.from(name), bytes])
    parts.push(part)
    list.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), about, place, Buffer.from(name))
    offset += part.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, directory, end])
}
