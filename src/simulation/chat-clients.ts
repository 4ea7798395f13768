import type { Messenger } from '../events/chat-vocabulary.ts'
import { countries, emailAddress } from './destinations.ts'
import type { MessengerHabits } from './messengers.ts'
import { placeOf } from './places.ts'
import { digestOf, pick, randomOf, wholeBetween } from './random.ts'
import type { Random } from './random.ts'
import type { ChatLanguage } from './staff.ts'

/** Somebody who writes to the company, now and then, always by the same messenger. */
export type ChatClient = {
  client: string
  language: ChatLanguage
  /** Of clients of the web widget, but for those who do not tell. */
  coordinates: { latitude: number; longitude: number } | undefined
}

/** For each percent of its share a messenger has so many clients. */
const clientsPerPercent = 220
const tellsPlaceShare = 0.82

/** Some clients write often, most only once or twice. */
export function clientOf(
  random: Random,
  seed: number,
  { messenger, weight, russianShare }: MessengerHabits,
): ChatClient {
  const number = Math.floor(random() ** 2 * weight * clientsPerPercent)
  const own = randomOf(seed ^ 0x636c6965, digestOf(messenger), number)
  const language = own() < russianShare ? 'ru' : 'en'
  const client = nameOf(own, messenger, language)
  return {
    client,
    language,
    coordinates: messenger === 'web' && own() < tellsPlaceShare ? placeOf(own, language) : undefined,
  }
}

const russianCountries = countries.filter((country) => country.language === 'ru')
const otherCountries = countries.filter((country) => country.language !== 'ru')

function nameOf(random: Random, messenger: Messenger, language: ChatLanguage): string {
  if (messenger === 'whatsapp' || messenger === 'viber') {
    return pick(random, language === 'ru' ? russianCountries : otherCountries).number(random)
  }
  if (messenger === 'web' && random() < 0.25) return emailAddress(random)
  const number = wholeBetween(random, 0x1000_0000, 0xffff_ffff)
  return messenger === 'web' ? `visitor-${number.toString(16)}` : `${messenger}-${number}`
}
