import { expect, test } from 'vitest'
import { periodOf } from '../../web/periods/period.ts'
import { presets as named } from '../../web/periods/presets.ts'
import { temporal } from '../../web/periods/temporal.ts'
import { periodOfChoice, presets } from './period-choice.ts'

const moments = ['2026-03-29T00:59:30.5Z', '2026-10-25T01:15:00Z', '2026-12-31T23:59:59.999Z', '2024-03-31T10:00:00Z']
const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Africa/Cairo', 'Pacific/Apia', 'Australia/Lord_Howe']

test('a named period is of the same moments on the server as on the pages', () => {
  expect(Object.keys(presets)).toEqual(named.map(({ id }) => id))
  for (const { id } of named)
    for (const zone of zones)
      for (const moment of moments) {
        const now = temporal.Instant.from(moment)
        const { from, to } = periodOf({ preset: id }, zone, now)
        const found = periodOfChoice({ period: id }, zone, now.epochMilliseconds)
        expect(found, `${id} ${zone} ${moment}`).toEqual({
          from: from.epochMilliseconds,
          to: to.epochMilliseconds,
          zone,
        })
      }
})

test('times on a clock are of the same moments on the server as on the pages, also those that the clock skipped or showed twice', () => {
  for (const zone of zones)
    for (const [from, to] of [
      ['2026-03-29T02:30', '2026-03-29T03:30'],
      ['2026-10-25T02:30', '2026-10-25T03:00'],
      ['2024-02-29T00:00', '2025-02-28T23:59'],
    ] as const) {
      const page = periodOf({ from, to }, zone, temporal.Now.instant())
      const found = periodOfChoice({ from, to }, zone, 0)
      expect(found, `${zone} ${from}`).toEqual({
        from: page.from.epochMilliseconds,
        to: page.to.epochMilliseconds,
        zone,
      })
    }
})
