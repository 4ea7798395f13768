import type en from '../i18n/en.json'
import { presets, type PresetId } from '../periods/presets.ts'

/** What a key does that no page and no period has. */
export type ActId = keyof typeof en.keys.acts

/** A key, or two one after the other, and what they do. */
export type Shortcut = { keys: readonly [string] | readonly [string, string] } & (
  | { act: ActId }
  | { preset: PresetId }
  | { page: PageId }
)

export type PageId = (typeof pageKeys)[number][0]
export type ShortcutGroup = { name: keyof typeof en.keys.groups; shortcuts: readonly Shortcut[] }

/** The letter after `g` that leads to a page; each path is in the menu by the same name. */
const pageKeys = [
  ['analytics', 'a'],
  ['reports', 'r'],
  ['invoices', 'i'],
  ['transactions', 'b'],
  ['chats', 'c'],
  ['notifications', 'n'],
  ['telephony', 't'],
] as const

/** Every shortcut, in the order of the list under `?`. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    name: 'everywhere',
    shortcuts: [
      { keys: ['?'], act: 'list' },
      { keys: ['/'], act: 'search' },
    ],
  },
  { name: 'pages', shortcuts: pageKeys.map(([page, key]) => ({ keys: ['g', key], page })) },
  {
    name: 'periods',
    shortcuts: [
      ...presets.map(({ id, key }) => ({ keys: [key] as const, preset: id })),
      { keys: ['c'], act: 'period' },
      { keys: ['['], act: 'earlier' },
      { keys: [']'], act: 'later' },
    ],
  },
  {
    name: 'graphs',
    shortcuts: [
      { keys: ['x'], act: 'compare' },
      { keys: ['0'], act: 'clear' },
      { keys: ['l'], act: 'link' },
    ],
  },
]

/** What a shortcut is called wherever it is registered. */
export function shortcutName(shortcut: Shortcut): string {
  if ('act' in shortcut) return shortcut.act
  return 'preset' in shortcut ? `preset ${shortcut.preset}` : `page ${shortcut.page}`
}
