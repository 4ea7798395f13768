import type { Letter } from './mail.ts'
import type { BalanceNotice } from './notice.ts'

type Words = { subject: string; lines: string[] }

/** What people are written when a balance is low, in the language of the company. */
export function balanceLetter(notice: BalanceNotice, to: string, publicUrl: string | undefined): Letter {
  const { language, zone, name } = notice.company
  const locale = language === 'ru' ? 'ru' : 'en'
  const money = (amount: string) => moneyIn(locale, amount, notice.currency)
  const time = (at: Date) =>
    `${new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: zone }).format(at)} (${zone})`
  const [amount, threshold] = [money(notice.amount), money(notice.threshold)]
  const { subject, lines } =
    locale === 'ru'
      ? inRussian({ name, amount, threshold, until: notice.chargedUntil && time(notice.chargedUntil) })
      : inEnglish({ name, amount, threshold, until: notice.chargedUntil && time(notice.chargedUntil) })
  const link = publicUrl === undefined ? [] : ['', `${publicUrl}/charges`]
  return { id: `low-balance-${notice.id}-${to.split('@')[0]}`, to, subject, text: [...lines, ...link].join('\n') }
}

type Facts = { name: string; amount: string; threshold: string; until: string | null }

function inEnglish({ name, amount, threshold, until }: Facts): Words {
  return {
    subject: `${name}: the balance is ${amount}, below ${threshold}`,
    lines: [
      `The balance of ${name} fell below ${threshold}. It is ${amount}.`,
      ...(until === null ? [] : [`What was used until ${until} is counted in it.`]),
      '',
      'You will hear of it again only after the balance was at this amount or above. Who gets these letters is set in the company’s settings, under "Low balance".',
    ],
  }
}

function inRussian({ name, amount, threshold, until }: Facts): Words {
  return {
    subject: `${name}: баланс ${amount}, ниже ${threshold}`,
    lines: [
      `Баланс компании ${name} опустился ниже ${threshold}. Сейчас он ${amount}.`,
      ...(until === null ? [] : [`В нём учтено всё, что использовано до ${until}.`]),
      '',
      'Следующее письмо придёт, только если баланс сначала достигнет этой суммы. Кому приходят такие письма, задаётся в настройках компании, в разделе «Низкий баланс».',
    ],
  }
}

/** An exact decimal in the way of a language: the text is formatted, never a float. */
export function moneyIn(locale: string, amount: string, currency: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 6 }).format(
    amount as `${number}`,
  )
}
