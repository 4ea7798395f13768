import { expect, test } from 'vitest'
import { pieceAt, piecesOf, stateMeant } from './lane-pieces.ts'

const zone = 'Europe/Berlin'
const lane = { id: 'ann', name: 'Ann', online: 0, paused: 0, dialogues: [], more: false }

const moment = (minute: number) => Date.UTC(2026, 10, 24, 10) + minute * 60_000
const told = (minute: number) => new Date(moment(minute)).toISOString()

test('a stretch is met where it is, and near to it, and no further', () => {
  const period = { from: told(0), to: told(59), zone }
  const stretches = [
    { from: told(5), to: told(10), state: 'online' as const },
    { from: told(10), to: told(11), state: 'paused' as const },
    { from: told(30), to: told(40), state: 'offline' as const },
  ]
  const pieces = piecesOf({ ...lane, stretches, sums: [] }, { period, drawnBy: 'stretch', asOf: told(59) })
  const near = 2 * 60_000
  const met = (minute: number) => pieceAt(pieces, moment(minute), near)?.seconds
  expect([4, 7, 10.5, 12, 20, 35].map(met)).toEqual([
    { online: 300 },
    { online: 300 },
    { paused: 60 },
    { paused: 60 },
    undefined,
    { offline: 600 },
  ])
})

test('a bar is its day within the period, and means the state that was pointed at, or that there is', () => {
  const period = { from: '2026-10-24T12:00:00+02:00', to: '2026-10-26T12:00:00+01:00', zone }
  const sums = ['2026-10-24', '2026-10-25', '2026-10-26'].map((day, at) => ({ day, online: at * 60, paused: 30 }))
  const pieces = piecesOf({ ...lane, stretches: [], sums }, { period, drawnBy: 'day', asOf: period.to })
  // The clocks go back in the second night.
  expect(pieces.map(({ from, to }) => (to - from) / 3_600_000)).toEqual([12, 25, 12])
  expect(pieces.map((piece) => stateMeant(piece, undefined, 'online'))).toEqual(['paused', 'online', 'online'])
  expect(stateMeant(pieces[1]!, 'paused', 'online')).toBe('paused')
  expect(stateMeant({ from: 0, to: 1, seconds: { online: 0, paused: 0 } }, 'online', 'online')).toBeUndefined()
})
