import type { TFunction } from 'i18next'
import { count } from '../numbers.ts'
import type { Place } from './clusters.ts'

type Coordinates = Pick<Place, 'latitude' | 'longitude'>

/** How the API names a place. */
export function placeKey({ latitude, longitude }: Coordinates): string {
  return `${latitude},${longitude}`
}

/** Degrees with the letters of their side, in words. */
export function coordinatesIn(t: TFunction, { latitude, longitude }: Coordinates): string {
  const side = `${latitude < 0 ? 's' : 'n'}${longitude < 0 ? 'w' : 'e'}` as const
  return t(`map.at_${side}`, { latitude: degrees(latitude), longitude: degrees(longitude) })
}

function degrees(value: number): string {
  return count(Math.abs(value))
}
