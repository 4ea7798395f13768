import { expect, test } from 'vitest'
import { grafanaLink } from './grafana-link.ts'
import { periodOf } from './periods/period.ts'
import { presets } from './periods/presets.ts'
import { temporal } from './periods/temporal.ts'

const dashboard = { grafanaUrl: 'https://grafana.example.com/graphs', uid: 'talkmeter-chats' }
const now = temporal.Instant.from('2026-11-24T11:20:30Z')
const berlin = 'Europe/Berlin'

function opened(choice: Parameters<typeof grafanaLink>[1]['choice'], filters = {}): URL {
  return new URL(grafanaLink(dashboard, { choice, filters }, berlin, now))
}

test('a chosen period, its zone and every chosen word are in the address of the dashboard', () => {
  const filters = { operator: ['anna', 'a,b&c'], messenger: ['web'], chat: [''] }
  const url = opened({ from: '2026-10-25T00:00', to: '2026-10-26T09:30' }, filters)
  expect(url.origin + url.pathname).toBe('https://grafana.example.com/graphs/d/talkmeter-chats/talkmeter-chats')
  expect([...url.searchParams]).toEqual([
    ['from', String(Date.parse('2026-10-24T22:00Z'))],
    ['to', String(Date.parse('2026-10-26T08:30Z'))],
    ['timezone', berlin],
    ['var-operator', 'anna'],
    ['var-operator', 'a,b&c'],
    ['var-messenger', 'web'],
    ['var-chat', ''],
  ])
})

/** What Grafana makes of `now`, less some of a unit, as the start of a unit or as the end of one. */
function dateMath(text: string, side: 'from' | 'to'): number {
  const [, amount = '0', unit = 'm', start] = /^now(?:-(\d+)([dmM]))?(?:\/([dMy]))?$/.exec(text)!
  const name = ({ d: 'days', m: 'minutes', M: 'months' } as const)[unit]!
  const moment = now.toZonedDateTimeISO(berlin).subtract({ [name]: Number(amount) })
  if (start === undefined) return moment.epochMilliseconds
  const { year, month, day } = moment
  const first = temporal.PlainDate.from({ year, month: start === 'y' ? 1 : month, day: start === 'd' ? day : 1 })
  const next = first.add({ [({ d: 'days', M: 'months', y: 'years' } as const)[start]!]: 1 })
  // It ends a unit a millisecond before the next begins.
  return side === 'from'
    ? first.toZonedDateTime(berlin).epochMilliseconds
    : next.toZonedDateTime(berlin).epochMilliseconds - 1
}

test('named periods begin and end in Grafana where they do here, to the minute that now is in', () => {
  const minute = 60_000
  for (const { id, isLive } of presets) {
    const { searchParams } = opened({ preset: id })
    const period = periodOf({ preset: id }, berlin, now)
    for (const side of ['from', 'to'] as const) {
      const text = searchParams.get(side)!
      expect(text, id).toMatch(/^now/)
      // Whole days and months are exact.
      const off = Math.abs(dateMath(text, side) - period[side].epochMilliseconds)
      expect(off, `${id} ${text}`).toBeLessThan(isLive ? minute : 2)
    }
  }
})
