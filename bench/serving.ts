import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** The product as people run it, as a process of its own. */
export type Serving = {
  url: string
  token: string
  /** The most memory it ever had, in bytes. */
  memoryMax: () => number
  /** For how many seconds it had a processor, of all its threads together. */
  processorSeconds: () => number
  stop: () => Promise<void>
}

const token = 'token-of-the-bench-0123456789'

export async function startServing(dataFolder: string): Promise<Serving> {
  const main = join(import.meta.dirname, '../src/main.ts')
  const child = spawn(process.execPath, [...process.execArgv, main, 'serve'], {
    env: {
      PATH: process.env['PATH'],
      TALKMETER_DATA_DIR: dataFolder,
      TALKMETER_PORT: '0',
      TALKMETER_INIT_TOKEN: token,
      TALKMETER_LOG_LEVEL: 'error',
      // What there is already is charged before anything is measured, and then no more.
      TALKMETER_CHARGE_EVERY_SECONDS: '86400',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (bytes) => {
    text += String(bytes)
    // What it logs as an error is the reason of whatever fails next.
    if (url !== undefined) process.stderr.write(bytes)
  })
  let url: string | undefined
  while (url === undefined) {
    if (child.exitCode !== null) throw new Error(`The server ended:\n${text}`)
    url = /Talkmeter listens on (\S+)/.exec(text)?.[1]
    await pause(20)
  }
  while (!(await isCharged(url))) await pause(500)
  return {
    url,
    token,
    memoryMax: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    processorSeconds() {
      // After the name, in brackets: user and system time are the 12th and 13th field, in hundredths of a second.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
      return (Number(fields[11]) + Number(fields[12])) / 100
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function isCharged(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/v1/balance`, { headers: { authorization: `Bearer ${token}` } })
  const { chargedUntil } = (await answer.json()) as { chargedUntil: string | null }
  return chargedUntil !== null
}
