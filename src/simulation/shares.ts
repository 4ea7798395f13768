import type { Channel } from '../events/vocabulary.ts'
import { countries } from './destinations.ts'
import type { Country } from './destinations.ts'
import { gateways } from './gateways.ts'

/** How the messages divide over the channels; the weights need not sum to anything. */
export type Shares = readonly { channel: Channel; weight: number }[]

export const usualShares: Shares = [
  { channel: 'sms', weight: 40 },
  { channel: 'viber', weight: 24 },
  { channel: 'email', weight: 18 },
  { channel: 'whatsapp', weight: 9 },
  { channel: 'push', weight: 9 },
]

/** The contacts that make these shares of messages. */
export type ContactOdds = {
  /** The channel that is tried first. */
  first: Shares
  /** The share of contacts on Viber and WhatsApp that go on to SMS when the first channel fails. */
  cascadeShare: number
  /** A cascade that goes on makes two messages of one contact. */
  messagesPerContact: number
}

const cascadeShareMost = 0.6

/**
 * A cascade that goes on gives an SMS that nobody asked for by itself; so fewer contacts begin with an SMS, and where
 * there are few SMS at all, fewer contacts are cascades.
 */
export function contactOddsOf(shares: Shares): ContactOdds {
  const total = shares.reduce((sum, { weight }) => sum + weight, 0)
  const shareOf = (channel: Channel) => (shares.find((row) => row.channel === channel)?.weight ?? 0) / total
  const sms = shareOf('sms')
  const couldGoOn = shareOf('viber') * goesOn('viber') + shareOf('whatsapp') * goesOn('whatsapp')
  const cascadeShare = couldGoOn === 0 ? 0 : Math.min(cascadeShareMost, sms / couldGoOn)
  const wentOn = couldGoOn * cascadeShare
  return {
    first: shares.map(({ channel }) => ({
      channel,
      weight: Math.max(0, shareOf(channel) - (channel === 'sms' ? wentOn : 0)),
    })),
    cascadeShare,
    messagesPerContact: 1 / (1 - wentOn),
  }
}

/** The odds that a client of the country has the messenger. */
export function reachOf(channel: 'viber' | 'whatsapp', { viberReach, whatsappReach }: Country): number {
  return channel === 'viber' ? viberReach : whatsappReach
}

/** A messenger is tried where it is common. */
export function countriesOf(channel: Channel): readonly (Country & { weight: number })[] {
  if (channel !== 'viber' && channel !== 'whatsapp') return countries
  return byMessenger[channel]
}

const byMessenger = {
  viber: countries.map((country) => ({ ...country, weight: country.weight * country.viberReach ** 2 })),
  whatsapp: countries.map((country) => ({ ...country, weight: country.weight * country.whatsappReach ** 2 })),
}

/** The share of a messenger's cascades that go on: clients without it, phones that are off. */
function goesOn(channel: 'viber' | 'whatsapp'): number {
  const rows = byMessenger[channel]
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  const reached = rows.reduce((sum, country) => sum + (country.weight / total) * reachOf(channel, country), 0)
  const { offlineShare, silentShare } = gateways.find((gateway) => gateway.channel === channel)!
  return 1 - reached * (1 - offlineShare - silentShare)
}
