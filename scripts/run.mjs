import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { Stop } from './progress.mjs'

const endings = ['SIGTERM', 'SIGINT', 'SIGHUP']

/**
 * Runs a program whose output the person sees; rejects with a sentence if it ends with anything but 0.
 * `quiet` keeps the output back and shows it only if the program fails. Who ends us ends the program at once: npm would else
 * go on by itself, and take away what the next start installs.
 */
export function run(command, args, { cwd, env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2] })
    const end = (signal) => {
      child.kill('SIGKILL')
      process.exit(128 + constants.signals[signal])
    }
    for (const signal of endings) process.on(signal, end)
    const kept = []
    child.stdout?.on('data', (bytes) => kept.push(bytes))
    child.stderr?.on('data', (bytes) => kept.push(bytes))
    child.on('error', (error) => reject(new Stop(`${command} could not be started: ${error.message}.`)))
    child.on('close', (code, signal) => {
      for (const ending of endings) process.off(ending, end)
      if (code === 0) return resolve(Buffer.concat(kept).toString())
      process.stderr.write(Buffer.concat(kept))
      reject(new Stop(`${[command, ...args].join(' ')} ended with ${signal ?? `exit code ${code}`}.`))
    })
  })
}

/**
 * Runs a program in our place: its terminal, its signals, its exit code. The program holds an IPC channel to us, so it
 * can see when we are killed and stop as well. npm does not hand on the signal that ends it, so we see to it that nothing
 * outlives npm when it started us.
 */
export function become(command, args, { cwd, env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
    const forward = (signal) => child.kill(signal)
    for (const signal of endings) process.on(signal, forward)
    const { ppid } = process
    const watch = setInterval(() => {
      if (process.env.npm_lifecycle_event !== undefined && process.ppid !== ppid) forward('SIGTERM')
    }, 300)
    watch.unref()
    child.on('error', (error) => {
      process.stderr.write(`\n✗ ${command} could not be started: ${error.message}.\n`)
      process.exitCode = 1
      resolve()
    })
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
      resolve()
    })
  })
}
