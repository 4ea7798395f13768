import { expect, test } from 'vitest'
import { createReader } from './pressed.ts'
import { shortcutGroups, shortcutName } from './shortcuts.ts'

const all = shortcutGroups.flatMap(({ shortcuts }) => shortcuts)

function press(key: string, changed: Partial<KeyboardEvent> = {}) {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : ''
  const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, timeStamp: 0 }
  return { ...plain, key, code, ...changed }
}

test('every shortcut is read by its own keys, and no keys mean two things', () => {
  const read = createReader()
  for (const shortcut of all) expect(shortcut.keys.map((key) => read(press(key))).at(-1)).toBe(shortcutName(shortcut))
  expect(new Set(all.map(({ keys }) => keys.join(' '))).size).toBe(all.length)
  expect(new Set(all.map(shortcutName)).size).toBe(all.length)
})

test('the first of two keys means nothing by itself, and is forgotten after a while', () => {
  const read = createReader()
  expect(read(press('g'))).toBeUndefined()
  expect(read(press('t', { timeStamp: 1400 }))).toBe('page telephony')
  read(press('g', { timeStamp: 2000 }))
  expect(read(press('t', { timeStamp: 4000 }))).toBe('preset 30d')
  read(press('g', { timeStamp: 5000 }))
  expect(read(press('w', { timeStamp: 5100 }))).toBe('preset 7d')
})

test('letters are those of the key on a Russian keyboard; with Ctrl, Alt, Shift or held down they mean nothing', () => {
  const read = createReader()
  expect(read(press('в', { code: 'KeyD' }))).toBe('preset today')
  expect(read(press('х', { code: 'BracketLeft' }))).toBe('earlier')
  expect(read(press('D'))).toBe('preset today')
  expect(read(press('?', { shiftKey: true, code: 'Digit7' }))).toBe('list')
  for (const held of ['ctrlKey', 'metaKey', 'altKey', 'repeat', 'shiftKey'])
    expect(read(press('d', { [held]: true })), held).toBeUndefined()
  for (const key of ['Escape', 'Enter', 'é', 'ф'])
    expect(read({ ...press(key), code: 'IntlBackslash' })).toBeUndefined()
})
