import type { Direction } from '../events/call-vocabulary.ts'
import type { FileOption } from './options.ts'

export const trunkOption: FileOption = {
  name: 'trunk',
  value: 'pattern',
  description: 'which peers are trunks, by the names of their channels, such as "provider-*" or "DAHDI/*" (repeat it)',
}

/** What a channel of Asterisk leads to; `name` is that of its peer. */
export type Side = { kind: 'trunk' | 'phone' | 'unknown' | 'none'; name: string }

/** Channels that lead to a part of Asterisk itself. */
const inside = new Set(
  'agent announcer asyncgoto bridge cbann cbrec confbridge console local message multicastrtp outgoingspoolfailed parked parking recorder surrogate'.split(
    ' ',
  ),
)
/** Lines and modems; the others lead to what is called like their peer. */
const lines = new Set(['capi', 'dahdi', 'dongle', 'khomp', 'misdn', 'quectel', 'zap'])

/**
 * The peer of a channel: `SIP/north-0000abcd` and `PJSIP/north-0000000a` are of north, `DAHDI/i1/4930123-2f` of DAHDI/i1, whose
 * own number is nobody's business.
 */
function peerOf(channel: string): { technology: string; name: string; isInside: boolean } | undefined {
  const slash = channel.indexOf('/')
  const technology = slash < 0 ? channel : channel.slice(0, slash)
  if (technology.trim() === '') return undefined
  const lower = technology.toLowerCase().replace(/-.*$/, '')
  if (inside.has(lower) || slash < 0) return { technology, name: '', isInside: true }
  const rest = channel.slice(slash + 1)
  if (lower === 'dahdi' || lower === 'zap' || lower === 'misdn' || lower === 'capi') {
    const line = rest.split(/[/-]/)[0]!
    return { technology, name: `${technology}/${line}`, isInside: false }
  }
  return { technology, name: rest.replace(/-[0-9a-f]{4,}(?:;\d)?$/i, '').replace(/@.*$/, ''), isInside: false }
}

export type SideOf = (channel: string, context?: string) => Side

/** Contexts of dial plans whose names say where a call comes from, as FreePBX and the samples of Asterisk have them. */
const fromOutside =
  /^(?:from-(?:trunk|pstn|did|sip-external|dahdi|zaptel|gsm|provider|outside|external)|inbound|incoming|public)(?![a-z])/i
const fromInside = /^(?:from-(?:internal|inside|phones?)|internal|outbound|outgoing|phones?)(?![a-z])/i

/**
 * Tells trunks from phones. With patterns, they alone tell. Without, a peer whose name is a short number is a phone, a line of ISDN
 * or a modem and a peer with another name is a trunk; of the calling channel the context may know better.
 */
export function sideReader(patterns: readonly string[]): SideOf {
  const trunks = patterns.map(patternOf)
  return (channel, context = '') => {
    const peer = peerOf(channel)
    if (peer === undefined) return { kind: 'none', name: '' }
    const { technology, name, isInside } = peer
    if (isInside) return { kind: 'unknown', name: '' }
    if (trunks.length > 0) {
      const isTrunk = trunks.some((pattern) => pattern.test(name) || pattern.test(`${technology}/${name}`))
      return { kind: isTrunk ? 'trunk' : 'phone', name }
    }
    if (fromOutside.test(context)) return { kind: 'trunk', name: nameOfTrunk(name) }
    if (fromInside.test(context)) return { kind: 'phone', name }
    return { kind: kindOf(technology.toLowerCase(), name), name }
  }
}

function kindOf(technology: string, name: string): Side['kind'] {
  // DAHDI/i1 is a span of ISDN; DAHDI/1 may be a line to the outside or the phone of a desk.
  if (lines.has(technology)) return /\/\d+$/.test(name) && !technology.startsWith('misdn') ? 'unknown' : 'trunk'
  if (/^\d{1,6}$/.test(name)) return 'phone'
  return isNumber(name) || name === '' || name.toLowerCase() === 'anonymous' ? 'unknown' : 'trunk'
}

/** A long number may be a person's, and is not kept as the name of a trunk. */
function nameOfTrunk(name: string): string {
  return isNumber(name) || name.toLowerCase() === 'anonymous' ? '' : name
}

function isNumber(name: string): boolean {
  return /^\+?\d{7,}$/.test(name)
}

function patternOf(text: string): RegExp {
  const parts = text.split(/\*+/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`, 'i')
}

/** Which way a call goes by its two sides; empty where they do not tell. */
export function directionOf(calling: Side, called: Side): Direction | '' {
  if (calling.kind === 'trunk') return 'inbound'
  if (called.kind === 'trunk') return 'outbound'
  return calling.kind === 'phone' && (called.kind === 'phone' || called.kind === 'none') ? 'internal' : ''
}
