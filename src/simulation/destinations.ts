import { between, oneOf, wholeBetween } from './random.ts'
import type { Random } from './random.ts'
import type { Language } from './templates.ts'

/** Prices are in millionths of the currency's unit, as the house keeps them. */
export type Money = { millionths: number; currency: string }

export type Network = {
  /** Its name and its MCC-MNC. */
  name: string
  weight: number
  /** What one SMS part costs, in millionths of a euro. */
  smsPrice: number
  /** The share of SMS that arrives, on a good day. */
  reach: number
}

/** A country that the company's clients live in. */
export type Country = {
  code: string
  weight: number
  language: Language
  networks: readonly Network[]
  /** The share of clients who have this messenger. */
  viberReach: number
  whatsappReach: number
  /** In millionths of a euro. */
  viberPrice: number
  whatsappPrices: { marketing: number; utility: number; authentication: number }
  /** The share of its SMS that goes by a provider who bills in US dollars. */
  twilioShare: number
  /** The share that goes over the company's own line to a carrier. */
  directShare: number
  /**
   * A number that can never ring at anybody: regulators keep ranges for films and books (Bundesnetzagentur, Ofcom, ARCEP,
   * PTS, NANPA); where there is none, an area code that cannot exist.
   */
  number: (random: Random) => string
}

export const countries: readonly Country[] = [
  {
    code: 'DE',
    weight: 34,
    language: 'de',
    networks: [
      { name: 'Telekom (262-01)', weight: 34, smsPrice: 74_500, reach: 0.972 },
      { name: 'Vodafone (262-02)', weight: 33, smsPrice: 73_000, reach: 0.965 },
      { name: 'O2 (262-03)', weight: 33, smsPrice: 71_200, reach: 0.955 },
    ],
    viberReach: 0.52,
    whatsappReach: 0.93,
    viberPrice: 29_000,
    whatsappPrices: { marketing: 113_100, utility: 45_600, authentication: 63_600 },
    twilioShare: 0,
    directShare: 0.15,
    number: (random) => oneOf(random, ['+49176040690', '+4917139200']) + digits(random, 2),
  },
  {
    code: 'BG',
    weight: 20,
    language: 'bg',
    networks: [
      { name: 'A1 (284-01)', weight: 38, smsPrice: 62_000, reach: 0.961 },
      { name: 'Vivacom (284-03)', weight: 32, smsPrice: 61_000, reach: 0.952 },
      { name: 'Yettel (284-05)', weight: 30, smsPrice: 63_500, reach: 0.957 },
    ],
    viberReach: 0.86,
    whatsappReach: 0.5,
    viberPrice: 17_500,
    whatsappPrices: { marketing: 71_200, utility: 17_600, authentication: 17_600 },
    twilioShare: 0,
    directShare: 0.35,
    number: (random) => `+359000${digits(random, 6)}`,
  },
  {
    code: 'KZ',
    weight: 18,
    language: 'ru',
    networks: [
      { name: 'Beeline (401-01)', weight: 40, smsPrice: 96_000, reach: 0.944 },
      { name: 'Kcell (401-02)', weight: 33, smsPrice: 98_500, reach: 0.951 },
      { name: 'Tele2 (401-77)', weight: 27, smsPrice: 94_000, reach: 0.938 },
    ],
    viberReach: 0.63,
    whatsappReach: 0.9,
    viberPrice: 14_000,
    whatsappPrices: { marketing: 60_400, utility: 16_000, authentication: 16_000 },
    twilioShare: 0,
    directShare: 0.45,
    number: (random) => `+7000${digits(random, 7)}`,
  },
  {
    code: 'GB',
    weight: 11,
    language: 'en',
    networks: [
      { name: 'EE (234-30)', weight: 30, smsPrice: 38_600, reach: 0.974 },
      { name: 'O2 (234-10)', weight: 29, smsPrice: 37_900, reach: 0.97 },
      { name: 'Vodafone (234-15)', weight: 22, smsPrice: 38_200, reach: 0.966 },
      { name: 'Three (234-20)', weight: 19, smsPrice: 37_200, reach: 0.96 },
    ],
    viberReach: 0.44,
    whatsappReach: 0.9,
    viberPrice: 25_000,
    whatsappPrices: { marketing: 43_800, utility: 18_200, authentication: 29_700 },
    twilioShare: 0.3,
    directShare: 0,
    number: (random) => `+447700900${digits(random, 3)}`,
  },
  {
    code: 'FR',
    weight: 9,
    language: 'fr',
    networks: [
      { name: 'Orange (208-01)', weight: 38, smsPrice: 52_000, reach: 0.97 },
      { name: 'SFR (208-10)', weight: 25, smsPrice: 51_000, reach: 0.963 },
      { name: 'Bouygues Telecom (208-20)', weight: 20, smsPrice: 51_500, reach: 0.966 },
      { name: 'Free Mobile (208-15)', weight: 17, smsPrice: 49_900, reach: 0.951 },
    ],
    viberReach: 0.47,
    whatsappReach: 0.84,
    viberPrice: 26_000,
    whatsappPrices: { marketing: 118_600, utility: 24_800, authentication: 57_200 },
    twilioShare: 0,
    directShare: 0,
    number: (random) => `+3363998${digits(random, 4)}`,
  },
  {
    code: 'SE',
    weight: 4,
    language: 'en',
    networks: [
      { name: 'Telia (240-01)', weight: 36, smsPrice: 47_000, reach: 0.978 },
      { name: 'Tele2 (240-07)', weight: 28, smsPrice: 46_200, reach: 0.973 },
      { name: 'Telenor (240-08)', weight: 21, smsPrice: 46_800, reach: 0.972 },
      { name: 'Tre (240-02)', weight: 15, smsPrice: 46_000, reach: 0.969 },
    ],
    viberReach: 0.41,
    whatsappReach: 0.66,
    viberPrice: 24_000,
    whatsappPrices: { marketing: 71_200, utility: 17_600, authentication: 17_600 },
    twilioShare: 0,
    directShare: 0,
    number: (random) => `+46701740${wholeBetween(random, 605, 699)}`,
  },
  {
    code: 'US',
    weight: 4,
    language: 'en',
    networks: [
      { name: 'Verizon (311-480)', weight: 37, smsPrice: 11_800, reach: 0.955 },
      { name: 'T-Mobile (310-260)', weight: 33, smsPrice: 11_600, reach: 0.949 },
      { name: 'AT&T (310-410)', weight: 30, smsPrice: 11_900, reach: 0.952 },
    ],
    viberReach: 0.39,
    whatsappReach: 0.55,
    viberPrice: 22_000,
    whatsappPrices: { marketing: 20_700, utility: 3_300, authentication: 11_200 },
    twilioShare: 1,
    directShare: 0,
    number: (random) => `+1${oneOf(random, ['212', '312', '415', '512', '617', '702'])}55501${digits(random, 2)}`,
  },
]

const names = [
  'anna',
  'boris',
  'chloe',
  'daniel',
  'elif',
  'fatima',
  'georgi',
  'hannah',
  'ivan',
  'julia',
  'kemal',
  'lena',
]

/** An address in the domains that are kept for examples (RFC 2606). */
export function emailAddress(random: Random): string {
  return `${oneOf(random, names)}${wholeBetween(random, 1, 9999)}@example.${oneOf(random, ['com', 'org', 'net'])}`
}

/** The name of an installation of the company's app. */
export function deviceToken(random: Random): string {
  return `device-${Math.floor(between(random, 0x1000_0000, 0xffff_ffff)).toString(16)}`
}

function digits(random: Random, count: number): string {
  return String(Math.floor(random() * 10 ** count)).padStart(count, '0')
}
