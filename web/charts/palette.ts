/** The colours of data and frame, light and dark: the same everywhere in the product. */

export type Scheme = 'light' | 'dark'

const words: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  sms: ['#2f5bea', '#7c9bff'],
  viber: ['#8a5cf0', '#b08cff'],
  email: ['#e39a26', '#f0b45c'],
  whatsapp: ['#1f9d6b', '#4cc38a'],
  push: ['#e0558a', '#ff8fb1'],
  delivered: ['#1f9d6b', '#4cc38a'],
  pending: ['#2f5bea', '#7c9bff'],
  created: ['#b9c2cf', '#556070'],
  'created-optional': ['#cdd3dc', '#454f5d'],
  delayed: ['#e39a26', '#f0b45c'],
  undelivered: ['#dc4a5b', '#ff7b8a'],
  error: ['#97263a', '#c24a5e'],
  canceled: ['#8a94a3', '#79828f'],
  'omitted-optional': ['#a79be0', '#8f86c9'],
  waiting: ['#2f5bea', '#7c9bff'],
  'not-delivered': ['#dc4a5b', '#ff7b8a'],
  'not-sent': ['#8a94a3', '#79828f'],
}

const frame = {
  card: ['#ffffff', '#171b21'],
  line: ['#e4e7ec', '#272d36'],
  text: ['#14181f', '#e8ebf0'],
  soft: ['#5b6572', '#a0a9b6'],
  accent: ['#2f5bea', '#7c9bff'],
  accentFill: ['rgba(47,91,234,0.07)', 'rgba(124,155,255,0.08)'],
  before: ['#8a94a3', '#79828f'],
  weekend: ['rgba(20,24,31,0.028)', 'rgba(232,235,240,0.026)'],
} as const

export type FrameColor = keyof typeof frame

/** The colour of a word of the data; unknown words are the accent. */
export function colorOf(word: string, scheme: Scheme): string {
  return pick(words[word] ?? frame.accent, scheme)
}

export function frameColor(name: FrameColor, scheme: Scheme): string {
  return pick(frame[name], scheme)
}

function pick(pair: readonly [string, string], scheme: Scheme): string {
  return scheme === 'dark' ? pair[1] : pair[0]
}
