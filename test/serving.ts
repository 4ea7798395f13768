import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { builtProgram } from './built-program.ts'
import { putStores } from './prepared-stores.ts'

const clone = resolve(import.meta.dirname, '..')

/** A command that runs: what it wrote so far, and its exit code when it has ended (null after a signal). */
export type Running = { child: ChildProcess; output: () => string; ended: Promise<number | null> }

export type Workplace = {
  /** Anybody may enter it: started by root, PostgreSQL runs as another user. */
  folder: string
  /**
   * Runs a command of the built program as a process of its own, with the workplace's data folder and any free port.
   * `input` opens its standard input.
   */
  talkmeter: (args: readonly string[], environment?: Record<string, string>, input?: 'input') => Running
  /** What `npm start` runs: it prepares what is missing and serves from the built program. */
  start: () => Running
  /** `npm start` itself. */
  npmStart: () => Running
  /** Ends what still runs, and takes the folder away. */
  clear: () => Promise<void>
}

/**
 * A folder for the data of one test, and the commands that work on it.
 * @param stores 'made' where the test is not about the first start: its stores are there already, with nothing in them
 */
export function workplace(name: string, stores: 'none' | 'made' = 'none'): Workplace {
  const folder = mkdtempSync(join(tmpdir(), `talkmeter-${name}-`))
  chmodSync(folder, 0o755)
  if (stores === 'made') putStores(join(folder, 'data'))
  const started: Running[] = []
  function run(command: readonly string[], environment: Record<string, string>, input?: 'input') {
    const [program = '', ...args] = command
    const child = spawn(program, args, {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        TALKMETER_DATA_DIR: join(folder, 'data'),
        TALKMETER_PORT: '0',
        ...environment,
      },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => (text += String(bytes)))
    const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)))
    const running = { child, output: () => text, ended }
    started.push(running)
    return running
  }
  return {
    folder,
    talkmeter: (args, environment = {}, input) => run([process.execPath, builtProgram(), ...args], environment, input),
    start: () => run([process.execPath, join(clone, 'scripts/start.mjs')], {}),
    npmStart: () => run(['npm', 'start', '--prefix', clone], {}),
    async clear() {
      for (const { child } of started.splice(0)) {
        if (child.exitCode !== null || child.signalCode !== null) continue
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}

/** Where a `serve` listens, once it does. */
export async function urlOf(serving: Running): Promise<string> {
  for (let waited = 0; waited < 40_000; waited += 20) {
    const [, url] = /Talkmeter listens on (\S+)/.exec(serving.output()) ?? []
    if (url !== undefined) return url
    if (serving.child.exitCode !== null) break
    await pause(20)
  }
  throw new Error(`does not listen:\n${serving.output()}`)
}

/** Waits for a command to end. */
export async function finished(running: Running): Promise<{ code: number | null; output: string }> {
  const code = await running.ended
  return { code, output: running.output() }
}

/** Waits until every event that was taken is in the numbers. */
export async function folded(url: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    const metrics = await (await fetch(`${url}/metrics`)).text()
    if (/^talkmeter_events_waiting 0$/m.test(metrics)) return
    await pause(50)
  }
  throw new Error('events are still waiting to be folded')
}
