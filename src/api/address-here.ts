import type { FastifyRequest } from 'fastify'

/**
 * Where people reach this installation, for links that are handed on. The header Host says what the sender likes, and a link with a
 * secret must not lead there: without an address that was set, it is where the request arrived.
 */
export function addressHere({ socket }: FastifyRequest, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl
  const { localAddress = '', localPort } = socket
  const address = localAddress.replace(/^::ffff:/, '')
  const isLoopback = address === '::1' || address.startsWith('127.')
  const host = isLoopback ? 'localhost' : address.includes(':') ? `[${address}]` : address
  return `http://${host}:${localPort}`
}
