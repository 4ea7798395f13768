import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyInvoice, invoiceOf } from '../../test/any-invoice.ts'
import { faultsOf, orderFaultsOf, schemaFaultsOf } from '../../test/en16931.ts'
import { isLong } from '../../test/long.ts'
import { Failure } from '../failure.ts'
import type { InvoiceDocument } from '../invoices/document.ts'
import { cii } from './cii.ts'
import { ubl } from './ubl.ts'

const plain = invoiceOf({
  seed: 11,
  kind: 'usage',
  language: 'en',
  currency: 'EUR',
  category: 'S',
  lines: 9,
  revision: 0,
})
const caught = (work: () => unknown): Failure => {
  try {
    work()
  } catch (error) {
    return error as Failure
  }
  throw new Error('nothing was thrown')
}

test('every invoice keeps the rules of EN 16931 in both syntaxes, and the schema of Factur-X', () => {
  fc.assert(
    fc.property(anyInvoice({ mostLines: 400 }), (document) => {
      const text = cii(document)
      expect(schemaFaultsOf(text)).toEqual([])
      expect(faultsOf(text)).toEqual([])
      const other = ubl(document)
      expect(faultsOf(other)).toEqual([])
      expect(orderFaultsOf(other)).toEqual([])
    }),
    { numRuns: isLong ? 3000 : 12 },
  )
})

test('the rules find what is wrong', () => {
  const text = cii(plain)
  const broken = (from: RegExp, to: string) => faultsOf(text.replace(from, to)).map((fault) => fault.split(':')[0])
  expect(broken(/(<ram:GrandTotalAmount>)\d/, '$19')).toContain('BR-CO-15')
  expect(broken(/(<ram:DuePayableAmount>)[^<]+/, '$10.01')).toContain('BR-CO-16')
  expect(broken(/(<ram:LineTotalAmount>)[^<]+/, '$10.33')).toContain('BR-CO-10')
  expect(broken(/(<ram:CalculatedAmount>)[^<]+/, '$10.33')).toEqual(expect.arrayContaining(['BR-CO-14', 'BR-CO-17']))
  expect(broken(/(<ram:ChargeAmount>)/, '$1-')).toContain('BR-27')
  expect(broken(/DE136695976/, '136695976')).toContain('BR-CO-09')
  const turned = ubl(plain).replace(/(<cbc:ID>[^<]*<\/cbc:ID>)(<cbc:IssueDate>[^<]*<\/cbc:IssueDate>)/, '$2$1')
  expect(orderFaultsOf(turned)).toEqual(['Invoice: ID'])
  expect(schemaFaultsOf(text.replace(/<ram:TypeCode>VAT<\/ram:TypeCode>/, ''))).not.toEqual([])
})

test('a line of calls is counted in seconds and priced by the minute', () => {
  const line = {
    ...plain.lines[0]!,
    unit: 'second' as const,
    quantity: '90',
    unitPrice: '0.04',
    exact: '0.06',
    amount: '0.06',
  }
  const text = cii({ ...plain, lines: [{ ...line, service: 'call', kind: 'rate', name: 'call prefix=49' }] })
  expect(text).toContain(
    '<ram:ChargeAmount>0.04</ram:ChargeAmount><ram:BasisQuantity unitCode="SEC">60</ram:BasisQuantity>',
  )
  expect(text).toContain('<ram:BilledQuantity unitCode="SEC">90</ram:BilledQuantity>')
  expect(text).toContain('<ram:Name>Calls · prefix 49</ram:Name>')
})

test('a package of calls is of minutes, and a key is one text', () => {
  const bought = {
    service: 'call',
    kind: 'package',
    name: 'call',
    unit: 'second' as const,
    quantity: '500',
    unitPrice: null,
  }
  const line = { ...plain.lines[0]!, ...bought, key: 'own\tcall\tpackage', exact: '20.00', amount: '20.00' }
  const text = cii({ ...plain, lines: [line] })
  expect(text).toContain('<ram:BilledQuantity unitCode="MIN">500</ram:BilledQuantity>')
  expect(text).toContain('<ram:SellerAssignedID>own call package</ram:SellerAssignedID>')
})

test('what is taken back has a quantity of less than nothing, and units of many prices are priced together', () => {
  const back = {
    ...plain.lines[0]!,
    unit: 'part' as const,
    quantity: '30',
    unitPrice: null,
    exact: '-1.234',
    amount: '-1.23',
  }
  const text = ubl({ ...plain, lines: [back] })
  expect(text).toContain('<cbc:InvoicedQuantity unitCode="C62">-30</cbc:InvoicedQuantity>')
  expect(text).toContain(
    '<cbc:PriceAmount currencyID="EUR">1.23</cbc:PriceAmount><cbc:BaseQuantity unitCode="C62">30</cbc:BaseQuantity>',
  )
})

test('each kind has its type, and what corrects or gives back says of what', () => {
  const typeOf = (document: Partial<InvoiceDocument>) => /TypeCode>(\d+)</.exec(ubl({ ...plain, ...document }))![1]
  expect(typeOf({})).toBe('380')
  expect(typeOf({ kind: 'topup' })).toBe('325')
  expect(typeOf({ revision: 2 })).toBe('384')
  const credit = ubl(
    invoiceOf({ seed: 3, kind: 'credit', language: 'ru', currency: 'RUB', category: 'S', lines: 2, revision: 0 }),
  )
  expect(credit).toMatch(/<CreditNote xmlns=.*<cbc:CreditNoteTypeCode>381</)
  expect(credit).toContain(
    '<cac:InvoiceDocumentReference><cbc:ID>2025-17</cbc:ID><cbc:IssueDate>2025-12-01</cbc:IssueDate>',
  )
  const revised = ubl({ ...plain, number: '7', revision: 2 })
  expect(revised).toContain('<cbc:ID>7-R2</cbc:ID>')
  expect(revised).toContain('<cac:InvoiceDocumentReference><cbc:ID>7</cbc:ID></cac:InvoiceDocumentReference>')
})

test('what the standard cannot do without is named, field by field', () => {
  const fault = caught(() =>
    cii({ ...plain, number: null, supplier: { ...plain.supplier, country: null, taxId: ' ' } }),
  )
  expect(fault).toBeInstanceOf(Failure)
  expect(fault.fields.map(({ field }) => field)).toEqual(['number', 'supplier.country', 'supplier.taxId'])
})

test('whatever a name has in it, the XML is whole and says it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 500 }), (odd) => {
      const name = `Ω${odd}`
      const document = { ...plain, comment: name, buyer: { ...plain.buyer, name, street: name, city: name } }
      expect(schemaFaultsOf(cii(document))).toEqual([])
      expect(faultsOf(ubl(document))).toEqual([])
    }),
    { numRuns: isLong ? 500 : 8 },
  )
  const markup = '</ram:Name><x>&amp;"\'<![CDATA['
  expect(cii({ ...plain, buyer: { ...plain.buyer, name: markup } })).toContain(
    "<ram:Name>&lt;/ram:Name&gt;&lt;x&gt;&amp;amp;&quot;'&lt;![CDATA[</ram:Name>",
  )
})
