import type { InvoiceDocument } from '../invoices/document.ts'
import { documentTitle } from './line-words.ts'
import { amountOf, fixed } from './numbers.ts'

/** What a bank's app reads from the QR code of a paper: a SEPA transfer (EPC), or one within Russia (ST00012). */
export type PaymentCode = { kind: 'epc' | 'st00012'; text: string }

/** The text of the code to pay a document by; null where nothing is due, or the details of the supplier do not suffice. */
export function paymentCode(document: InvoiceDocument): PaymentCode | null {
  const due = amountOf(document.totals.due)
  if (document.number === null || document.kind === 'credit' || due <= 0n) return null
  if (document.currency === 'EUR') return epcCode(document)
  return document.currency === 'RUB' ? russianCode(document) : null
}

/** EPC069-12, version 2.1 of the guidelines: lines in one order, 331 bytes at most, an account with IBAN. */
function epcCode({ supplier, totals, ...document }: InvoiceDocument): PaymentCode | null {
  const account = (supplier.bankAccount ?? '').replace(/\s/g, '').toUpperCase()
  const bank = (supplier.bankCode ?? '').replace(/\s/g, '').toUpperCase()
  const name = oneLine(supplier.name, 70)
  const due = amountOf(totals.due)
  if (!isIban(account) || name === '' || due > mostInEuros) return null
  const purpose = oneLine(purposeOf({ supplier, totals, ...document }), 140)
  const lines = [
    'BCD',
    '002',
    '1',
    'SCT',
    isBic(bank) ? bank : '',
    name,
    account,
    `EUR${fixed(due, 2)}`,
    '',
    '',
    purpose,
  ]
  const text = lines.join('\n')
  return Buffer.byteLength(text) <= 331 ? { kind: 'epc', text } : null
}

const mostInEuros = 999_999_999_990_000n

/** ГОСТ Р 56042-2014 in UTF-8: `ST00012|Name=…|…`; the sum is in kopecks. */
function russianCode({ supplier, totals, ...document }: InvoiceDocument): PaymentCode | null {
  const account = (supplier.bankAccount ?? '').replace(/\s/g, '')
  const bank = (supplier.bankCode ?? '').replace(/\s/g, '')
  const values: [key: string, value: string][] = [
    ['Name', field(supplier.name, 160)],
    ['PersonalAcc', account],
    ['BankName', field(supplier.bankName ?? '', 45)],
    ['BIC', bank],
    // The standard wants it; the account of a bank at the central bank is not in the document, and apps find it by the BIC.
    ['CorrespAcc', '0'],
    ['Sum', fixed(amountOf(totals.due), 2).replace('.', '')],
    ['Purpose', field(purposeOf({ supplier, totals, ...document }), 210)],
  ]
  const taxId = (supplier.taxId ?? '').replace(/\D/g, '')
  if (/^(\d{10}|\d{12})$/.test(taxId)) values.push(['PayeeINN', taxId])
  const isWhole = /^\d{20}$/.test(account) && /^\d{9}$/.test(bank) && values.every(([, value]) => value !== '')
  return isWhole ? { kind: 'st00012', text: ['ST00012', ...values.map((pair) => pair.join('='))].join('|') } : null
}

/** What a payment says it is for, so that it is found again. */
export function purposeOf(document: InvoiceDocument): string {
  const { number, issuedOn, language } = document
  const day = issuedOn.split('-').toReversed().join('.')
  const title = documentTitle(document, language)
  return language === 'ru' ? `${title} № ${number!} от ${day}` : `${title} ${number!} of ${issuedOn}`
}

/** The separator of the standard may stand in no value. */
function field(text: string, most: number): string {
  return oneLine(text.replaceAll('|', ' '), most)
}

function oneLine(text: string, most: number): string {
  const clean = text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return Array.from(clean).slice(0, most).join('').trim()
}

/** ISO 13616: the letters as numbers, the first four characters last, modulo 97. */
export function isIban(account: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account)) return false
  const digits = (account.slice(4) + account.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return BigInt(digits) % 97n === 1n
}

function isBic(code: string): boolean {
  return /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(code)
}
