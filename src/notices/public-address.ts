import { lookup } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import type { LookupFunction } from 'node:net'

/**
 * Networks that are not the public internet: see the IANA special-purpose registries,
 * https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
 */
const notPublic = blockListOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
])
/** All public IPv6 addresses are in it; those that stand for IPv4 addresses are not. */
const global = blockListOf(['2000::/3'])

/** Whether requests may be sent to an address: to the public internet, and to networks that were allowed. */
export function mayReachBy(allowedNetworks: readonly string[]): (address: string) => boolean {
  const allowed = blockListOf(allowedNetworks)
  return (address) => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (allowed.check(address, family)) return true
    if (notPublic.check(address, family)) return false
    return family === 'ipv4' || global.check(address, family)
  }
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  return list
}

/** The host of a URL as an address, where it is one. */
export function literalOf(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(host) === 0 ? undefined : host
}

/**
 * Looks names up, and refuses those of which any address may not be reached: what was checked is what is connected to, so a name
 * cannot lead elsewhere in between.
 */
export function guardedLookup(mayReach: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0)
      const refused = addresses.find(({ address }) => !mayReach(address))
      if (refused !== undefined || addresses.length === 0) return callback(new Error(notReached), '', 0)
      return options.all ? callback(null, addresses) : callback(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}

export const notReached =
  'This host is not in the public internet. Whoever runs Talkmeter can allow networks in TALKMETER_WEBHOOK_NETWORKS.'
