import { expect, test } from 'vitest'
import { grafanaLink } from './grafana-link.ts'
import { periodOf } from './periods/period.ts'
import { presets, type PresetId } from './periods/presets.ts'
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

/** What Grafana makes of `now`, less some of a unit, from the start of a unit. */
function dateMath(text: string): number {
  const [, amount, unit, start] = /^now(?:-(\d+)([dm]))?(?:\/([dMy]))?$/.exec(text)!
  const length = unit === 'd' ? { days: Number(amount) } : { minutes: Number(amount ?? 0) }
  const moment = now.toZonedDateTimeISO(berlin).subtract(length)
  if (start === undefined) return moment.epochMilliseconds
  const { year, month, day } = moment
  const first = { year, month: start === 'y' ? 1 : month, day: start === 'd' ? day : 1 }
  return temporal.PlainDate.from(first).toZonedDateTime(berlin).epochMilliseconds
}

test('named periods begin in Grafana where they begin here, to the minute that now is in', () => {
  const minute = 60_000
  const follows: PresetId[] = []
  for (const { id } of presets) {
    const { searchParams } = opened({ preset: id })
    const [from, to] = [searchParams.get('from')!, searchParams.get('to')!]
    const period = periodOf({ preset: id }, berlin, now)
    if (/^\d+$/.test(from)) {
      expect([Number(from), Number(to)], id).toEqual([period.from.epochMilliseconds, period.to.epochMilliseconds])
      continue
    }
    follows.push(id)
    expect(to).toBe('now')
    expect(Math.abs(dateMath(from) - period.from.epochMilliseconds), id).toBeLessThan(minute)
  }
  expect(follows).toEqual(['today', '15m', '60m', '7d', '30d', 'month', 'year'])
})
