import { chatFilters } from '../panels/chats.ts'
import { chatMessagesWithTexts } from '../panels/chat-message-list.ts'
import { dialogueListing } from '../panels/dialogue-list.ts'
import { listRows } from './list-rows.ts'
import type { ReportType } from './report-type.ts'
import { botColumn, currencyColumn, priceColumn } from './usual-columns.ts'

/** A cell of Excel holds no more. */
const textMax = 32_767

const messenger = {
  name: 'messenger',
  title: { en: 'Messenger', ru: 'Мессенджер' },
  type: 'text',
  of: 'messenger',
} as const
const chat = { name: 'chat', title: { en: 'Chat', ru: 'Чат' }, type: 'text' } as const
const group = { name: 'group', title: { en: 'Group', ru: 'Группа' }, type: 'text' } as const
const dialogue = { name: 'dialogue', title: { en: 'Dialogue', ru: 'Диалог' }, type: 'text' } as const

export const chatsDialogues: ReportType = {
  service: 'chats',
  type: 'dialogues',
  title: { en: 'Dialogues', ru: 'Диалоги' },
  description: {
    en: 'A row for each dialogue, by its opening, newest first.',
    ru: 'Строка на каждый диалог — по времени открытия, сначала новые.',
  },
  needs: ['read'],
  isDetailed: true,
  filters: chatFilters,
  totals: ['user_messages', 'robot_messages', 'operator_messages'],
  columns: [
    { name: 'opened_at', title: { en: 'Opened', ru: 'Открыт' }, type: 'time' },
    dialogue,
    messenger,
    chat,
    { name: 'client', title: { en: 'Client', ru: 'Клиент' }, type: 'text' },
    { name: 'handler', title: { en: 'Handled by', ru: 'Обработал' }, type: 'text', of: 'handler' },
    { name: 'operators', title: { en: 'Operators', ru: 'Операторы' }, type: 'text' },
    { name: 'skipped_by', title: { en: 'Skipped by', ru: 'Пропустили' }, type: 'text' },
    group,
    botColumn,
    { name: 'user_messages', title: { en: 'From the client', ru: 'От клиента' }, type: 'count' },
    { name: 'robot_messages', title: { en: 'By the robot', ru: 'От робота' }, type: 'count' },
    { name: 'operator_messages', title: { en: 'By operators', ru: 'От операторов' }, type: 'count' },
    { name: 'closed_at', title: { en: 'Closed', ru: 'Закрыт' }, type: 'time' },
  ],
  read: listRows('dialogues', dialogueListing),
}

export const chatsMessages: ReportType = {
  service: 'chats',
  type: 'messages',
  title: { en: 'Chat messages', ru: 'Сообщения чатов' },
  description: {
    en: 'A row for each message that was written in a dialogue, by its writing, newest first.',
    ru: 'Строка на каждое сообщение в диалогах — по времени написания, сначала новые.',
  },
  needs: ['read'],
  isDetailed: true,
  filters: chatFilters,
  totals: ['price'],
  columns: [
    { name: 'written_at', title: { en: 'Written', ru: 'Написано' }, type: 'time' },
    dialogue,
    { name: 'author', title: { en: 'Author', ru: 'Автор' }, type: 'text', of: 'author' },
    { name: 'operator', title: { en: 'Operator', ru: 'Оператор' }, type: 'text' },
    { name: 'text', title: { en: 'Text', ru: 'Текст' }, type: 'text' },
    messenger,
    chat,
    botColumn,
    group,
    priceColumn,
    currencyColumn,
  ],
  read: listRows('chat_messages', chatMessagesWithTexts(textMax)),
}
