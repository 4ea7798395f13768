import type { InvoiceDocument } from '../invoices/document.ts'
import { eInvoiceOf } from './e-invoice.ts'
import type { EInvoice, Line, Party } from './e-invoice.ts'
import { branch, leaf, xmlOf } from './xml.ts'
import type { XmlNode } from './xml.ts'

/**
 * The document as UBL 2.1 of EN 16931: an Invoice, or a CreditNote for a credit note.
 * @throws {Failure} where the document lacks what the standard wants, naming each field
 */
export function ubl(document: InvoiceDocument): string {
  const invoice = eInvoiceOf(document)
  const isCredit = invoice.type === '381'
  const root = isCredit ? 'CreditNote' : 'Invoice'
  const money = (name: string, amount: string) => leaf(name, amount, { currencyID: invoice.currency })
  return xmlOf(root, { xmlns: `urn:oasis:names:specification:ubl:schema:xsd:${root}-2`, ...namespaces }, [
    leaf('cbc:CustomizationID', 'urn:cen.eu:en16931:2017'),
    leaf('cbc:ID', invoice.number),
    leaf('cbc:IssueDate', invoice.issuedOn),
    // A credit note has the day with its means of payment.
    isCredit ? null : leaf('cbc:DueDate', invoice.dueOn),
    leaf(isCredit ? 'cbc:CreditNoteTypeCode' : 'cbc:InvoiceTypeCode', invoice.type),
    leaf('cbc:Note', invoice.note),
    leaf('cbc:DocumentCurrencyCode', invoice.currency),
    period(invoice.period),
    branch('cac:BillingReference', [
      branch('cac:InvoiceDocumentReference', [
        leaf('cbc:ID', invoice.preceding?.number ?? null),
        leaf('cbc:IssueDate', invoice.preceding?.issuedOn ?? null),
      ]),
    ]),
    branch('cac:AccountingSupplierParty', [party(invoice.seller)]),
    branch('cac:AccountingCustomerParty', [party(invoice.buyer)]),
    paymentMeans(invoice, isCredit),
    branch('cac:PaymentTerms', [leaf('cbc:Note', invoice.terms)]),
    branch('cac:TaxTotal', [
      money('cbc:TaxAmount', invoice.totals.tax),
      ...invoice.taxes.map((of) =>
        branch('cac:TaxSubtotal', [
          money('cbc:TaxableAmount', of.base),
          money('cbc:TaxAmount', of.tax),
          branch('cac:TaxCategory', [
            leaf('cbc:ID', of.category),
            leaf('cbc:Percent', of.rate),
            leaf('cbc:TaxExemptionReasonCode', of.reasonCode),
            leaf('cbc:TaxExemptionReason', of.reason),
            vatScheme,
          ]),
        ]),
      ),
    ]),
    branch('cac:LegalMonetaryTotal', [
      money('cbc:LineExtensionAmount', invoice.totals.net),
      money('cbc:TaxExclusiveAmount', invoice.totals.net),
      money('cbc:TaxInclusiveAmount', invoice.totals.total),
      money('cbc:PrepaidAmount', invoice.totals.paid),
      money('cbc:PayableRoundingAmount', invoice.totals.rounding),
      money('cbc:PayableAmount', invoice.totals.due),
    ]),
    ...invoice.lines.map((line) => documentLine(line, isCredit, money)),
  ])
}

const namespaces = {
  'xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  'xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
}

const vatScheme = branch('cac:TaxScheme', [leaf('cbc:ID', 'VAT')])

function party(of: Party): XmlNode {
  return branch('cac:Party', [
    leaf('cbc:EndpointID', of.email, { schemeID: 'EM' }),
    branch('cac:PartyIdentification', [leaf('cbc:ID', of.identifier)]),
    branch('cac:PostalAddress', [
      leaf('cbc:StreetName', of.street),
      leaf('cbc:CityName', of.city),
      leaf('cbc:PostalZone', of.postalCode),
      branch('cac:Country', [leaf('cbc:IdentificationCode', of.country)]),
    ]),
    of.vatId === null ? null : branch('cac:PartyTaxScheme', [leaf('cbc:CompanyID', of.vatId), vatScheme]),
    branch('cac:PartyLegalEntity', [leaf('cbc:RegistrationName', of.name), leaf('cbc:CompanyID', of.legalId)]),
  ])
}

function paymentMeans({ payment, seller, dueOn }: EInvoice, isCredit: boolean): XmlNode {
  const day = isCredit ? leaf('cbc:PaymentDueDate', dueOn) : null
  // 1: how it will be paid is not told, only when.
  if (payment === null)
    return day === null ? null : branch('cac:PaymentMeans', [leaf('cbc:PaymentMeansCode', '1'), day])
  return branch('cac:PaymentMeans', [
    leaf('cbc:PaymentMeansCode', payment.means),
    day,
    leaf('cbc:PaymentID', payment.reference),
    branch('cac:PayeeFinancialAccount', [
      leaf('cbc:ID', payment.account),
      leaf('cbc:Name', seller.name),
      branch('cac:FinancialInstitutionBranch', [leaf('cbc:ID', payment.bank)]),
    ]),
  ])
}

function documentLine(line: Line, isCredit: boolean, money: (name: string, amount: string) => XmlNode): XmlNode {
  return branch(isCredit ? 'cac:CreditNoteLine' : 'cac:InvoiceLine', [
    leaf('cbc:ID', line.id),
    leaf(isCredit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity', line.quantity, { unitCode: line.unit }),
    money('cbc:LineExtensionAmount', line.amount),
    period(line.period),
    branch('cac:Item', [
      leaf('cbc:Description', line.description),
      leaf('cbc:Name', line.name),
      branch('cac:SellersItemIdentification', [leaf('cbc:ID', line.key)]),
      branch('cac:ClassifiedTaxCategory', [leaf('cbc:ID', line.category), leaf('cbc:Percent', line.rate), vatScheme]),
    ]),
    branch('cac:Price', [
      money('cbc:PriceAmount', line.price),
      leaf('cbc:BaseQuantity', line.priceFor, { unitCode: line.unit }),
    ]),
  ])
}

function period(of: { first: string; last: string } | null): XmlNode {
  if (of === null) return null
  return branch('cac:InvoicePeriod', [leaf('cbc:StartDate', of.first), leaf('cbc:EndDate', of.last)])
}
