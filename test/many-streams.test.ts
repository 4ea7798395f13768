import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { IntakeAnswer } from '../src/intake/intake.ts'
import { event } from './bad-events.ts'

const folder = await mkdtemp(join(tmpdir(), 'talkmeter-streams-'))
afterAll(async () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))

const streams = 200
const eventsEach = 400
const filler = 'what the gateway wanted to say as well '.repeat(60)
const megabyte = 1024 * 1024

/** A line of the status of a process, such as its memory now (VmRSS) or at most (VmHWM), in MB. */
function memoryOf(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

async function* linesOf(stream: number, meet: () => Promise<void>): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < eventsEach; at += 50) {
    // All streams are in their middle at once.
    if (at === eventsEach / 2) await meet()
    const some = Array.from({ length: 50 }, (_, n) => JSON.stringify(event(`${stream}-${at + n}`, { more: filler })))
    yield Buffer.from(`${some.join('\n')}\n`)
  }
}

test.skipIf(!existsSync('/proc/self/status'))(
  `${streams} streams at once are taken whole, in bounded memory`,
  { timeout: 120_000 },
  async () => {
    const child = fork(join(import.meta.dirname, 'crash-child.ts'), [folder, 'none', '0'], { stdio: 'inherit' })
    const gone = once(child, 'exit')
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    const before = memoryOf(child.pid!, 'VmRSS')
    const met = Promise.withResolvers<void>()
    let there = 0
    async function meet(): Promise<void> {
      if (++there === streams) met.resolve()
      return met.promise
    }
    const answers = await Promise.all(
      Array.from({ length: streams }, async (_, stream) => {
        const response = await fetch(`http://127.0.0.1:${port}/api/v1/events`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-ndjson' },
          body: ReadableStream.from(linesOf(stream, meet)),
          duplex: 'half',
        })
        return (await response.json()) as IntakeAnswer
      }),
    )
    const most = memoryOf(child.pid!, 'VmHWM')
    expect(answers.map(({ accepted }) => accepted)).toEqual(Array.from({ length: streams }, () => eventsEach))
    const sent = (streams * eventsEach * (filler.length + 250)) / megabyte
    process.stdout.write(
      `${streams} streams, ${Math.round(sent)} MB: ${Math.round(before)} MB of memory before, at most ${Math.round(most)} MB\n`,
    )
    expect(most - before).toBeLessThan(600)
    child.send('stop')
    expect((await gone)[0]).toBe(0)
  },
)
