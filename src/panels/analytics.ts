import { definePanel } from './panel.ts'

const counter = { chart: 'counter', width: 4, filters: ['channel', 'status'] } as const

export const analyticsPanels = [
  definePanel({
    id: 'analytics.sent',
    title: { en: 'Messages sent', ru: 'Отправлено сообщений' },
    measures: ['sent'],
    by: [],
    ...counter,
  }),
  definePanel({
    id: 'analytics.delivered',
    title: { en: 'Messages delivered', ru: 'Доставлено сообщений' },
    measures: ['delivered', 'delivered_share', 'open_share'],
    by: [],
    ...counter,
  }),
  definePanel({
    id: 'analytics.price',
    title: { en: 'Total price', ru: 'Общая стоимость' },
    measures: ['price'],
    by: ['currency'],
    ...counter,
  }),
  definePanel({
    id: 'analytics.sent-by-channel',
    title: { en: 'Messages sent by channel', ru: 'Отправлено по каналам' },
    measures: ['sent'],
    by: ['channel'],
    ...counter,
  }),
  definePanel({
    id: 'analytics.delivered-by-channel',
    title: { en: 'Messages delivered by channel', ru: 'Доставлено по каналам' },
    measures: ['delivered', 'delivered_share'],
    by: ['channel'],
    ...counter,
  }),
  definePanel({
    id: 'analytics.price-by-channel',
    title: { en: 'Price by channel', ru: 'Стоимость по каналам' },
    measures: ['price'],
    by: ['channel', 'currency'],
    ...counter,
  }),
]
