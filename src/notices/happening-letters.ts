import { moneyIn } from './letters.ts'
import type { Letter } from './mail.ts'
import type { HappeningNotice } from './notice.ts'

/** What people are written when an invoice is there for them, in the language of the company. */
export function happeningLetter(
  { id, company, subject: number, invoice }: HappeningNotice,
  { to, publicUrl, file }: { to: string; publicUrl: string | undefined; file: Letter['file'] | undefined },
): Letter {
  const isRussian = company.language === 'ru'
  const locale = isRussian ? 'ru' : 'en'
  const amount = invoice === undefined ? '' : moneyIn(locale, invoice.total, invoice.currency)
  const due = invoice === undefined ? '' : moneyIn(locale, invoice.due, invoice.currency)
  const day = (date: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(date))
  const period = invoice?.period ?? null
  const words = isRussian
    ? {
        subject: `${company.name}: счёт ${number} на ${amount}`,
        lines: [
          period === null
            ? `Счёт ${number} на ${amount} готов.`
            : `Счёт ${number} на ${amount} за ${day(period.first)} – ${day(period.last)} готов.`,
          `К оплате: ${due}${invoice?.dueOn ? `, до ${day(invoice.dueOn)}` : ''}.`,
          ...(file === undefined ? [] : ['Счёт приложен к письму (PDF).']),
          '',
          `Укажите номер ${number} в назначении платежа: по нему платёж зачтётся сам.`,
          'Письма о счетах отключаются в настройках компании, в разделе «Вебхук».',
        ],
      }
    : {
        subject: `${company.name}: invoice ${number}, ${amount}`,
        lines: [
          period === null
            ? `Invoice ${number} of ${amount} is ready.`
            : `Invoice ${number} of ${amount} for ${day(period.first)} – ${day(period.last)} is ready.`,
          `To be paid: ${due}${invoice?.dueOn ? `, until ${day(invoice.dueOn)}` : ''}.`,
          ...(file === undefined ? [] : ['The invoice is attached (PDF).']),
          '',
          `Name ${number} in the purpose of the payment, and it is matched by itself.`,
          'Letters about invoices are switched off in the company’s settings, under "Webhook".',
        ],
      }
  const link = publicUrl === undefined ? [] : ['', `${publicUrl}/invoices?number=${encodeURIComponent(number)}`]
  return {
    id: `happening-${id}`,
    to,
    subject: words.subject,
    text: [...words.lines, ...link].join('\n'),
    ...(file === undefined ? {} : { file }),
  }
}
