import type { InvoiceDocument } from '../invoices/document.ts'
import { eInvoiceOf } from './e-invoice.ts'
import type { EInvoice, Line, Party, Payment, Tax } from './e-invoice.ts'
import { branch, leaf, xmlOf } from './xml.ts'
import type { XmlNode } from './xml.ts'

/**
 * The document as a Cross Industry Invoice (UN/CEFACT D22B) of EN 16931, which is also the `factur-x.xml` of its PDF.
 * @throws {Failure} where the document lacks what the standard wants, naming each field
 */
export function cii(document: InvoiceDocument): string {
  const invoice = eInvoiceOf(document)
  return xmlOf('rsm:CrossIndustryInvoice', namespaces, [
    branch('rsm:ExchangedDocumentContext', [
      branch('ram:GuidelineSpecifiedDocumentContextParameter', [leaf('ram:ID', 'urn:cen.eu:en16931:2017')]),
    ]),
    branch('rsm:ExchangedDocument', [
      leaf('ram:ID', invoice.number),
      leaf('ram:TypeCode', invoice.type),
      day('ram:IssueDateTime', invoice.issuedOn),
      branch('ram:IncludedNote', [leaf('ram:Content', invoice.note)]),
    ]),
    branch('rsm:SupplyChainTradeTransaction', [
      ...invoice.lines.map(lineItem),
      branch('ram:ApplicableHeaderTradeAgreement', [
        party('ram:SellerTradeParty', invoice.seller),
        party('ram:BuyerTradeParty', invoice.buyer),
      ]),
      // It must be there, and there is nothing in it: what was delivered is in the lines and their period.
      '<ram:ApplicableHeaderTradeDelivery/>',
      settlement(invoice),
    ]),
  ])
}

const namespaces = {
  'xmlns:rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  'xmlns:qdt': 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
  'xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  'xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
}

function lineItem(line: Line): XmlNode {
  return branch('ram:IncludedSupplyChainTradeLineItem', [
    branch('ram:AssociatedDocumentLineDocument', [leaf('ram:LineID', line.id)]),
    branch('ram:SpecifiedTradeProduct', [
      leaf('ram:SellerAssignedID', line.key),
      leaf('ram:Name', line.name),
      leaf('ram:Description', line.description),
    ]),
    branch('ram:SpecifiedLineTradeAgreement', [
      branch('ram:NetPriceProductTradePrice', [
        leaf('ram:ChargeAmount', line.price),
        leaf('ram:BasisQuantity', line.priceFor, { unitCode: line.unit }),
      ]),
    ]),
    branch('ram:SpecifiedLineTradeDelivery', [leaf('ram:BilledQuantity', line.quantity, { unitCode: line.unit })]),
    branch('ram:SpecifiedLineTradeSettlement', [
      branch('ram:ApplicableTradeTax', [
        leaf('ram:TypeCode', 'VAT'),
        leaf('ram:CategoryCode', line.category),
        leaf('ram:RateApplicablePercent', line.rate),
      ]),
      period(line.period),
      branch('ram:SpecifiedTradeSettlementLineMonetarySummation', [leaf('ram:LineTotalAmount', line.amount)]),
    ]),
  ])
}

function party(name: string, of: Party): XmlNode {
  return branch(name, [
    leaf('ram:ID', of.identifier),
    leaf('ram:Name', of.name),
    branch('ram:SpecifiedLegalOrganization', [leaf('ram:ID', of.legalId)]),
    branch('ram:PostalTradeAddress', [
      leaf('ram:PostcodeCode', of.postalCode),
      leaf('ram:LineOne', of.street),
      leaf('ram:CityName', of.city),
      leaf('ram:CountryID', of.country),
    ]),
    branch('ram:URIUniversalCommunication', [leaf('ram:URIID', of.email, { schemeID: 'EM' })]),
    branch('ram:SpecifiedTaxRegistration', [leaf('ram:ID', of.vatId, { schemeID: 'VA' })]),
  ])
}

function settlement(invoice: EInvoice): XmlNode {
  const { totals, currency, preceding } = invoice
  return branch('ram:ApplicableHeaderTradeSettlement', [
    leaf('ram:PaymentReference', invoice.payment?.reference ?? null),
    leaf('ram:InvoiceCurrencyCode', currency),
    invoice.payment === null ? null : paymentMeans(invoice.payment, invoice.seller.name),
    ...invoice.taxes.map(tradeTax),
    period(invoice.period),
    branch('ram:SpecifiedTradePaymentTerms', [
      leaf('ram:Description', invoice.terms),
      invoice.dueOn === null ? null : day('ram:DueDateDateTime', invoice.dueOn),
    ]),
    branch('ram:SpecifiedTradeSettlementHeaderMonetarySummation', [
      leaf('ram:LineTotalAmount', totals.net),
      leaf('ram:TaxBasisTotalAmount', totals.net),
      leaf('ram:TaxTotalAmount', totals.tax, { currencyID: currency }),
      leaf('ram:RoundingAmount', totals.rounding),
      leaf('ram:GrandTotalAmount', totals.total),
      leaf('ram:TotalPrepaidAmount', totals.paid),
      leaf('ram:DuePayableAmount', totals.due),
    ]),
    branch('ram:InvoiceReferencedDocument', [
      leaf('ram:IssuerAssignedID', preceding?.number ?? null),
      preceding === null || preceding.issuedOn === null
        ? null
        : branch('ram:FormattedIssueDateTime', [
            leaf('qdt:DateTimeString', preceding.issuedOn.replaceAll('-', ''), { format: '102' }),
          ]),
    ]),
  ])
}

function paymentMeans({ means, account, isIban, bank }: Payment, holder: string): XmlNode {
  return branch('ram:SpecifiedTradeSettlementPaymentMeans', [
    leaf('ram:TypeCode', means),
    branch('ram:PayeePartyCreditorFinancialAccount', [
      leaf('ram:IBANID', isIban ? account : null),
      leaf('ram:AccountName', holder),
      leaf('ram:ProprietaryID', isIban ? null : account),
    ]),
    branch('ram:PayeeSpecifiedCreditorFinancialInstitution', [leaf('ram:BICID', bank)]),
  ])
}

function tradeTax(of: Tax): XmlNode {
  return branch('ram:ApplicableTradeTax', [
    leaf('ram:CalculatedAmount', of.tax),
    leaf('ram:TypeCode', 'VAT'),
    leaf('ram:ExemptionReason', of.reason),
    leaf('ram:BasisAmount', of.base),
    leaf('ram:CategoryCode', of.category),
    leaf('ram:ExemptionReasonCode', of.reasonCode),
    leaf('ram:RateApplicablePercent', of.rate),
  ])
}

function period(of: { first: string; last: string } | null): XmlNode {
  if (of === null) return null
  return branch('ram:BillingSpecifiedPeriod', [day('ram:StartDateTime', of.first), day('ram:EndDateTime', of.last)])
}

/** A day as UNTDID 2379 writes it by 102. */
function day(name: string, date: string): XmlNode {
  return branch(name, [leaf('udt:DateTimeString', date.replaceAll('-', ''), { format: '102' })])
}
