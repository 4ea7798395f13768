import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs'
import { readDecimal } from '../src/measures/decimal.ts'

/**
 * The rules of EN 16931-1, written from the standard, on the text of an XML invoice; they know nothing of who wrote it. Each fault
 * begins with the name of its rule.
 */
export function faultsOf(xml: string): string[] {
  using document = XmlDocument.fromString(xml)
  const invoice = read(document)
  return rules.flatMap((rule) => [...rule(invoice)])
}

/** What is wrong by the schema of Factur-X in its profile EN 16931, which is that of CII D22B cut to the terms of the standard. */
export function schemaFaultsOf(xml: string): string[] {
  using document = XmlDocument.fromString(xml)
  try {
    schema().validate(document)
    return []
  } catch (error) {
    return [String(error)]
  }
}

let kept: XsdValidator | undefined

function schema(): XsdValidator {
  if (kept === undefined) {
    xmlRegisterFsInputProviders()
    const entry = fileURLToPath(import.meta.resolve('@stackforge-eu/factur-x'))
    const path = join(dirname(dirname(entry)), 'schema/en16931/FACTUR-X_EN16931.xsd')
    kept = XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(path), { url: path }))
  }
  return kept
}

/**
 * What stands in another order than UBL 2.1 wants, which is that of its schemas; names that are not in these lists are none of EN 16931,
 * or none that an invoice of ours has.
 */
export function orderFaultsOf(xml: string): string[] {
  using document = XmlDocument.fromString(xml)
  const faults: string[] = []
  const visit = (element: Element) => {
    const wanted = orders[element.name]?.split(' ') ?? []
    let last = 0
    for (const child of element.find('*') as Element[]) {
      const place = wanted.indexOf(child.name)
      if (place < last) faults.push(`${element.name}: ${child.name}`)
      last = Math.max(last, place)
      if (child.find('*').length > 0) visit(child)
    }
  }
  visit(document.root)
  return faults
}

type Element = { name: string; find: (path: string) => unknown[] }

const heads = 'AccountingSupplierParty AccountingCustomerParty PaymentMeans PaymentTerms TaxTotal LegalMonetaryTotal'
const priced = 'LineExtensionAmount InvoicePeriod Item Price'
const orders: Readonly<Record<string, string>> = {
  Invoice: `CustomizationID ID IssueDate DueDate InvoiceTypeCode Note DocumentCurrencyCode InvoicePeriod BillingReference ${heads} InvoiceLine`,
  CreditNote: `CustomizationID ID IssueDate CreditNoteTypeCode Note DocumentCurrencyCode InvoicePeriod BillingReference ${heads} CreditNoteLine`,
  InvoicePeriod: 'StartDate EndDate',
  BillingReference: 'InvoiceDocumentReference',
  InvoiceDocumentReference: 'ID IssueDate',
  AccountingSupplierParty: 'Party',
  AccountingCustomerParty: 'Party',
  Party: 'EndpointID PartyIdentification PostalAddress PartyTaxScheme PartyLegalEntity',
  PartyIdentification: 'ID',
  PostalAddress: 'StreetName CityName PostalZone Country',
  Country: 'IdentificationCode',
  PartyTaxScheme: 'CompanyID TaxScheme',
  PartyLegalEntity: 'RegistrationName CompanyID',
  PaymentMeans: 'PaymentMeansCode PaymentDueDate PaymentID PayeeFinancialAccount',
  PayeeFinancialAccount: 'ID Name FinancialInstitutionBranch',
  FinancialInstitutionBranch: 'ID',
  PaymentTerms: 'Note',
  TaxTotal: 'TaxAmount TaxSubtotal',
  TaxSubtotal: 'TaxableAmount TaxAmount TaxCategory',
  TaxCategory: 'ID Percent TaxExemptionReasonCode TaxExemptionReason TaxScheme',
  TaxScheme: 'ID',
  LegalMonetaryTotal:
    'LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount PrepaidAmount PayableRoundingAmount PayableAmount',
  InvoiceLine: `ID InvoicedQuantity ${priced}`,
  CreditNoteLine: `ID CreditedQuantity ${priced}`,
  Item: 'Description Name SellersItemIdentification ClassifiedTaxCategory',
  SellersItemIdentification: 'ID',
  ClassifiedTaxCategory: 'ID Percent TaxScheme',
  Price: 'PriceAmount BaseQuantity',
}

/** The terms of the standard that the rules are about, as texts; undefined where a term is not there. */
type Terms<Name extends string> = Partial<Record<Name, string>>
type Header = Terms<
  | 'customization'
  | 'number'
  | 'issuedOn'
  | 'type'
  | 'currency'
  | 'dueOn'
  | 'terms'
  | 'seller'
  | 'sellerId'
  | 'sellerLegalId'
  | 'sellerVat'
  | 'sellerCountry'
  | 'sellerAddress'
  | 'buyer'
  | 'buyerVat'
  | 'buyerLegalId'
  | 'buyerCountry'
  | 'means'
  | 'account'
  | 'sum'
  | 'net'
  | 'tax'
  | 'total'
  | 'rounding'
  | 'paid'
  | 'due'
  | 'preceding'
  | 'taxCurrency'
  | 'sellerMailScheme'
  | 'buyerMail'
  | 'buyerMailScheme'
>
type Line = Terms<
  | 'id'
  | 'quantity'
  | 'unit'
  | 'amount'
  | 'name'
  | 'price'
  | 'priceFor'
  | 'priceUnit'
  | 'category'
  | 'rate'
  | 'first'
  | 'last'
>
type Tax = Terms<'base' | 'tax' | 'category' | 'rate' | 'reason' | 'reasonCode'>
type Read = { header: Header; lines: Line[]; taxes: Tax[] }

type Paths<Of> = Readonly<Record<keyof Of, string>>
type Syntax = { header: Paths<Header>; line: string; lines: Paths<Line>; taxOf: string; taxes: Paths<Tax> }

const agreement = '//ram:ApplicableHeaderTradeAgreement'
const settled = '//ram:ApplicableHeaderTradeSettlement'
const summed = `${settled}/ram:SpecifiedTradeSettlementHeaderMonetarySummation`
const cii: Syntax = {
  header: {
    customization: '//ram:GuidelineSpecifiedDocumentContextParameter/ram:ID',
    number: '//rsm:ExchangedDocument/ram:ID',
    issuedOn: '//rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString[@format="102"]',
    type: '//rsm:ExchangedDocument/ram:TypeCode',
    currency: `${settled}/ram:InvoiceCurrencyCode`,
    dueOn: `${settled}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString[@format="102"]`,
    terms: `${settled}/ram:SpecifiedTradePaymentTerms/ram:Description`,
    seller: `${agreement}/ram:SellerTradeParty/ram:Name`,
    sellerId: `${agreement}/ram:SellerTradeParty/ram:ID`,
    sellerLegalId: `${agreement}/ram:SellerTradeParty/ram:SpecifiedLegalOrganization/ram:ID`,
    sellerVat: `${agreement}/ram:SellerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID="VA"]`,
    sellerCountry: `${agreement}/ram:SellerTradeParty/ram:PostalTradeAddress/ram:CountryID`,
    sellerAddress: `${agreement}/ram:SellerTradeParty/ram:PostalTradeAddress`,
    sellerMailScheme: `${agreement}/ram:SellerTradeParty/ram:URIUniversalCommunication/ram:URIID/@schemeID`,
    buyer: `${agreement}/ram:BuyerTradeParty/ram:Name`,
    buyerVat: `${agreement}/ram:BuyerTradeParty/ram:SpecifiedTaxRegistration/ram:ID[@schemeID="VA"]`,
    buyerLegalId: `${agreement}/ram:BuyerTradeParty/ram:SpecifiedLegalOrganization/ram:ID`,
    buyerCountry: `${agreement}/ram:BuyerTradeParty/ram:PostalTradeAddress/ram:CountryID`,
    buyerMail: `${agreement}/ram:BuyerTradeParty/ram:URIUniversalCommunication/ram:URIID`,
    buyerMailScheme: `${agreement}/ram:BuyerTradeParty/ram:URIUniversalCommunication/ram:URIID/@schemeID`,
    means: `${settled}/ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode`,
    account: `${settled}//ram:PayeePartyCreditorFinancialAccount/*[self::ram:IBANID or self::ram:ProprietaryID]`,
    sum: `${summed}/ram:LineTotalAmount`,
    net: `${summed}/ram:TaxBasisTotalAmount`,
    tax: `${summed}/ram:TaxTotalAmount`,
    taxCurrency: `${summed}/ram:TaxTotalAmount/@currencyID`,
    total: `${summed}/ram:GrandTotalAmount`,
    rounding: `${summed}/ram:RoundingAmount`,
    paid: `${summed}/ram:TotalPrepaidAmount`,
    due: `${summed}/ram:DuePayableAmount`,
    preceding: `${settled}/ram:InvoiceReferencedDocument/ram:IssuerAssignedID`,
  },
  line: '//ram:IncludedSupplyChainTradeLineItem',
  lines: {
    id: 'ram:AssociatedDocumentLineDocument/ram:LineID',
    quantity: 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity',
    unit: 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity/@unitCode',
    amount: 'ram:SpecifiedLineTradeSettlement//ram:LineTotalAmount',
    name: 'ram:SpecifiedTradeProduct/ram:Name',
    price: './/ram:NetPriceProductTradePrice/ram:ChargeAmount',
    priceFor: './/ram:NetPriceProductTradePrice/ram:BasisQuantity',
    priceUnit: './/ram:NetPriceProductTradePrice/ram:BasisQuantity/@unitCode',
    category: './/ram:ApplicableTradeTax[ram:TypeCode="VAT"]/ram:CategoryCode',
    rate: './/ram:ApplicableTradeTax/ram:RateApplicablePercent',
    first: './/ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString',
    last: './/ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString',
  },
  taxOf: `${settled}/ram:ApplicableTradeTax[ram:TypeCode="VAT"]`,
  taxes: {
    base: 'ram:BasisAmount',
    tax: 'ram:CalculatedAmount',
    category: 'ram:CategoryCode',
    rate: 'ram:RateApplicablePercent',
    reason: 'ram:ExemptionReason',
    reasonCode: 'ram:ExemptionReasonCode',
  },
}

const supplier = '/*/cac:AccountingSupplierParty/cac:Party'
const customer = '/*/cac:AccountingCustomerParty/cac:Party'
const monetary = '/*/cac:LegalMonetaryTotal'
const ubl: Syntax = {
  header: {
    customization: '/*/cbc:CustomizationID',
    number: '/*/cbc:ID',
    issuedOn: '/*/cbc:IssueDate',
    type: '/i:Invoice/cbc:InvoiceTypeCode | /c:CreditNote/cbc:CreditNoteTypeCode',
    currency: '/*/cbc:DocumentCurrencyCode',
    dueOn: '/i:Invoice/cbc:DueDate | /c:CreditNote/cac:PaymentMeans/cbc:PaymentDueDate',
    terms: '/*/cac:PaymentTerms/cbc:Note',
    seller: `${supplier}/cac:PartyLegalEntity/cbc:RegistrationName`,
    sellerId: `${supplier}/cac:PartyIdentification/cbc:ID`,
    sellerLegalId: `${supplier}/cac:PartyLegalEntity/cbc:CompanyID`,
    sellerVat: `${supplier}/cac:PartyTaxScheme[cac:TaxScheme/cbc:ID="VAT"]/cbc:CompanyID`,
    sellerCountry: `${supplier}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`,
    sellerAddress: `${supplier}/cac:PostalAddress`,
    sellerMailScheme: `${supplier}/cbc:EndpointID/@schemeID`,
    buyer: `${customer}/cac:PartyLegalEntity/cbc:RegistrationName`,
    buyerVat: `${customer}/cac:PartyTaxScheme[cac:TaxScheme/cbc:ID="VAT"]/cbc:CompanyID`,
    buyerLegalId: `${customer}/cac:PartyLegalEntity/cbc:CompanyID`,
    buyerCountry: `${customer}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`,
    buyerMail: `${customer}/cbc:EndpointID`,
    buyerMailScheme: `${customer}/cbc:EndpointID/@schemeID`,
    means: '/*/cac:PaymentMeans/cbc:PaymentMeansCode',
    account: '/*/cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID',
    sum: `${monetary}/cbc:LineExtensionAmount`,
    net: `${monetary}/cbc:TaxExclusiveAmount`,
    tax: '/*/cac:TaxTotal/cbc:TaxAmount',
    taxCurrency: '/*/cac:TaxTotal/cbc:TaxAmount/@currencyID',
    total: `${monetary}/cbc:TaxInclusiveAmount`,
    rounding: `${monetary}/cbc:PayableRoundingAmount`,
    paid: `${monetary}/cbc:PrepaidAmount`,
    due: `${monetary}/cbc:PayableAmount`,
    preceding: '/*/cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID',
  },
  line: '/i:Invoice/cac:InvoiceLine | /c:CreditNote/cac:CreditNoteLine',
  lines: {
    id: 'cbc:ID',
    quantity: 'cbc:InvoicedQuantity | cbc:CreditedQuantity',
    unit: 'cbc:InvoicedQuantity/@unitCode | cbc:CreditedQuantity/@unitCode',
    amount: 'cbc:LineExtensionAmount',
    name: 'cac:Item/cbc:Name',
    price: 'cac:Price/cbc:PriceAmount',
    priceFor: 'cac:Price/cbc:BaseQuantity',
    priceUnit: 'cac:Price/cbc:BaseQuantity/@unitCode',
    category: 'cac:Item/cac:ClassifiedTaxCategory[cac:TaxScheme/cbc:ID="VAT"]/cbc:ID',
    rate: 'cac:Item/cac:ClassifiedTaxCategory/cbc:Percent',
    first: 'cac:InvoicePeriod/cbc:StartDate',
    last: 'cac:InvoicePeriod/cbc:EndDate',
  },
  taxOf: '/*/cac:TaxTotal/cac:TaxSubtotal',
  taxes: {
    base: 'cbc:TaxableAmount',
    tax: 'cbc:TaxAmount',
    category: 'cac:TaxCategory[cac:TaxScheme/cbc:ID="VAT"]/cbc:ID',
    rate: 'cac:TaxCategory/cbc:Percent',
    reason: 'cac:TaxCategory/cbc:TaxExemptionReason',
    reasonCode: 'cac:TaxCategory/cbc:TaxExemptionReasonCode',
  },
}

const namespaces = {
  rsm: 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  ram: 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  udt: 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
  i: 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
  c: 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2',
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
}

type Node = { find: (path: string, of?: Record<string, string>) => unknown[] }

function read(document: XmlDocument): Read {
  const syntax = document.root.name === 'CrossIndustryInvoice' ? cii : ubl
  const terms = (node: Node, paths: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(paths).flatMap(([name, path]) => {
        const [found] = node.find(path, namespaces) as { content?: string; value?: string }[]
        return found === undefined ? [] : [[name, found.content ?? found.value ?? '']]
      }),
    )
  return {
    header: terms(document.root, syntax.header),
    lines: document.root.find(syntax.line, namespaces).map((node) => terms(node as Node, syntax.lines)),
    taxes: document.root.find(syntax.taxOf, namespaces).map((node) => terms(node as Node, syntax.taxes)),
  }
}

type Rule = (invoice: Read) => Iterable<string>
const money = (text: string | undefined) => readDecimal(text ?? '') ?? NaN_AMOUNT
/** No sum can come to it, so that an amount that cannot be read breaks every rule that it is in. */
const NaN_AMOUNT = -(10n ** 40n)
const sum = (amounts: readonly bigint[]) => amounts.reduce((all, one) => all + one, 0n)
const threeDigits = ['KWD', 'BHD', 'TND', 'OMR', 'JOD', 'IQD', 'LYD']
const categories = ['S', 'Z', 'E', 'AE', 'G', 'O']

const rules: readonly Rule[] = [
  function* present({ header, lines, taxes }) {
    const wanted: [string, keyof Header][] = [
      ['BR-01', 'customization'],
      ['BR-02', 'number'],
      ['BR-03', 'issuedOn'],
      ['BR-04', 'type'],
      ['BR-05', 'currency'],
      ['BR-06', 'seller'],
      ['BR-07', 'buyer'],
      ['BR-08', 'sellerAddress'],
      ['BR-09', 'sellerCountry'],
      ['BR-11', 'buyerCountry'],
      ['BR-12', 'sum'],
      ['BR-13', 'net'],
      ['BR-14', 'total'],
      ['BR-15', 'due'],
    ]
    for (const [rule, term] of wanted) if ((header[term] ?? '') === '') yield `${rule}: no ${term}`
    if (lines.length === 0) yield 'BR-16: no line'
    if (taxes.length === 0) yield 'BR-CO-18: no tax breakdown'
    if (!['325', '380', '381', '384'].includes(header.type ?? '')) yield `BR-CL-01: ${header.type}`
    if (header.type === '384' && header.preceding === undefined) yield 'BR-DE-26: a corrected invoice says which'
    if (header.taxCurrency !== header.currency) yield 'BR-53: tax in another currency'
  },
  function* whoIsWho({ header }) {
    if (header.sellerId === undefined && header.sellerLegalId === undefined && header.sellerVat === undefined)
      yield 'BR-CO-26'
    for (const id of [header.sellerVat, header.buyerVat])
      if (id !== undefined && !/^(EL|XI|[A-Z]{2})[A-Z0-9]{2,}/.test(id)) yield `BR-CO-09: ${id}`
    for (const country of [header.sellerCountry, header.buyerCountry])
      if (!/^[A-Z]{2}$/.test(country ?? '')) yield `BR-CL-14: ${country}`
    if (header.sellerMailScheme !== 'EM') yield 'BR-62: no scheme of the address'
    if (header.buyerMail !== undefined && header.buyerMailScheme !== 'EM') yield 'BR-63'
    if (['30', '58'].includes(header.means ?? '') && (header.account ?? '') === '') yield 'BR-61: no account'
  },
  function* everyLine({ lines }) {
    const ids = new Set(lines.map(({ id }) => id))
    if (ids.size !== lines.length) yield 'BT-126: not unique'
    for (const line of lines) {
      for (const [rule, term] of [
        ['BR-21', 'id'],
        ['BR-22', 'quantity'],
        ['BR-23', 'unit'],
        ['BR-24', 'amount'],
        ['BR-25', 'name'],
        ['BR-26', 'price'],
        ['BR-CO-04', 'category'],
      ] as const)
        if ((line[term] ?? '') === '') yield `${rule}: line ${line.id} without ${term}`
      if (money(line.price) < 0n) yield `BR-27: ${line.price}`
      if (!['C62', 'MIN', 'SEC'].includes(line.unit ?? '')) yield `BR-CL-23: ${line.unit}`
      if (line.priceUnit !== line.unit) yield `BT-150: ${line.priceUnit}`
      if (money(line.priceFor) <= 0n) yield `BT-149: ${line.priceFor}`
      if ((line.first ?? '') > (line.last ?? '')) yield 'BR-30'
      if (!categories.includes(line.category ?? '')) yield `BR-CL-18: ${line.category}`
    }
  },
  function* linesComeToTheirPrices({ header, lines }) {
    // Not of the standard itself, but of Peppol (R120): quantity × price = amount, to half a coin.
    const step = 10 ** -coins(header)
    for (const { id, quantity, price, priceFor, amount } of lines) {
      const wanted = (Number(quantity) * Number(price)) / Number(priceFor)
      if (Math.abs(wanted - Number(amount)) > step / 2 + Math.abs(wanted) * 1e-12 + 1e-9)
        yield `R120: line ${id}: ${quantity} × ${price} / ${priceFor} ≠ ${amount}`
    }
  },
  function* totals({ header, lines, taxes }) {
    const { sum: all, net, tax, total, rounding = '0', paid = '0', due } = header
    if (money(all) !== sum(lines.map(({ amount }) => money(amount)))) yield `BR-CO-10: ${all}`
    if (money(net) !== money(all)) yield `BR-CO-13: ${net}`
    if (money(tax) !== sum(taxes.map((one) => money(one.tax)))) yield `BR-CO-14: ${tax}`
    if (money(total) !== money(net) + money(tax)) yield `BR-CO-15: ${total}`
    if (money(due) !== money(total) - money(paid) + money(rounding)) yield `BR-CO-16: ${due}`
    if (money(due) > 0n && header.dueOn === undefined && header.terms === undefined) yield 'BR-CO-25'
    if (header.type === '381' && money(total) < 0n) yield 'a credit note of less than nothing'
  },
  function* decimals({ header, lines, taxes }) {
    // The standard knows two decimals; currencies that have three cannot be told exactly by it, and keep theirs.
    const most = Math.max(2, coins(header))
    const { sum: all, net, tax, total, rounding, paid, due } = header
    const amounts = [
      all,
      net,
      tax,
      total,
      rounding,
      paid,
      due,
      ...lines.map(({ amount }) => amount),
      ...taxes.flatMap((one) => [one.base, one.tax]),
    ]
    for (const amount of amounts) if ((amount?.split('.')[1] ?? '').length > most) yield `BR-DEC: ${amount}`
  },
  function* taxesOfGroups({ header, lines, taxes }) {
    const groups = taxes.map(({ category, rate }) => `${category} ${rate}`)
    if (new Set(groups).size !== groups.length) yield 'BG-23: two breakdowns of one rate'
    const step = 10n ** BigInt(6 - coins(header))
    for (const one of taxes) {
      const of = lines.filter(
        ({ category, rate }) => category === one.category && Number(rate ?? 0) === Number(one.rate ?? 0),
      )
      if (of.length === 0) yield `BR-CO-18: ${one.category} ${one.rate} of no line`
      if (sum(of.map(({ amount }) => money(amount))) !== money(one.base)) yield `BR-${one.category}-08: ${one.base}`
      const exact = money(one.base) * BigInt(Math.round(Number(one.rate ?? 0) * 1000))
      const off = exact - money(one.tax) * 100_000n
      if ((off < 0n ? -off : off) * 2n > step * 100_000n) yield `BR-CO-17: ${one.tax} of ${one.base} at ${one.rate}`
      if (one.category !== 'S' && money(one.tax) !== 0n) yield `BR-${one.category}-09: ${one.tax}`
      const hasReason = (one.reason ?? one.reasonCode ?? '') !== ''
      const isFree = one.category === 'S' || one.category === 'Z'
      if (hasReason === isFree) yield `BR-${one.category}-10: ${one.reason} ${one.reasonCode}`
      if (one.category === 'AE' && one.reasonCode !== 'VATEX-EU-AE') yield 'BR-AE-10: another reason'
    }
    for (const { category, rate, id } of lines) {
      if (!groups.some((group) => group.startsWith(`${category} `))) yield `BR-${category}-01: line ${id}`
      if (
        category === 'S'
          ? !(Number(rate) > 0)
          : category === 'O'
            ? rate !== undefined
            : Number(rate) !== 0 || rate === undefined
      )
        yield `BR-${category}-05: ${rate}`
    }
  },
  function* partiesOfCategories({ header, taxes }) {
    const all = new Set(taxes.map(({ category }) => category))
    for (const category of all) {
      if (category === 'O') {
        if (header.sellerVat !== undefined || header.buyerVat !== undefined) yield 'BR-O-02: with a number of VAT'
        if (all.size > 1) yield 'BR-O-11: beside others'
      } else if (header.sellerVat === undefined) yield `BR-${category}-02: no number of VAT`
    }
    if (all.has('AE') && header.buyerVat === undefined && header.buyerLegalId === undefined) yield 'BR-AE-02: no buyer'
  },
]

function coins({ currency }: Header): number {
  return currency === 'JPY' ? 0 : threeDigits.includes(currency ?? '') ? 3 : 2
}
