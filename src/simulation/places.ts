import { between, pick } from './random.ts'
import type { Random } from './random.ts'

type City = { country: string; weight: number; latitude: number; longitude: number }

/** Where clients of the web widget sit: cities of the company's countries, by how many of its clients live there. */
const cities: readonly City[] = [
  { country: 'DE', weight: 11, latitude: 52.52, longitude: 13.405 },
  { country: 'DE', weight: 6, latitude: 53.551, longitude: 9.994 },
  { country: 'DE', weight: 5, latitude: 48.137, longitude: 11.575 },
  { country: 'DE', weight: 4, latitude: 50.938, longitude: 6.96 },
  { country: 'DE', weight: 4, latitude: 50.11, longitude: 8.682 },
  { country: 'DE', weight: 2, latitude: 51.34, longitude: 12.375 },
  { country: 'DE', weight: 2, latitude: 48.775, longitude: 9.182 },
  { country: 'BG', weight: 11, latitude: 42.698, longitude: 23.322 },
  { country: 'BG', weight: 4, latitude: 42.15, longitude: 24.75 },
  { country: 'BG', weight: 3, latitude: 43.204, longitude: 27.91 },
  { country: 'BG', weight: 2, latitude: 42.505, longitude: 27.463 },
  { country: 'KZ', weight: 9, latitude: 43.238, longitude: 76.945 },
  { country: 'KZ', weight: 5, latitude: 51.169, longitude: 71.449 },
  { country: 'KZ', weight: 2, latitude: 42.317, longitude: 69.596 },
  { country: 'KZ', weight: 1, latitude: 49.807, longitude: 73.088 },
  { country: 'KZ', weight: 1, latitude: 50.283, longitude: 57.167 },
  { country: 'GB', weight: 5, latitude: 51.507, longitude: -0.128 },
  { country: 'GB', weight: 2, latitude: 53.481, longitude: -2.242 },
  { country: 'GB', weight: 1.5, latitude: 55.953, longitude: -3.188 },
  { country: 'GB', weight: 1.5, latitude: 52.486, longitude: -1.89 },
  { country: 'FR', weight: 5, latitude: 48.857, longitude: 2.352 },
  { country: 'FR', weight: 2, latitude: 45.764, longitude: 4.836 },
  { country: 'FR', weight: 1.5, latitude: 43.296, longitude: 5.37 },
  { country: 'SE', weight: 2.5, latitude: 59.329, longitude: 18.069 },
  { country: 'SE', weight: 1, latitude: 57.709, longitude: 11.975 },
  { country: 'US', weight: 1.5, latitude: 40.713, longitude: -74.006 },
  { country: 'US', weight: 0.8, latitude: 41.878, longitude: -87.63 },
  { country: 'US', weight: 0.9, latitude: 37.775, longitude: -122.419 },
  { country: 'US', weight: 0.6, latitude: 47.606, longitude: -122.332 },
]

const russianCities = cities.filter(({ country }) => country === 'KZ')
const otherCities = cities.filter(({ country }) => country !== 'KZ')

/** Somewhere in or around a city in which people write in this language, in degrees. */
export function placeOf(random: Random, language: 'en' | 'ru'): { latitude: number; longitude: number } {
  const { latitude, longitude } = pick(random, language === 'ru' ? russianCities : otherCities)
  // Most live near the middle.
  const away = 0.35 * random() ** 2
  const angle = between(random, 0, 2 * Math.PI)
  return {
    latitude: rounded(latitude + away * Math.sin(angle)),
    longitude: rounded(longitude + (away * Math.cos(angle)) / Math.cos((latitude * Math.PI) / 180)),
  }
}

function rounded(degrees: number): number {
  return Math.round(degrees * 10_000) / 10_000
}
