import type { InvoiceDocument, InvoiceParty } from '../invoices/document.ts'
import { amountInWords, payableOf } from './amount-in-words.ts'
import { drawDays, drawLines } from './invoice-tables.ts'
import { documentTitle } from './line-words.ts'
import { amountOf, money } from './numbers.ts'
import { dayIn, daysIn, paperWords, taxTitle } from './paper-words.ts'
import type { PaperWords } from './paper-words.ts'
import { isIban, paymentCode, purposeOf } from './payment-code.ts'
import { colours, linesOf, pageHeight, shortened } from './pdf/page.ts'
import type { TextStyle } from './pdf/page.ts'
import { blankSheet, left, right, width } from './pdf/sheet.ts'
import type { Sheet } from './pdf/sheet.ts'

export type LogoSize = { width: number; height: number }

/** An invoice as an accountant keeps it: the document on its first pages, its expenses by day on pages of their own. */
export function drawInvoice(document: InvoiceDocument, logo: LogoSize | null, isDraft: boolean): Sheet {
  const sheet = blankSheet()
  const words = paperWords[document.language]
  drawTop(sheet, document, words, logo)
  drawParties(sheet, document, words)
  drawFacts(sheet, document, words)
  drawLines(sheet, document, words)
  drawTotals(sheet, document, words)
  // Nobody is to pay by a draft.
  if (!isDraft) drawPayment(sheet, document, words)
  drawComment(sheet, document, words)
  if (document.days.length > 0) {
    sheet.newPage()
    drawDays(sheet, document, words)
  }
  for (const [at, page] of sheet.pages.entries()) {
    const y = pageHeight - 30
    const place = words.page(at + 1, sheet.pages.length)
    page.line(left, right, y - 13, colours.line)
    page.text(shortened(`${titleOf(document, words)} · ${document.supplier.name}`, width - 90, footer), left, y, footer)
    page.text(place, right, y, { ...footer, align: 'right' })
    if (isDraft) page.mark(words.draft)
  }
  return sheet
}

const footer: TextStyle = { size: 7.25, colour: colours.soft }
const label: TextStyle = { size: 7.25, colour: colours.soft }
const body: TextStyle = { size: 8.75 }

/** `Invoice No. 2026-17, revision 1`. */
export function titleOf(document: InvoiceDocument, words: PaperWords): string {
  return `${documentTitle(document, document.language)} ${numberOf(document, words)}`
}

function numberOf({ number, revision }: InvoiceDocument, words: PaperWords): string {
  if (number === null) return words.draftNumber
  return `${words.number}\u{A0}${number}${revision === 0 ? '' : `, ${words.revision}\u{A0}${revision}`}`
}

function drawTop(sheet: Sheet, document: InvoiceDocument, words: PaperWords, logo: LogoSize | null): void {
  const page = sheet.page()
  if (logo !== null) {
    const scale = Math.min(170 / logo.width, 46 / logo.height)
    page.picture(left, sheet.y - 6, logo.width * scale, logo.height * scale)
  } else
    page.text(shortened(document.supplier.name, 230, { size: 13, weight: 'semibold' }), left, sheet.y + 14, {
      size: 13,
      weight: 'semibold',
    })
  const title = documentTitle(document, document.language)
  page.text(title, right, sheet.y + 14, { size: 20, weight: 'semibold', align: 'right' })
  const number = linesOf(numberOf(document, words), 240, { size: 10.5 })
  for (const [at, line] of number.entries())
    page.text(line, right, sheet.y + 31 + at * 13, { size: 10.5, colour: colours.soft, align: 'right' })
  sheet.y += 54 + (number.length - 1) * 13
}

function drawParties(sheet: Sheet, { supplier, buyer }: InvoiceDocument, words: PaperWords): void {
  const half = width / 2 - 12
  const start = sheet.y
  const most = 22
  const columns: [string, InvoiceParty, string[], number][] = [
    [words.supplier, supplier, [], left],
    [words.buyer, buyer, [`${words.company} ${buyer.companyNumber}`], left + half + 24],
  ]
  const ends = columns.map(([title, party, further, x]) => {
    const page = sheet.page()
    let y = start
    page.text(title, x, y + 7, label)
    y += 13
    const write = (text: string, style: TextStyle, leading: number) => {
      const lines = linesOf(text, half, style)
      // Names of 500 letters have room; what is longer yet would push the rest from the page.
      for (const [at, line] of lines.slice(0, most).entries()) {
        page.text(at === most - 1 && lines.length > most ? `${line}…` : line, x, y + style.size, style)
        y += leading
      }
    }
    write(party.name, { size: 10, weight: 'semibold' }, 13)
    y += 2
    const place = [party.postalCode, party.city].filter(isThere).join(' ')
    const address = [party.street, place, party.country === null ? null : countryIn(party.country, words)]
    for (const line of address.filter(isThere)) write(line, body, 11.5)
    if (isThere(party.taxId)) write(`${words.taxId}: ${party.taxId}`, body, 11.5)
    if (isThere(party.email)) write(party.email, body, 11.5)
    for (const line of further) write(line, body, 11.5)
    return y
  })
  sheet.y = Math.max(...ends) + 12
}

function isThere(text: string | null): text is string {
  return text !== null && text.trim() !== ''
}

function countryIn(code: string, words: PaperWords): string {
  const names = words === paperWords.ru ? russianNames : englishNames
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code
}

const englishNames = new Intl.DisplayNames('en', { type: 'region' })
const russianNames = new Intl.DisplayNames('ru', { type: 'region' })

/** Dates, period and currency side by side on a panel. */
function drawFacts(sheet: Sheet, document: InvoiceDocument, words: PaperWords): void {
  const { issuedOn, dueOn, period, currency, credits, language } = document
  const facts: [string, string, string?][] = [[words.issuedOn, dayIn(issuedOn, language)]]
  if (dueOn !== null) facts.push([words.dueOn, dayIn(dueOn, language)])
  if (credits !== null)
    facts.push([
      words.credits,
      `${words.number}\u{A0}${credits.number} ${words.of} ${dayIn(credits.issuedOn, language)}`,
    ])
  if (period !== null) facts.push([words.period, daysIn(period.first, period.last, language), period.zone])
  facts.push([words.currency, currency])
  const weights = facts.map(([, value]) => Math.max(8, value.length))
  const all = weights.reduce((sum, one) => sum + one, 0)
  const room = width - 28
  const cells = facts.map(([title, value, under], at) => {
    const most = (room * weights[at]!) / all - 8
    return { title, under, most, lines: linesOf(value, most, { size: 9.5, weight: 'semibold' }) }
  })
  const height = Math.max(...cells.map(({ lines, under }) => 24 + lines.length * 12 + (under === undefined ? 0 : 9)))
  const page = sheet.page()
  page.rectangle(left, sheet.y, width, height, colours.panel, 6)
  let x = left + 14
  for (const { title, lines, under, most } of cells) {
    page.text(title, x, sheet.y + 15, label)
    for (const [at, line] of lines.entries())
      page.text(line, x, sheet.y + 28 + at * 12, { size: 9.5, weight: 'semibold' })
    if (under !== undefined) page.text(shortened(under, most, label), x, sheet.y + 28 + lines.length * 12 - 2, label)
    x += most + 8
  }
  sheet.y += height + 18
}

function drawTotals(sheet: Sheet, document: InvoiceDocument, words: PaperWords): void {
  const { totals, taxes, currency, language, kind } = document
  const amount = (text: string) => money(amountOf(text), currency, language)
  const rows: [string, string][] = [[words.net, amount(totals.net)]]
  for (const tax of taxes) {
    const of = taxes.length === 1 ? '' : ` ${words.of} ${amount(tax.base)}`
    rows.push([`${taxTitle(tax, language)}${of}`, amount(tax.tax)])
  }
  if (taxes.length > 1) rows.push([words.taxInAll, amount(totals.tax)])
  rows.push([words.total, amount(totals.total)])
  if (amountOf(totals.rounding) !== 0n) rows.push([words.rounding, amount(totals.rounding)])
  if (amountOf(totals.paid) !== 0n) rows.push([words.paid, amount(totals.paid)])
  const reasons = [...new Set(taxes.map(({ reason }) => reason).filter(isThere))]
  const start = left + width * 0.46
  const inWords = `${words.inWords}: ${amountInWords(payableOf(document), currency, language)}.`
  const spoken = linesOf(inWords, width, body)
  sheet.needs(rows.length * 15 + 50 + spoken.length * 12 + reasons.length * 12)
  sheet.y += 4
  for (const [title, value] of rows) {
    const weight = title === words.total ? 'semibold' : 'regular'
    sheet.page().text(title, start + 12, sheet.y + 9, { ...body, weight })
    sheet.page().text(value, right - 12, sheet.y + 9, { ...body, weight, align: 'right' })
    sheet.y += 15
  }
  sheet.y += 3
  const due = { size: 11.5, weight: 'semibold', colour: colours.white } as const
  sheet.page().rectangle(start, sheet.y, right - start, 28, colours.accent, 6)
  sheet.page().text(kind === 'credit' ? words.refund : words.due, start + 12, sheet.y + 18, due)
  sheet.page().text(amount(totals.due), right - 12, sheet.y + 18, { ...due, align: 'right' })
  sheet.y += 42
  sheet.paragraph(inWords, left, width, body, 12)
  for (const reason of reasons) sheet.paragraph(reason, left, width, { ...body, colour: colours.soft }, 12)
  sheet.y += 10
}

function drawPayment(sheet: Sheet, document: InvoiceDocument, words: PaperWords): void {
  const { supplier, totals, kind, number } = document
  if (kind === 'credit') return
  if (amountOf(totals.due) <= 0n) {
    if (amountOf(totals.paid) > 0n) sheet.paragraph(words.nothingDue, left, width, body, 12)
    return
  }
  if (!isThere(supplier.bankAccount)) return
  const code = paymentCode(document)
  const isInternational = isIban(supplier.bankAccount.replace(/\s/g, ''))
  const details: [string, string | null][] = [
    [words.payee, supplier.name],
    [words.bank, supplier.bankName],
    [isInternational ? words.iban : words.account, inFours(supplier.bankAccount, isInternational)],
    [document.currency === 'RUB' || isInternational ? words.bic : words.bankCode, supplier.bankCode],
    [words.purpose, number === null ? null : purposeOf(document)],
  ]
  const qrSize = 92
  const room = width - 28 - (code === null ? 0 : qrSize + 22)
  const titles = 96
  const rows = details.flatMap(([title, value]) =>
    isThere(value) ? [{ title, lines: linesOf(value, room - titles, body) }] : [],
  )
  const text = rows.reduce((sum, { lines }) => sum + Math.max(1, lines.length) * 12 + 2, 0)
  const height = Math.max(text + 36, code === null ? 0 : qrSize + 38)
  sheet.needs(height + 6)
  const page = sheet.page()
  page.rectangle(left, sheet.y, width, height, colours.panel, 6)
  page.text(words.payment, left + 14, sheet.y + 19, { size: 9.5, weight: 'semibold' })
  let y = sheet.y + 28
  for (const { title, lines } of rows) {
    page.text(title, left + 14, y + 9, { ...body, colour: colours.soft })
    for (const [at, line] of lines.entries()) page.text(line, left + 14 + titles, y + 9 + at * 12, body)
    y += lines.length * 12 + 2
  }
  if (code !== null) {
    const x = right - 14 - qrSize
    page.rectangle(x - 6, sheet.y + 8, qrSize + 12, qrSize + 12, colours.white, 4)
    page.qr(code.text, x, sheet.y + 14, qrSize)
    for (const [at, line] of linesOf(words.scan, qrSize + 12, { size: 7 }).entries())
      page.text(line, x + qrSize / 2, sheet.y + qrSize + 30 + at * 7, {
        size: 7,
        colour: colours.soft,
        align: 'center',
      })
  }
  sheet.y += height + 12
}

/** An IBAN as it is printed: in groups of four. */
function inFours(account: string, isInternational: boolean): string {
  return isInternational ? account.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1\u{A0}') : account
}

function drawComment(sheet: Sheet, { comment }: InvoiceDocument, words: PaperWords): void {
  if (!isThere(comment)) return
  sheet.y += 8
  sheet.needs(36)
  sheet.page().text(words.comment, left, sheet.y + 8, label)
  sheet.y += 13
  sheet.paragraph(comment, left, width, body, 12)
}
