import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { failure } from '../../failure.ts'

/**
 * Ends what a killed Talkmeter left behind on a PostgreSQL data folder: a server that still runs, or its pid file. The
 * caller holds the lock of the data folder, so whatever is found is nobody's.
 */
export async function clearLeftovers(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid')
  const recorded = recordedPid(pidFile)
  if (recorded === undefined) return
  // A fast shutdown first, then an immediate one, which the write-ahead log recovers from, then force.
  for (const [signal, milliseconds] of [
    ['SIGINT', 5000],
    ['SIGQUIT', 3000],
    ['SIGKILL', 2000],
  ] as const) {
    const running = processesOn(data, recorded)
    if (running.length === 0) break
    for (const pid of running.includes(recorded) && signal === 'SIGINT' ? [recorded] : running) send(pid, signal)
    for (let waited = 0; waited < milliseconds && processesOn(data, recorded).length > 0; waited += 20) await pause(20)
  }
  const left = processesOn(data, recorded)
  if (left.length > 0)
    throw failure(
      'misconfigured',
      `An old PostgreSQL (process ${left.join(', ')}) still runs on ${data} and cannot be stopped.`,
    )
  // With no process on the folder the file can only mislead: its number may be somebody else's by now.
  rmSync(pidFile, { force: true })
}

function recordedPid(pidFile: string): number | undefined {
  try {
    return Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}

/** The processes whose working folder is the data folder; where the system cannot tell, the recorded one if it lives. */
function processesOn(data: string, recorded: number): number[] {
  if (process.platform !== 'linux') return send(recorded, 0) ? [recorded] : []
  const folder = realpathSync(data)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && workingFolder(name) === folder)
    .map(Number)
}

function workingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
