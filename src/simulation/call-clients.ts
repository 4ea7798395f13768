import { countries } from './destinations.ts'
import { digestOf, pick, randomOf } from './random.ts'
import type { Random } from './random.ts'
import type { ChatLanguage } from './staff.ts'

/** Somebody whom the company calls, or who calls it, again and again; with habits of their own. */
export type CallClient = {
  country: string
  number: string
  language: ChatLanguage
  /** The number is not in service. */
  isGone: boolean
  hasVoiceMail: boolean
  /** How likely it is that they pick up. */
  picksUp: number
  /** How willing they are to do what a robot asks for, about 1 on average. */
  willing: number
}

/** Where those live who can be called, and how many there are of them: some numbers for films are few. */
const homes = [
  { code: 'KZ', weight: 44, clients: 24_000 },
  { code: 'BG', weight: 30, clients: 15_000 },
  { code: 'FR', weight: 16, clients: 6000 },
  { code: 'GB', weight: 6, clients: 700 },
  { code: 'DE', weight: 4, clients: 160 },
].map((home) => ({ ...home, country: countries.find(({ code }) => code === home.code)! }))

/** Most people let an unknown number ring. */
const habits = [
  { weight: 46, picksUp: 0.06 },
  { weight: 26, picksUp: 0.4 },
  { weight: 28, picksUp: 0.82 },
]

/** Somebody who lives in one of these countries; some are called often, most only once or twice. */
export function callClientOf(random: Random, seed: number, among: readonly string[]): CallClient {
  const home = pick(
    random,
    homes.filter(({ code }) => among.includes(code)),
  )
  const number = Math.floor(random() ** 3 * home.clients)
  const own = randomOf(seed ^ 0x63616c6c, digestOf(home.code), number)
  return {
    country: home.code,
    number: home.country.number(own),
    language: home.country.language === 'ru' ? 'ru' : 'en',
    isGone: own() < 0.03,
    hasVoiceMail: own() < 0.34,
    picksUp: pick(own, habits).picksUp,
    willing: own() < 0.3 ? 2.5 : 0.35,
  }
}
