import { randomBytes } from 'node:crypto'
import { buildProgram } from './cli/program.ts'
import { welcome } from './cli/welcome.ts'
import { readConfig } from './config.ts'
import { Failure } from './failure.ts'
import { lockFolder } from './stores/lock.ts'

/** A signal comes twice within moments when both the terminal and npm send it; only a later one is a second wish. */
const secondWishAfterMilliseconds = 500

// Questions, folding and the log wait for the engine and the disk in threads of libuv; its four would let them wait for each other.
process.env['UV_THREADPOOL_SIZE'] ??= '16'

const print = (text: string) => void process.stdout.write(`${text}\n`)
const say = (line: string) => void process.stderr.write(`${line}\n`)

const screen = {
  write: (text: string) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  // Some terminals say 0.
  width: () => process.stderr.columns || 80,
}
const exit = (code: number) => process.exit(code)
/** Runs that begin in the same millisecond differ by chance. */
const newRun = () => `${Date.now().toString(36)}${randomBytes(3).toString('hex')}`

await buildProgram({
  environment: process.env,
  stdin: () => process.stdin,
  serve,
  print,
  screen,
  stopSignal,
  exit,
  now: Date.now,
  newRun,
})
  .parseAsync()
  .catch(fail)

/** Reads the settings, opens everything, listens, and closes in reverse on a signal. */
async function serve(): Promise<void> {
  const startedAt = performance.now()
  const config = readConfig(process.env)
  // Before the engines are loaded: whoever comes second is told so at once.
  const lock = lockFolder(config.dataDir)
  const stopWanted = stopSignal()
  // The engines are loaded here, so that the other commands start without them; the rest is loaded while they open.
  const { openStores } = await import('./stores/open.ts')
  const [stores, { startApp }] = await Promise.all([openStores(config, say), import('./app.ts')])
  const app = await startApp(config, { lock, ...stores }, say)
  if (app.setupCode !== undefined) print(welcome(app.url, app.setupCode))
  print(
    `Talkmeter listens on ${app.url} (ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s; Ctrl-C stops it).`,
  )
  await stopWanted
  say('Stopping …')
  await app.close()
  say('Stopped.')
  process.exit(0)
}

/** Resolves at the first wish to stop: a signal, or the end of the script that started us. A second one ends at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined
    const stop = () => {
      firstAt ??= performance.now()
      if (performance.now() - firstAt > secondWishAfterMilliseconds) process.exit(130)
      resolve()
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
    if (process.channel !== undefined) {
      process.once('disconnect', stop)
      process.channel.unref()
    }
  })
}

function fail(error: unknown): never {
  say(error instanceof Failure ? `\n✗ ${error.message}` : `\n✗ ${error instanceof Error ? error.stack : String(error)}`)
  process.exit(1)
}
