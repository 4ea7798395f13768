import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Where the bytes of a file go while it is made; it waits for who takes them. */
export type Sink = (chunk: Uint8Array) => Promise<void>

/**
 * Sends a file while it is made: in memory there is no more of it than whoever takes it leaves there. Who goes away ends the making,
 * and what goes wrong in the middle breaks the answer off, so that half a file is never taken for a whole one.
 */
export function sendMade(
  reply: FastifyReply,
  { type, name }: { type: string; name: string },
  make: (sink: Sink, signal: AbortSignal) => Promise<unknown>,
): FastifyReply {
  const stream = new PassThrough()
  const gone = new AbortController()
  stream.once('close', () => gone.abort())
  const { signal } = gone
  const sink: Sink = async (chunk) => {
    signal.throwIfAborted()
    if (!stream.write(chunk)) await once(stream, 'drain', { signal })
  }
  make(sink, signal).then(
    () => stream.end(),
    (error: Error) => stream.destroy(error),
  )
  return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(stream)
}
