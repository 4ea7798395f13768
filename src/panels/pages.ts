import type { Text } from '../measures/text.ts'
import { analyticsPanels } from './analytics.ts'
import { chatFilters, chatPanels } from './chats.ts'
import { notificationsPanels } from './notifications.ts'
import type { FilterName, Panel } from './panel.ts'
import { telephonyFilters, telephonyPanels } from './telephony.ts'

/** A page of the section: its panels are answered together, by a few questions to the store. */
export type Page = { id: string; title: Text; filters: readonly FilterName[]; panels: readonly Panel[] }

export const pages: readonly Page[] = [
  {
    id: 'analytics',
    title: { en: 'Analytics', ru: 'Аналитика' },
    filters: ['channel', 'status'],
    panels: analyticsPanels,
  },
  {
    id: 'notifications',
    title: { en: 'Notification graphs', ru: 'Графики уведомлений' },
    filters: ['channel', 'status'],
    panels: notificationsPanels,
  },
  {
    id: 'chats',
    title: { en: 'Chat graphs', ru: 'Графики чатов' },
    filters: chatFilters,
    panels: chatPanels,
  },
  {
    id: 'telephony',
    title: { en: 'Telephony graphs', ru: 'Графики телефонии' },
    filters: telephonyFilters,
    panels: telephonyPanels,
  },
]

export const panels: readonly Panel[] = pages.flatMap((page) => page.panels)

export const pageById: ReadonlyMap<string, Page> = new Map(pages.map((page) => [page.id, page]))

export const panelById: ReadonlyMap<string, Panel> = new Map(panels.map((panel) => [panel.id, panel]))
