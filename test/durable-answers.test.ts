import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { event } from './bad-events.ts'

const folder = await mkdtemp(join(tmpdir(), 'talkmeter-durable-'))
afterAll(async () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))

/** Whether this system has strace and lets us use it; `npm test` installs it in CI. */
const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0

/** A call of the operating system: what, on which file, with which bytes, and the lines where it began and ended. */
type Call = { name: string; target: string; text: string; began: number; ended: number }

/** Reads what strace wrote; a call that another thread interrupted is on two lines. */
function callsOf(output: string): Call[] {
  const calls: Call[] = []
  const open = new Map<string, Call>()
  for (const [line, text] of output.split('\n').entries()) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(text) ?? []
    const [, name, target = ''] = /^(\w+)\(\d+<(.*?)>/.exec(rest) ?? []
    if (name !== undefined) {
      const call = { name, target, text: rest, began: line, ended: line }
      calls.push(call)
      if (rest.endsWith('<unfinished ...>')) open.set(thread, { ...call, ended: Infinity })
      if (rest.endsWith('<unfinished ...>')) calls[calls.length - 1] = open.get(thread)!
    } else if (rest.startsWith('<... ')) {
      const call = open.get(thread)
      open.delete(thread)
      if (call !== undefined && !rest.includes(' = -1 ')) call.ended = line
    }
  }
  return calls
}

function isLog({ target }: Call): boolean {
  return /\/log\/\d{15}\.log$/.test(target)
}

test.skipIf(!canTrace)(
  'no answer leaves before fdatasync has returned for its events (strace)',
  { timeout: 120_000 },
  async () => {
    const trace = join(folder, 'trace')
    const traced = ['pwrite64', 'pwritev', 'pwritev2', 'write', 'writev', 'sendto', 'sendmsg', 'fdatasync', 'fsync']
    const child = spawn(
      'strace',
      [
        '-f',
        '--seccomp-bpf',
        '-qq',
        '-y',
        '-s',
        '20000',
        '-e',
        `trace=${traced.join(',')}`,
        '-o',
        trace,
        process.execPath,
        join(import.meta.dirname, 'crash-child.ts'),
        join(folder, 'data'),
        'none',
        '0',
      ],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    )
    const gone = once(child, 'exit')
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    async function send(body: unknown): Promise<unknown> {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify(body),
      })
      return response.json()
    }
    // One after the other: each answer has its own sync.
    for (let n = 0; n < 20; n++) expect(await send(event(`alone-${n}`))).toMatchObject({ accepted: 1 })
    // Together: a refusal is kept as durably as an event, and its answer has the id by which it is found in the log.
    const ids = Array.from({ length: 40 }, (_, n) => `together-${n}.`)
    await Promise.all(ids.map(async (id) => expect(await send({ id })).toMatchObject({ rejected: [{ id }] })))
    child.send('stop')
    await gone

    const calls = callsOf(readFileSync(trace, 'utf8'))
    const writes = calls.filter((call) => isLog(call) && call.name.startsWith('pwrite'))
    const syncs = calls.filter((call) => isLog(call) && call.name === 'fdatasync')
    const answers = calls.filter(({ text }) => text.includes('HTTP/1.1 200'))
    expect(answers).toHaveLength(20 + ids.length)
    expect(syncs.length).toBeGreaterThan(20)

    function isDurableBefore(write: Call, answer: Call): boolean {
      return syncs.some(({ began, ended }) => began > write.ended && ended < answer.began)
    }
    for (const [n, answer] of answers.slice(0, 20).entries()) {
      const write = writes.find(({ text }) => text.includes(`alone-${n}\\"`))
      expect(write !== undefined && isDurableBefore(write, answer), `alone-${n}`).toBe(true)
    }
    for (const id of ids) {
      const write = writes.find(({ text }) => text.includes(id))
      const answer = answers.find(({ text }) => text.includes(id))
      expect(write !== undefined && answer !== undefined && isDurableBefore(write, answer), id).toBe(true)
    }
  },
)
