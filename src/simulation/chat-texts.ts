import { emailAddress } from './destinations.ts'
import { oneOf, pick, wholeBetween } from './random.ts'
import type { Random } from './random.ts'
import type { ChatLanguage } from './staff.ts'

export type Words = Readonly<Record<ChatLanguage, readonly string[]>>

/** What a client wants, in the many ways in which people say the same thing, and what is said to it. */
export type Topic = {
  weight: number
  /** Whom a robot hands it to, where that is not the usual group. */
  isSales?: true
  asks: Words
  /** What else the client says, when asked. */
  tells: Words
  robot: Words
  operator: Words
}

/** `{order}`, `{phone}`, `{email}`, `{card}` and `{link}` are filled in; what belongs to somebody there belongs to nobody. */
export const topics: readonly Topic[] = [
  {
    weight: 26,
    asks: {
      en: [
        'Where is my order?',
        'where is my order',
        'Where are my orders?',
        'Where is my order {order}?',
        'Hello, where is my order {order}? It was ordered a week ago',
        'order status',
        'I am still waiting for my order {order}',
      ],
      ru: [
        'Где мой заказ?',
        'где мой заказ',
        'Где мои заказы?',
        'Где мой заказ {order}?',
        'Здравствуйте, где заказ {order}?',
        'Статус заказа',
        'Когда привезут заказ {order}?',
        'когда привезут мой заказ',
      ],
    },
    tells: {
      en: ['The number is {order}', '{order}', 'It is order {order}, my e-mail is {email}', 'You can call me: {phone}'],
      ru: ['Номер заказа {order}', '{order}', 'Заказ {order}, почта {email}', 'Мой телефон {phone}, позвоните'],
    },
    robot: {
      en: ['Your order is on its way. You can follow it here: {link}', 'Please tell me the number of your order.'],
      ru: ['Ваш заказ уже в пути. Следить за ним можно здесь: {link}', 'Подскажите, пожалуйста, номер заказа.'],
    },
    operator: {
      en: [
        'I see it: order {order} is with the courier and comes tomorrow between 10 and 14.',
        'I am sorry for the delay. The parcel is in our sorting centre, it will be with you in two days.',
        'Could you tell me the number of your order, please?',
      ],
      ru: [
        'Вижу ваш заказ {order}: он у курьера, доставят завтра с 10 до 14.',
        'Приносим извинения за задержку. Посылка в сортировочном центре, привезём через два дня.',
        'Подскажите, пожалуйста, номер заказа?',
      ],
    },
  },
  {
    weight: 15,
    asks: {
      en: [
        'I want to return an item',
        'How do I return my order?',
        'how can I return this',
        'I would like to return two items from order {order}',
        'Refund please',
        'When do I get my refund?',
        'Where is my refund? My card is {card}',
      ],
      ru: [
        'Хочу вернуть товар',
        'как вернуть товар?',
        'Хочу оформить возврат заказа {order}',
        'Как оформить возврат',
        'Когда вернут деньги?',
        'когда вернутся деньги на карту {card}',
        'Возврат',
      ],
    },
    tells: {
      en: ['It does not fit', 'Wrong size', 'The order is {order}', 'Please refund to {card}'],
      ru: ['Не подошёл размер', 'Не подошел', 'Номер заказа {order}', 'Верните, пожалуйста, на карту {card}'],
    },
    robot: {
      en: ['You have 30 days to return what you do not like. Print the label here: {link}'],
      ru: ['Вернуть товар можно в течение 30 дней. Бланк возврата: {link}'],
    },
    operator: {
      en: [
        'I have opened the return for you, the label is in your e-mail.',
        'The money comes back within five working days after the parcel has arrived.',
      ],
      ru: [
        'Оформила возврат, бланк отправила вам на почту.',
        'Деньги вернутся в течение пяти рабочих дней после получения посылки.',
      ],
    },
  },
  {
    weight: 11,
    asks: {
      en: [
        'My payment failed',
        'payment does not work',
        'The payment was not accepted',
        'I was charged twice for order {order}!',
        'cannot pay with my card {card}',
      ],
      ru: [
        'Не проходит оплата',
        'не прошла оплата',
        'Оплата не проходит, что делать?',
        'С меня списали деньги дважды за заказ {order}!',
        'не могу оплатить картой {card}',
      ],
    },
    tells: {
      en: ['Yes, twice', 'Visa', 'It says "declined"', 'My mail is {email}'],
      ru: ['Да, два раза', 'Пишет "отклонено"', 'Почта {email}', 'Картой мир'],
    },
    robot: {
      en: ['If a payment fails, try another card or PayPal. An amount that is only reserved comes back by itself.'],
      ru: ['Если оплата не проходит, попробуйте другую карту. Зарезервированная сумма вернётся сама.'],
    },
    operator: {
      en: ['I see one payment and one reservation; the reservation is released by your bank within three days.'],
      ru: ['Вижу одну оплату и одно резервирование; банк снимет его в течение трёх дней.'],
    },
  },
  {
    weight: 9,
    asks: {
      en: [
        'I want to change the delivery address',
        'change address',
        'Can you change the address of order {order}?',
        'Please deliver order {order} to another address, my phone is {phone}',
      ],
      ru: [
        'Хочу изменить адрес доставки',
        'как изменить адрес доставки?',
        'Поменяйте, пожалуйста, адрес в заказе {order}',
        'изменить адрес',
      ],
    },
    tells: {
      en: ['To the office, please', 'Order {order}', 'Call me before: {phone}'],
      ru: ['На работу, пожалуйста', 'Заказ {order}', 'Позвоните перед доставкой: {phone}'],
    },
    robot: {
      en: ['Until the parcel is sent, you can change the address in your account: {link}'],
      ru: ['Пока посылка не отправлена, адрес можно изменить в личном кабинете: {link}'],
    },
    operator: {
      en: ['The address is changed. The courier will call before he comes.'],
      ru: ['Адрес изменила. Курьер позвонит перед доставкой.'],
    },
  },
  {
    weight: 9,
    asks: {
      en: ['My promo code does not work', 'promo code', 'The promo codes are not working', 'Is there a discount?'],
      ru: ['Не работает промокод', 'промокод не работает', 'Промокоды не применяются', 'Есть ли скидка?', 'скидки'],
    },
    tells: { en: ['SPRING20', 'From the newsletter'], ru: ['SPRING20', 'Из рассылки', 'Вводил два раза'] },
    robot: {
      en: ['A code counts once and not on goods that are reduced already. Current offers: {link}'],
      ru: ['Промокод действует один раз и не суммируется со скидками. Акции: {link}'],
    },
    operator: {
      en: ['The code had expired. I have put the discount on your account by hand.'],
      ru: ['Срок промокода истёк. Добавил скидку вручную.'],
    },
  },
  {
    weight: 8,
    asks: {
      en: ['When are you open?', 'opening hours', 'Are you open on Sundays?', 'When do you open?'],
      ru: ['Какой у вас график работы?', 'График работы', 'Вы работаете в воскресенье?', 'до скольки вы работаете'],
    },
    tells: { en: ['On Sunday', 'ok'], ru: ['В воскресенье', 'ок'] },
    robot: {
      en: ['Our shops are open from 9 to 20, on Sundays from 11 to 18.'],
      ru: ['Магазины открыты с 9 до 20, в воскресенье с 11 до 18.'],
    },
    operator: { en: ['Yes, from 11 to 18.'], ru: ['Да, с 11 до 18.'] },
  },
  {
    weight: 8,
    asks: {
      en: [
        'The parcel came broken',
        'My order arrived damaged',
        'Half of order {order} is missing!',
        'This is the third time. Write to {email} or call {phone}, I want to speak to somebody in charge',
      ],
      ru: [
        'Пришёл бракованный товар',
        'пришел брак',
        'Заказ {order} приехал разбитый',
        'В заказе не хватает половины!',
        'Это уже третий раз. Позвоните мне {phone} или напишите на {email}',
      ],
    },
    tells: {
      en: ['I have sent pictures', 'The box was open', 'Order {order}'],
      ru: ['Фото отправила', 'Коробка была открыта', 'Заказ {order}'],
    },
    robot: {
      en: ['I am very sorry. Please send us a picture, so that we can help.'],
      ru: ['Очень жаль. Пришлите, пожалуйста, фото, чтобы мы могли помочь.'],
    },
    operator: {
      en: ['I am very sorry about that. A new one is on its way to you, free of charge.'],
      ru: ['Приносим извинения! Отправили вам новый товар бесплатно.'],
    },
  },
  {
    weight: 6,
    asks: {
      en: [
        'I cannot log in',
        'cannot log in to my account',
        'I forgot my password',
        'Password reset',
        'Login for {email}',
      ],
      ru: ['Не могу войти в личный кабинет', 'не могу войти', 'Забыла пароль', 'забыл пароль', 'Восстановить пароль'],
    },
    tells: { en: ['{email}', 'No mail came'], ru: ['{email}', 'Письмо не пришло'] },
    robot: {
      en: ['You can set a new password here: {link}'],
      ru: ['Задать новый пароль можно здесь: {link}'],
    },
    operator: {
      en: ['I have sent the link once more, please look into the spam folder too.'],
      ru: ['Отправила ссылку ещё раз, проверьте, пожалуйста, папку «Спам».'],
    },
  },
  {
    weight: 8,
    isSales: true,
    asks: {
      en: [
        'Do you have it in size 42?',
        'Is this bicycle in stock?',
        'When will it be in stock again?',
        'We need 40 chairs for our office. Who can I talk to? {email}',
      ],
      ru: [
        'Есть ли в наличии?',
        'есть в наличии размер 42?',
        'Когда появится в наличии?',
        'Нужно 40 стульев в офис, с кем можно поговорить? {phone}',
      ],
    },
    tells: {
      en: ['In black', 'By Friday, if possible', '{phone}'],
      ru: ['Чёрного цвета', 'Желательно к пятнице', '{phone}'],
    },
    robot: {
      en: ['What is in stock can be seen on the page of each product: {link}'],
      ru: ['Наличие указано на странице товара: {link}'],
    },
    operator: {
      en: ['We have three left; shall I put one aside for you?', 'I will send you an offer today.'],
      ru: ['Осталось три штуки, отложить для вас?', 'Сегодня пришлю вам предложение.'],
    },
  },
]

/** What is said whatever it is about. */
export const common = {
  greeting: {
    en: ['Hello! I am Felda, the assistant of Feldmark. How can I help you?'],
    ru: ['Здравствуйте! Я Фельда, помощник Feldmark. Чем могу помочь?'],
  },
  notUnderstood: {
    en: ['I am sorry, I did not understand that. Could you say it in other words?'],
    ru: ['Извините, я не поняла вопрос. Попробуйте, пожалуйста, сказать иначе.'],
  },
  stillThere: {
    en: ['Has that helped you? If not, write "operator".', 'Is there anything else that you would like to know?'],
    ru: ['Удалось помочь? Если нет, напишите «оператор».', 'Могу ли я ещё чем-то помочь?'],
  },
  handOff: {
    en: ['One moment, I am passing you on to a colleague.'],
    ru: ['Минуту, перевожу вас на оператора.'],
  },
  hello: {
    en: ['Hello', 'hello', 'Hi', 'Hi!', 'Good morning', 'Good evening'],
    ru: ['Здравствуйте', 'здравствуйте', 'Привет', 'Добрый день', 'добрый день!', 'Здраствуйте'],
  },
  askOperator: {
    en: [
      'Operator',
      'operator please',
      'I want to talk to a human',
      'An operator, please',
      'Connect me to an operator',
    ],
    ru: [
      'Оператор',
      'оператор',
      'Позовите оператора',
      'Соедините с оператором',
      'Оператора!',
      'Хочу поговорить с человеком',
    ],
  },
  thanks: {
    en: ['Thank you!', 'Thanks', 'thank you', 'Thanks a lot', 'Ok, thanks', 'Thx'],
    ru: ['Спасибо!', 'спасибо', 'Спасибо большое', 'Ок, спасибо', 'Благодарю', 'Спасибо, понял', 'спс'],
  },
  again: {
    en: ['Is anybody there?', 'Hello?', 'How long do I have to wait?', '???'],
    ru: ['Есть кто-нибудь?', 'Ау', 'Сколько ещё ждать?', '???'],
  },
  operatorHello: {
    en: ['Hello, my name is {operator}. Let me have a look.', 'Good day, {operator} here. One moment, please.'],
    ru: ['Здравствуйте, меня зовут {operator}. Сейчас посмотрю.', 'Добрый день! {operator}, слушаю вас.'],
  },
  operatorBye: {
    en: ['You are welcome. Have a nice day!', 'Is there anything else that I can do for you?'],
    ru: ['Пожалуйста, хорошего дня!', 'Могу ли я ещё чем-то помочь?'],
  },
} as const satisfies Record<string, Words>

export function topicOf(random: Random, isSales: boolean): Topic {
  return pick(
    random,
    topics.map((topic) => ({ ...topic, weight: isSales && topic.isSales ? topic.weight * 12 : topic.weight })),
  )
}

/** What one client has: the same all through a dialogue. It belongs to nobody. */
export type Details = Readonly<Record<'order' | 'phone' | 'email' | 'card', string>>

export function detailsOf(random: Random): Details {
  return {
    order: String(wholeBetween(random, 10_000, 9_009_999)),
    phone: `+49 176 0406 90${digits(random, 2)}`,
    email: emailAddress(random),
    card: `4000 0000 0000 ${digits(random, 4)}`,
  }
}

function digits(random: Random, count: number): string {
  return String(wholeBetween(random, 0, 10 ** count - 1)).padStart(count, '0')
}

/** As a robot or an operator writes it. */
export function written(text: string, details: Details, operator = ''): string {
  return filled(text, details).replace('{operator}', operator.split(' ')[0]!)
}

/** As a client types it: in a hurry, with a slip now and then. */
export function typed(random: Random, text: string, details: Details): string {
  const plain = filled(text, details)
  const hurried = random() < 0.18 ? plain.toLowerCase() : plain
  const ended = random() < 0.1 ? `${hurried.replace(/[.?!]+$/, '')}${oneOf(random, ['!!', '...', ' )', ''])}` : hurried
  return random() < 0.06 ? withSlip(random, ended) : ended
}

/** Two letters of a word change places, or one is left out. */
function withSlip(random: Random, text: string): string {
  const words = [...text.matchAll(/\p{L}{4,}/gu)]
  if (words.length === 0) return text
  const { index, 0: word } = oneOf(random, words)
  const at = index + wholeBetween(random, 1, word.length - 3)
  const [first = '', second = ''] = text.slice(at, at + 2)
  return text.slice(0, at) + (random() < 0.5 ? second + first : first) + text.slice(at + 2)
}

function filled(text: string, { order, phone, email, card }: Details): string {
  return text
    .replace('{order}', order)
    .replace('{phone}', phone)
    .replace('{email}', email)
    .replace('{card}', card)
    .replace('{link}', `https://feldmark.example/h/${order.slice(-3)}`)
}
