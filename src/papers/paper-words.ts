import type { InvoiceTax } from '../invoices/document.ts'
import { shown } from './numbers.ts'
import type { Language } from './numbers.ts'

/** What stands on a paper besides what its document says. */
export const paperWords = {
  en: {
    number: 'No.',
    revision: 'revision',
    draft: 'DRAFT',
    draftNumber: 'draft',
    supplier: 'Supplier',
    buyer: 'Buyer',
    taxId: 'Tax ID',
    company: 'Company No.',
    issuedOn: 'Date',
    dueOn: 'Due by',
    period: 'Period',
    currency: 'Currency',
    credits: 'Gives back of invoice',
    of: 'of',
    position: '#',
    service: 'Service',
    quantity: 'Quantity',
    unit: 'Unit',
    price: 'Price',
    tax: 'VAT',
    amount: 'Amount',
    perMinute: 'a minute',
    adjustments: 'Usage of earlier months that became known later',
    net: 'Total without VAT',
    taxInAll: 'VAT in all',
    total: 'Total',
    rounding: 'Rounding',
    paid: 'Paid from the balance',
    due: 'To be paid',
    refund: 'Given back to the balance',
    inWords: 'Total in words',
    payment: 'How to pay',
    payee: 'Payee',
    bank: 'Bank',
    account: 'Account',
    iban: 'IBAN',
    bankCode: 'Bank code',
    bic: 'BIC',
    purpose: 'Reference',
    scan: 'Scan to pay',
    nothingDue: 'Nothing is to be paid: the amount was taken from the balance.',
    comment: 'Comment',
    byDay: 'Expenses by day',
    byDayNote: 'Exact amounts without VAT, before rounding.',
    day: 'Day',
    totalOf: 'Total',
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
  ru: {
    number: '№',
    revision: 'редакция',
    draft: 'ЧЕРНОВИК',
    draftNumber: 'черновик',
    supplier: 'Поставщик',
    buyer: 'Покупатель',
    taxId: 'ИНН / налоговый номер',
    company: 'Номер компании',
    issuedOn: 'Дата',
    dueOn: 'Оплатить до',
    period: 'Период',
    currency: 'Валюта',
    credits: 'Возврат по счёту',
    of: 'от',
    position: '№',
    service: 'Услуга',
    quantity: 'Количество',
    unit: 'Ед.',
    price: 'Цена',
    tax: 'НДС',
    amount: 'Сумма',
    perMinute: 'за минуту',
    adjustments: 'Использование за прежние месяцы, ставшее известным позже',
    net: 'Итого без НДС',
    taxInAll: 'НДС всего',
    total: 'Всего',
    rounding: 'Округление',
    paid: 'Оплачено с баланса',
    due: 'К оплате',
    refund: 'Возвращено на баланс',
    inWords: 'Всего прописью',
    payment: 'Как оплатить',
    payee: 'Получатель',
    bank: 'Банк',
    account: 'Счёт',
    iban: 'IBAN',
    bankCode: 'Код банка',
    bic: 'БИК',
    purpose: 'Назначение платежа',
    scan: 'Код для оплаты',
    nothingDue: 'Платить не нужно: сумма списана с баланса.',
    comment: 'Комментарий',
    byDay: 'Расходы по дням',
    byDayNote: 'Точные суммы без НДС, до округления.',
    day: 'День',
    totalOf: 'Итого',
    page: (page: number, pages: number) => `Страница ${page} из ${pages}`,
  },
} as const

export type PaperWords = (typeof paperWords)[Language]

/** How a group of tax is called: `VAT 19%`, `Без НДС`. */
export function taxTitle({ category, rate }: Pick<InvoiceTax, 'category' | 'rate'>, language: Language): string {
  const percent = shown(rate.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''), language)
  if (language === 'ru') {
    const titles = { E: 'Без НДС', AE: 'НДС платит покупатель', G: 'Экспорт, НДС 0 %', O: 'Не облагается НДС' } as const
    return category === 'S' || category === 'Z' ? `НДС ${percent}\u{A0}%` : titles[category]
  }
  const titles = {
    E: 'Exempt from VAT',
    AE: 'VAT, reverse charge',
    G: 'Export, VAT 0%',
    O: 'Not subject to VAT',
  } as const
  return category === 'S' || category === 'Z' ? `VAT ${percent}%` : titles[category]
}

/** The rate of a line in its column. */
export function rateTitle(category: InvoiceTax['category'], rate: string, language: Language): string {
  if (category !== 'S' && category !== 'Z') return '—'
  return taxTitle({ category, rate }, language).replace(/^\p{L}+ /u, '')
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A day: `1 Dec 2025`, `01.12.2025`. */
export function dayIn(day: string, language: Language): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return language === 'ru'
    ? `${date}.${month}.${year}`
    : `${Number(date)}\u{A0}${months[Number(month) - 1] ?? month}\u{A0}${year}`
}

/** Days from the first to the last: `12–14 Sep 2025`. */
export function daysIn(first: string, last: string, language: Language): string {
  if (first === last) return dayIn(first, language)
  const isMonth = first.slice(0, 7) === last.slice(0, 7)
  if (language === 'en' && isMonth) return `${Number(first.slice(8))}–${dayIn(last, language)}`
  return `${dayIn(first, language)}\u{A0}– ${dayIn(last, language)}`
}
