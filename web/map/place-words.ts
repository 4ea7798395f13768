import { count } from '../numbers.ts'
import type { Place } from './clusters.ts'

type Coordinates = Pick<Place, 'latitude' | 'longitude'>

/** How the API names a place. */
export function placeKey({ latitude, longitude }: Coordinates): string {
  return `${latitude},${longitude}`
}

/** Degrees with the letters of their side, as parts of a sentence. */
export function coordinatesOf({ latitude, longitude }: Coordinates) {
  return {
    latitude: degrees(latitude),
    longitude: degrees(longitude),
    context: `${latitude < 0 ? 's' : 'n'}${longitude < 0 ? 'w' : 'e'}` as const,
  }
}

function degrees(value: number): string {
  return count(Math.abs(value))
}
