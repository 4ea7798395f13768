import type { Status } from '../events/vocabulary.ts'
import { statusValues } from '../measures/message-values.ts'
import { counted, sumOver } from '../measures/measure.ts'
import { messageListing } from '../panels/message-list.ts'
import { cellRows } from './cell-rows.ts'
import type { NumberColumn } from './cell-rows.ts'
import { listRows } from './list-rows.ts'
import type { ReportType } from './report-type.ts'
import { currencyColumn, dayColumn, measured, priceColumn } from './usual-columns.ts'

const filters = ['channel', 'status'] as const

export const notificationsDetail: ReportType = {
  service: 'notifications',
  type: 'detail',
  title: { en: 'Notifications in detail', ru: 'Уведомления подробно' },
  description: {
    en: 'A row for each message, by its creation, newest first.',
    ru: 'Строка на каждое сообщение — по времени создания, сначала новые.',
  },
  needs: ['read'],
  isDetailed: true,
  filters,
  totals: ['parts', 'price'],
  columns: [
    { name: 'created_at', title: { en: 'Created', ru: 'Создано' }, type: 'time' },
    { name: 'message', title: { en: 'Message', ru: 'Сообщение' }, type: 'text' },
    { name: 'channel', title: { en: 'Channel', ru: 'Канал' }, type: 'text', of: 'channel' },
    { name: 'status', title: { en: 'Status', ru: 'Статус' }, type: 'text', of: 'status' },
    { name: 'status_at', title: { en: 'Status since', ru: 'Статус с' }, type: 'time' },
    { name: 'to', title: { en: 'To', ru: 'Кому' }, type: 'text' },
    { name: 'from', title: { en: 'From', ru: 'От кого' }, type: 'text' },
    { name: 'parts', title: { en: 'Parts', ru: 'Части' }, type: 'count' },
    priceColumn,
    currencyColumn,
    { name: 'country', title: { en: 'Country', ru: 'Страна' }, type: 'text' },
    { name: 'network', title: { en: 'Network', ru: 'Сеть' }, type: 'text' },
    { name: 'provider', title: { en: 'Provider', ru: 'Провайдер' }, type: 'text' },
    { name: 'provider_status', title: { en: 'Provider’s status', ru: 'Статус провайдера' }, type: 'text' },
    { name: 'reason', title: { en: 'Reason', ru: 'Причина' }, type: 'text' },
    { name: 'task', title: { en: 'Task', ru: 'Задача' }, type: 'text' },
    { name: 'template', title: { en: 'Template', ru: 'Шаблон' }, type: 'text' },
    { name: 'flow', title: { en: 'Flow', ru: 'Цепочка' }, type: 'text' },
  ],
  read: listRows('messages', messageListing),
}

function ofStatus(status: Status, isExtra?: true): NumberColumn {
  const those = counted('messages', { status: [status] })
  return {
    name: status.replaceAll('-', '_'),
    title: statusValues.find(({ value }) => value === status)!.title,
    type: 'count',
    ...(isExtra === undefined ? {} : { isExtra }),
    number: (cells) => sumOver(those, cells),
  }
}

export const notificationsByDay: ReportType = {
  service: 'notifications',
  type: 'by-day',
  title: { en: 'Notifications by day', ru: 'Уведомления по дням' },
  description: {
    en: 'A row for each day and channel: how many messages were sent and delivered, and what they cost.',
    ru: 'Строка на каждый день и канал: сколько сообщений отправлено и доставлено и сколько они стоили.',
  },
  needs: ['read'],
  filters,
  totals: ['messages', 'sent', 'delivered', 'undelivered', 'error', 'parts', 'price'],
  columns: [
    dayColumn,
    { name: 'channel', title: { en: 'Channel', ru: 'Канал' }, type: 'text', of: 'channel', by: 'channel' },
    measured('messages', 'count'),
    measured('sent', 'count'),
    measured('delivered', 'count'),
    measured('delivered_share', 'share'),
    ofStatus('undelivered'),
    ofStatus('error'),
    ofStatus('pending', true),
    ofStatus('delayed', true),
    ofStatus('created', true),
    ofStatus('created-optional', true),
    ofStatus('canceled', true),
    ofStatus('omitted-optional', true),
    { ...measured('open', 'count'), isExtra: true },
    measured('parts', 'count'),
    priceColumn,
    currencyColumn,
  ] as ReportType['columns'],
  read: cellRows('messages', ['channel', 'status']),
}
