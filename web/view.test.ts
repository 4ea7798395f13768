import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { presets } from './periods/presets.ts'
import {
  carriedTo,
  compares,
  emptyView,
  parseSearch,
  searchOf,
  stringifySearch,
  viewOf,
  withFilter,
  type View,
} from './view.ts'

const channels = ['sms', 'viber', 'email']
const statuses = ['delivered', 'pending', 'error']
const known = new Map([
  ['channel', channels],
  ['status', statuses],
  ['chat', undefined],
])

test('a view comes back from its address as it was', () => {
  const wallTime = fc
    .date({ min: new Date('2001-01-01T00:00Z'), max: new Date('2099-01-01T00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 16))
  const choice = fc.oneof(
    fc.constantFrom(...presets).map(({ id }) => ({ preset: id })),
    fc
      .tuple(wallTime, wallTime)
      .filter(([from, to]) => from < to)
      .map(([from, to]) => ({ from, to })),
  )
  const view: fc.Arbitrary<View> = fc.record({
    choice,
    zone: fc.constantFrom(undefined, 'UTC', 'America/Argentina/Buenos_Aires'),
    filters: fc
      .record({
        channel: fc.subarray(channels),
        status: fc.subarray(statuses),
        // An id may be anything, and an empty one is what has none.
        chat: fc.uniqueArray(fc.string({ unit: 'grapheme' }), { maxLength: 4 }),
      })
      .map((chosen) => Object.fromEntries(Object.entries(chosen).filter(([, words]) => words.length > 0))),
    compare: fc.constantFrom(...compares),
  })
  fc.assert(
    fc.property(view, (original) => {
      const address = stringifySearch(searchOf(original))
      expect(viewOf(parseSearch(address), known)).toEqual({ view: original, ignored: [] })
    }),
    { numRuns: 300 },
  )
})

test('a fresh page has a bare address, and a chosen one is short and readable', () => {
  expect(stringifySearch(searchOf(emptyView))).toBe('')
  const view: View = {
    choice: { from: '2026-11-01T09:30', to: '2026-11-23T18:00' },
    zone: 'Europe/Berlin',
    filters: { channel: ['sms', 'viber'] },
    compare: 'previous',
  }
  expect(stringifySearch(searchOf(view))).toBe(
    '?from=2026-11-01T09:30&to=2026-11-23T18:00&tz=Europe/Berlin&channel=sms&channel=viber&compare=previous',
  )
})

test('what an address says and the page does not know is left out and named', () => {
  const asked = '?period=decade&tz=Mars/Olympus&channel=pigeon&channel=sms&status=read&compare=never&utm=x&__proto__=1'
  expect(viewOf(parseSearch(asked), known)).toEqual({
    view: { ...emptyView, filters: { channel: ['sms'] } },
    ignored: [
      'utm=x',
      '__proto__=1',
      'period=decade',
      'tz=Mars/Olympus',
      'compare=never',
      'channel=pigeon',
      'status=read',
    ],
  })
})

test('times with an offset are shown on the clock of the zone, or as UTC where the address names none', () => {
  const from = '2026-11-01T09:30:59Z'
  const to = encodeURIComponent('2026-11-02T00:00:00+02:00')
  const { view, ignored } = viewOf(parseSearch(`?from=${from}&to=${to}&tz=Europe/Berlin`), known)
  expect(view).toEqual({
    ...emptyView,
    zone: 'Europe/Berlin',
    choice: { from: '2026-11-01T10:30', to: '2026-11-01T23:00' },
  })
  expect(ignored).toEqual([])
  expect(viewOf(parseSearch(`?from=${from}&to=2026-11-01T22:00:00Z`), known).view).toEqual({
    ...emptyView,
    zone: 'UTC',
    choice: { from: '2026-11-01T09:30', to: '2026-11-01T22:00' },
  })
})

test.each(['from=2026-11-02&to=2026-11-01', 'from=2026-02-30&to=2026-03-01', 'from=2026-11-01', 'from=x&to=y'])(
  'the period of "?%s" cannot be, so the usual one is shown',
  (search) => {
    const { view, ignored } = viewOf(parseSearch(search), known)
    expect(view).toEqual(emptyView)
    expect(ignored).toEqual(search.split('&'))
  },
)

test('a choice in one filter leaves the others alone, and nothing chosen is no filter', () => {
  const view = { ...emptyView, filters: { channel: ['sms'], chat: ['7'] } }
  const order = ['channel', 'status', 'chat']
  expect(Object.entries(withFilter(view, order, 'status', ['error']))).toEqual([
    ['channel', ['sms']],
    ['status', ['error']],
    ['chat', ['7']],
  ])
  expect(withFilter(view, order, 'channel', [])).toEqual({ chat: ['7'] })
})

test('a page of graphs takes over the period of another, and the filters that both have', () => {
  const search = parseSearch('?period=30d&tz=UTC&compare=year&channel=sms&messenger=web')
  expect(stringifySearch(carriedTo(search, ['messenger']))).toBe('?period=30d&tz=UTC&compare=year&messenger=web')
})
