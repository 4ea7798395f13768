import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import atlas from 'world-atlas/countries-50m.json?url'
import { countryIn } from '../countries.ts'
import { spotOf, type Spot } from './mercator.ts'

/** A country: its outlines as x and y by turns, and the box around them. */
export type Country = { name: string; code: string | undefined; rings: readonly Float64Array[]; box: Box }
export type Box = { left: number; top: number; right: number; bottom: number }

export type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>

let loading: Promise<readonly Country[]> | undefined

/** The countries of the world (Natural Earth, public domain), once for all maps. It comes with the pages, not from elsewhere. */
export function loadLand(): Promise<readonly Country[]> {
  loading ??= readLand().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

async function readLand(): Promise<readonly Country[]> {
  const response = await fetch(atlas)
  if (!response.ok) throw new Error(`The map answered ${response.status}.`)
  return countriesIn((await response.json()) as Atlas)
}

/** The countries of an atlas. */
export function countriesIn(topology: Atlas): Country[] {
  return feature(topology, topology.objects.countries).features.map(({ id, properties: { name }, geometry }) => {
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : []
    const rings = polygons.flat().map(ringOf)
    return { name, code: codeOf(id), rings, box: boxAround(rings) }
  })
}

/** The country that a place lies in, or that is so near that the roundness of coordinates explains it. */
export function countryAt(land: readonly Country[], longitude: number, latitude: number): Country | undefined {
  const known = found.get(land) ?? new Map<string, Country | undefined>()
  found.set(land, known)
  const key = `${longitude},${latitude}`
  // There are hundreds of outlines, and a table asks again whenever it is drawn.
  if (!known.has(key)) known.set(key, findCountry(land, longitude, latitude))
  return known.get(key)
}

const found = new WeakMap<readonly Country[], Map<string, Country | undefined>>()

function findCountry(land: readonly Country[], longitude: number, latitude: number): Country | undefined {
  for (const reach of reaches) {
    for (const [east, north] of reach === 0 ? [[0, 0] as const] : around) {
      const spot = spotOf(longitude + east * reach, Math.min(mapEnd, Math.max(-mapEnd, latitude + north * reach)))
      const country = land.find((one) => isIn(spot, one))
      if (country !== undefined) return country
    }
  }
  return undefined
}

/** What a country is called in a language; what no list of countries knows keeps its name. */
export function countryName({ name, code }: Country, language: string): string {
  return code === undefined ? name : countryIn(language, code)
}

/** Beyond it all lies on the edge of the map, and in what lies there. */
const mapEnd = 85

/** The middle of a square may lie in the sea before the town. */
const reaches = [0, 0.1, 0.25]
const around = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
  [1, 1],
  [1, -1],
  [-1, -1],
  [-1, 1],
] as const

/** The two letters of a country that is numbered as in ISO 3166-1: a locale knows them. */
function codeOf(id: string | number | undefined): string | undefined {
  try {
    return id === undefined ? undefined : new Intl.Locale(`und-${String(id).padStart(3, '0')}`).region
  } catch {
    return undefined
  }
}

/**
 * An outline without leaps: where it crosses the line at which the day changes, it goes on beyond the edge of the map. One that
 * goes around the pole is closed along the edge.
 */
function ringOf(points: readonly (readonly number[])[]): Float64Array {
  const line: number[] = []
  let turns = 0
  let before = spotOf(points[0]![0]!, 0).x
  for (const [longitude = 0, latitude = 0] of points) {
    const { x, y } = spotOf(longitude, latitude)
    if (Math.abs(x - before) > 0.5) turns += x < before ? 1 : -1
    before = x
    line.push(x + turns, y)
  }
  if (turns !== 0) line.push(before + turns, 1, line[0]!, 1)
  return Float64Array.from(line)
}

function boxAround(rings: readonly Float64Array[]): Box {
  const box = { left: Infinity, top: 1, right: -Infinity, bottom: 0 }
  for (const ring of rings) {
    for (let at = 0; at < ring.length; at += 2) {
      box.left = Math.min(box.left, ring[at]!)
      box.right = Math.max(box.right, ring[at]!)
      box.top = Math.min(box.top, ring[at + 1]!)
      box.bottom = Math.max(box.bottom, ring[at + 1]!)
    }
  }
  return box
}

function isIn({ x, y }: Spot, country: Country): boolean {
  return [x - 1, x, x + 1].some((across) => isWithin({ x: across, y }, country))
}

/** A line from the spot to the right crosses the outlines an odd number of times. */
function isWithin({ x, y }: Spot, { rings, box }: Country): boolean {
  if (x < box.left || x > box.right || y < box.top || y > box.bottom) return false
  let isInside = false
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2) {
      const [ax, ay, bx, by] = [ring[at]!, ring[at + 1]!, ring[before]!, ring[before + 1]!]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside
    }
  }
  return isInside
}
