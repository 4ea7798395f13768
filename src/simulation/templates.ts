import type { Channel } from '../events/vocabulary.ts'

export type Language = 'en' | 'de' | 'fr' | 'ru' | 'bg'

/** What a message is for; WhatsApp prices it by that, and only clients of the shop get advertising. */
export type Category = 'authentication' | 'utility' | 'marketing'

/** What the company says: `{name}`, `{order}` and `{code}` are filled in for each client. */
export type Template = {
  name: string
  /** What it belongs to; a campaign has a name of its own. */
  task: string
  category: Category
  channels: readonly Channel[]
  weight: number
  /** Sent at a time that was chosen before, not at once. */
  isScheduled?: true
  /** The words of it where they are counted: an SMS is billed by its length. */
  texts?: Readonly<Record<Language, string>>
}

const phone = ['sms', 'viber', 'whatsapp'] as const

/** The everyday messages. */
export const templates: readonly Template[] = [
  {
    name: 'login-code',
    task: 'Login',
    category: 'authentication',
    channels: phone,
    weight: 30,
    texts: {
      en: '{code} is your Feldmark code. Do not tell it to anybody.',
      de: '{code} ist Ihr Feldmark-Code. Bitte geben Sie ihn an niemanden weiter.',
      fr: '{code} est votre code Feldmark. Ne le communiquez à personne.',
      ru: '{code} — ваш код Feldmark. Никому его не сообщайте.',
      bg: '{code} е вашият код за Feldmark. Не го споделяйте с никого.',
    },
  },
  {
    name: 'order-confirmed',
    task: 'Orders',
    category: 'utility',
    channels: ['sms', 'viber', 'whatsapp', 'email', 'push'],
    weight: 22,
    texts: {
      en: 'Hello {name}, we have your order {order}. We will tell you as soon as it is on its way.',
      de: 'Hallo {name}, Ihre Bestellung {order} ist bei uns. Wir melden uns, sobald sie unterwegs ist.',
      fr: 'Bonjour {name}, votre commande {order} est enregistrée. Nous vous prévenons dès son départ.',
      ru: 'Здравствуйте, {name}! Заказ {order} принят. Сообщим, когда он отправится к вам.',
      bg: 'Здравейте, {name}! Поръчка {order} е приета. Ще ви пишем, щом тръгне към вас.',
    },
  },
  {
    name: 'order-shipped',
    task: 'Orders',
    category: 'utility',
    channels: ['sms', 'viber', 'whatsapp', 'email', 'push'],
    weight: 20,
    texts: {
      en: '{name}, your order {order} has left our warehouse. Follow it here: https://feldmark.example/t/{order}. It should be with you within two or three working days.',
      de: '{name}, Ihre Bestellung {order} hat unser Lager verlassen. Verfolgen Sie sie hier: https://feldmark.example/t/{order}. Sie sollte in zwei bis drei Werktagen bei Ihnen sein.',
      fr: '{name}, votre commande {order} a quitté notre entrepôt. Suivez-la ici : https://feldmark.example/t/{order}. Elle arrivera sous deux à trois jours ouvrés.',
      ru: '{name}, заказ {order} отправлен. Следить за ним: https://feldmark.example/t/{order}. Доставка займёт два-три рабочих дня.',
      bg: '{name}, поръчка {order} е изпратена. Проследете я тук: https://feldmark.example/t/{order}. Очаквайте я до два-три работни дни.',
    },
  },
  {
    name: 'courier-today',
    task: 'Deliveries',
    category: 'utility',
    channels: ['sms', 'viber', 'whatsapp', 'push'],
    weight: 15,
    texts: {
      en: 'The courier brings order {order} today between 14 and 18. Nobody home? Answer 1 and we leave it with a neighbour.',
      de: 'Der Kurier bringt Bestellung {order} heute zwischen 14 und 18 Uhr. Niemand da? Antworten Sie 1, dann geben wir sie beim Nachbarn ab.',
      fr: "Le coursier livre la commande {order} aujourd'hui entre 14 h et 18 h. Absent ? Répondez 1, nous la laisserons chez un voisin.",
      ru: 'Курьер привезёт заказ {order} сегодня с 14 до 18. Вас не будет? Ответьте 1, и мы договоримся о другом дне.',
      bg: 'Куриерът носи поръчка {order} днес между 14 и 18 ч. Няма да сте вкъщи? Отговорете с 1.',
    },
  },
  {
    name: 'pickup-ready',
    task: 'Deliveries',
    category: 'utility',
    channels: ['sms', 'viber', 'push', 'email'],
    weight: 10,
    texts: {
      en: 'Order {order} is ready for you until Saturday. Code at the counter: {code}.',
      de: 'Bestellung {order} liegt bis Samstag für Sie bereit. Abholcode: {code}.',
      fr: 'La commande {order} vous attend jusqu’à samedi. Code de retrait : {code}.',
      ru: 'Заказ {order} ждёт вас до субботы. Код получения: {code}.',
      bg: 'Поръчка {order} ви чака до събота. Код: {code}.',
    },
  },
  {
    name: 'payment-due',
    task: 'Billing',
    category: 'utility',
    channels: ['sms', 'email', 'whatsapp'],
    weight: 6,
    isScheduled: true,
    texts: {
      en: 'Dear {name}, the invoice for order {order} is due on Friday. If you have paid already, please ignore this message. Questions? Call +44 1632 960 100.',
      de: 'Guten Tag {name}, die Rechnung zu Bestellung {order} ist am Freitag fällig. Falls Sie schon bezahlt haben, betrachten Sie diese Nachricht bitte als gegenstandslos. Fragen? Telefon 030 23125 100.',
      fr: 'Bonjour {name}, la facture de la commande {order} arrive à échéance vendredi. Si vous avez déjà payé, ne tenez pas compte de ce message.',
      ru: '{name}, счёт по заказу {order} нужно оплатить до пятницы. Если вы уже оплатили, просто не обращайте внимания на это сообщение.',
      bg: '{name}, фактурата за поръчка {order} е дължима до петък. Ако вече сте платили, моля, не обръщайте внимание на това съобщение.',
    },
  },
  {
    name: 'appointment-reminder',
    task: 'Appointments',
    category: 'utility',
    channels: phone,
    weight: 6,
    isScheduled: true,
    texts: {
      en: '{name}, we expect you tomorrow at 10:30 in our shop. To cancel, answer 0.',
      de: '{name}, wir erwarten Sie morgen um 10:30 Uhr in unserer Filiale. Zum Absagen antworten Sie 0.',
      fr: '{name}, nous vous attendons demain à 10 h 30 en boutique. Pour annuler, répondez 0.',
      ru: '{name}, ждём вас завтра в 10:30 в нашем магазине. Чтобы отменить, ответьте 0.',
      bg: '{name}, очакваме ви утре в 10:30 в магазина. За отказ отговорете с 0.',
    },
  },
  { name: 'receipt', task: 'Billing', category: 'utility', channels: ['email'], weight: 26 },
  {
    name: 'how-was-it',
    task: 'Reviews',
    category: 'utility',
    channels: ['email', 'push'],
    weight: 9,
    isScheduled: true,
  },
  { name: 'price-alert', task: 'App', category: 'marketing', channels: ['push', 'email'], weight: 12 },
  {
    name: 'basket-left',
    task: 'App',
    category: 'marketing',
    channels: ['push', 'email'],
    weight: 8,
    isScheduled: true,
  },
]

/** What campaigns say. */
export const campaignTemplates: readonly Template[] = [
  {
    name: 'campaign-sale',
    task: 'Campaigns',
    category: 'marketing',
    channels: ['sms', 'viber', 'email', 'whatsapp', 'push'],
    weight: 5,
    texts: {
      en: '{name}, up to 40% off until Sunday: https://feldmark.example/sale. Reply STOP to opt out.',
      de: '{name}, bis Sonntag bis zu 40 % sparen: https://feldmark.example/sale. Abmelden: STOP antworten.',
      fr: '{name}, jusqu’à -40 % jusqu’à dimanche : https://feldmark.example/sale. STOP au 36000.',
      ru: '{name}, скидки до 40 % до воскресенья: https://feldmark.example/sale. Отказаться: СТОП.',
      bg: '{name}, до 40 % отстъпка до неделя: https://feldmark.example/sale. Отказ: СТОП.',
    },
  },
  {
    name: 'campaign-bonus',
    task: 'Campaigns',
    category: 'marketing',
    channels: ['sms', 'viber', 'email', 'push'],
    weight: 3,
    texts: {
      en: '{name}, your bonus points expire on the last day of this month. See what they can buy you, and get free delivery on top of it, at https://feldmark.example/bonus. Reply STOP to opt out.',
      de: '{name}, Ihre Bonuspunkte verfallen am Monatsende. Was Sie dafür bekommen, und die Lieferung gratis dazu, sehen Sie unter https://feldmark.example/bonus. Abmelden: STOP antworten.',
      fr: '{name}, vos points expirent à la fin du mois. Utilisez-les, livraison offerte : https://feldmark.example/bonus. STOP au 36000.',
      ru: '{name}, ваши бонусы сгорят в конце месяца. Потратьте их с бесплатной доставкой: https://feldmark.example/bonus. Отказаться: СТОП.',
      bg: '{name}, бонус точките ви изтичат в края на месеца. Използвайте ги с безплатна доставка: https://feldmark.example/bonus. Отказ: СТОП.',
    },
  },
]

const firstNames: Readonly<Record<Language, readonly string[]>> = {
  en: ['Ann', 'Oliver', 'Charlotte', 'Bartholomew', 'Zoë', 'Sam'],
  de: ['Lena', 'Jürgen', 'Anneliese', 'Max', 'Sophie-Charlotte', 'Uwe'],
  fr: ['Chloé', 'Jean-Baptiste', 'Anaïs', 'Luc', 'Maxime', 'Élodie'],
  ru: ['Анна', 'Александр', 'Айгерим', 'Нурсултан', 'Ян', 'Екатерина'],
  bg: ['Иван', 'Георги', 'Александра', 'Ния', 'Владислав', 'Мария'],
}

/** The text as one client gets it. */
export function fillIn(text: string, language: Language, number: number): string {
  const names = firstNames[language]
  return text
    .replace('{name}', names[number % names.length]!)
    .replaceAll('{order}', String(10_000 + (number % 9_000_000)))
    .replace('{code}', String(number % 1_000_000).padStart(6, '0'))
}
