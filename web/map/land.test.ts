import { expect, test } from 'vitest'
import atlas from 'world-atlas/countries-50m.json?raw'
import { clustersOf } from './clusters.ts'
import { around } from './camera.ts'
import { countriesIn, countryAt, countryName, type Atlas } from './land.ts'
import { spotOf } from './mercator.ts'

const land = countriesIn(JSON.parse(atlas) as Atlas)

test.each([
  ['Berlin', 52.52, 13.405, 'DE'],
  ['Moscow', 55.75, 37.62, 'RU'],
  ['Uelen, beyond the line where the day changes', 66.16, -169.81, 'RU'],
  ['Taveuni, an island on that line', -16.85, 179.95, 'FJ'],
  ['the South Pole', -89.95, 0.05, 'AQ'],
  ['a place in a country within another', -29.3, 27.5, 'LS'],
  ['San Francisco, by the middle of a square in the water', 37.75, -122.55, 'US'],
  ['Singapore', 1.35, 103.85, 'SG'],
  ['the Atlantic', 30, -40, undefined],
  ['the equator and the prime meridian', 0.05, 0.05, undefined],
  ['the North Pole', 89.95, 0.05, undefined],
])('%s lies in its country', (_name, latitude, longitude, code) => {
  expect(countryAt(land, longitude, latitude)?.code).toBe(code)
})

test('countries have names in both languages, and the few without a number keep theirs', () => {
  const berlin = countryAt(land, 13.4, 52.5)!
  expect([countryName(berlin, 'en'), countryName(berlin, 'ru')]).toEqual(['Germany', 'Германия'])
  expect(land.filter(({ code }) => code === undefined).map((one) => countryName(one, 'ru')).length).toBeLessThan(6)
})

const size = { width: 800, height: 500 }

test('clusters add up to all dialogues of the view, from afar and near, with very many at one place and some at the poles', () => {
  const places = [
    { latitude: 52.55, longitude: 13.45, dialogues: 1_000_000 },
    { latitude: 52.45, longitude: 13.45, dialogues: 3 },
    { latitude: 89.95, longitude: 0.05, dialogues: 2 },
    { latitude: -89.95, longitude: -179.95, dialogues: 1 },
    { latitude: 0.05, longitude: 0.05, dialogues: 7 },
    { latitude: 51.55, longitude: 179.95, dialogues: 5 },
    { latitude: 51.55, longitude: -179.95, dialogues: 5 },
  ]
  const clusters = clustersOf(places)
  const sum = places.reduce((total, { dialogues }) => total + dialogues, 0)
  const world = { x: 0.5, y: 0.5, scale: 500 }
  expect(clusters(world, size).reduce((total, { dialogues }) => total + dialogues, 0)).toBe(sum)
  const far = clusters(world, size)[0]!
  expect([far.dialogues, far.places, far.place]).toEqual([1_000_003, 2, undefined])
  const near = clusters({ ...spotOf(13.45, 52.5), scale: 200_000 }, size)
  expect(near.map(({ dialogues, place }) => [dialogues, place])).toEqual([
    [1_000_000, places[0]],
    [3, places[1]],
  ])
  // Around the line where the day changes both sides are drawn.
  const line = clusters(around([spotOf(179.95, 51.55), spotOf(-179.95, 51.55)], size), size)
  expect(line.reduce((total, { dialogues }) => total + dialogues, 0)).toBe(10)
})
