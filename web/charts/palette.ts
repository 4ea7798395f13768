/** The colours of data and frame, light and dark: the same everywhere in the product. */

export type Scheme = 'light' | 'dark'

/** Of what has no colour of its own, such as a chat: by its place among the largest. */
const ranks: readonly (readonly [light: string, dark: string])[] = [
  ['#2f5bea', '#7c9bff'],
  ['#8a5cf0', '#b08cff'],
  ['#1f9d6b', '#4cc38a'],
  ['#e39a26', '#f0b45c'],
  ['#e0558a', '#ff8fb1'],
  ['#149aa0', '#4fc9cd'],
  ['#97263a', '#c24a5e'],
  ['#6aa61f', '#9ccf56'],
]

/** So many have a colour of their own; the rest are one. */
export const ranksMax = ranks.length

/** The word whose colour and pattern the largest but so many have. */
export function rankWord(at: number): string {
  return at < ranksMax ? `rank-${at}` : 'unknown'
}

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
  web: ['#2f5bea', '#7c9bff'],
  telegram: ['#2aa3d8', '#5cc3f0'],
  facebook: ['#5b6b8c', '#a9b8d6'],
  alice: ['#b04fd0', '#d68bf0'],
  yandex: ['#dc4a5b', '#ff7b8a'],
  vkontakte: ['#a5673f', '#d09a72'],
  skype: ['#149aa0', '#4fc9cd'],
  slack: ['#97263a', '#c24a5e'],
  wechat: ['#6aa61f', '#9ccf56'],
  snapchat: ['#c9a400', '#e6c94a'],
  line: ['#0f7a5a', '#3ba886'],
  user: ['#2f5bea', '#7c9bff'],
  robot: ['#8a5cf0', '#b08cff'],
  operator: ['#1f9d6b', '#4cc38a'],
  online: ['#1f9d6b', '#4cc38a'],
  paused: ['#c47a0c', '#f0b45c'],
  offline: ['#8a94a3', '#79828f'],
  chat: ['#149aa0', '#4fc9cd'],
  dialogue: ['#6aa61f', '#9ccf56'],
  call: ['#97263a', '#c24a5e'],
  unknown: ['#8a94a3', '#79828f'],
  'in-progress': ['#2f5bea', '#7c9bff'],
  answered: ['#1f9d6b', '#4cc38a'],
  machine: ['#8a5cf0', '#b08cff'],
  busy: ['#e39a26', '#f0b45c'],
  'no-answer': ['#5b6b8c', '#a9b8d6'],
  congestion: ['#dc4a5b', '#ff7b8a'],
  failed: ['#97263a', '#c24a5e'],
  inbound: ['#1f9d6b', '#4cc38a'],
  outbound: ['#2f5bea', '#7c9bff'],
  internal: ['#8a5cf0', '#b08cff'],
  bot: ['#8a5cf0', '#b08cff'],
  people: ['#1f9d6b', '#4cc38a'],
  nobody: ['#8a94a3', '#79828f'],
  // Durations are in order: the longer, the deeper.
  '0-10s': ['#bcd9f5', '#24405e'],
  '10-30s': ['#8fc0ee', '#2f5c88'],
  '30-60s': ['#5b9fe0', '#3f7ab3'],
  '1-3min': ['#2f7bc9', '#5c9ad6'],
  '3-10min': ['#1d58a0', '#86b8ea'],
  'over-10min': ['#143c70', '#b6d6f7'],
  'not-answered': ['#8a94a3', '#79828f'],
  ...Object.fromEntries(ranks.map((pair, at) => [rankWord(at), pair])),
}

const frame = {
  card: ['#ffffff', '#171b21'],
  line: ['#e4e7ec', '#272d36'],
  text: ['#14181f', '#e8ebf0'],
  soft: ['#5b6572', '#a0a9b6'],
  accent: ['#2f5bea', '#7c9bff'],
  accentFill: ['rgba(47,91,234,0.07)', 'rgba(124,155,255,0.08)'],
  before: ['#8a94a3', '#79828f'],
  sea: ['#eef2f7', '#10141a'],
  land: ['#ccd4df', '#323a46'],
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
