import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The variable with the folder of this run, where the prepared stores are kept; see global-setup.ts. */
export const runFolder = 'TALKMETER_TEST_RUN'

/** Nobody rings it: waiting for it is a pause. */
const bell = new Int32Array(new SharedArrayBuffer(4))

const maker = resolve(import.meta.dirname, 'make-prepared-stores.ts')

/**
 * Puts both stores into a data folder as a first start leaves them, with their tables and nothing in them: making them anew
 * for each test takes longer than most tests. Whoever needs them first makes them for the whole run.
 */
export function putStores(dataDir: string): void {
  const kept = join(process.env[runFolder]!, 'stores')
  const isMade = join(process.env[runFolder]!, 'stores-are-made')
  if (isFirst(kept)) execFileSync(process.execPath, [maker, kept, isMade], { stdio: 'inherit' })
  while (!existsSync(isMade)) Atomics.wait(bell, 0, 0, 50)
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  // With owners: the embedded PostgreSQL of root is another user's.
  execFileSync('cp', ['-a', `${kept}/.`, dataDir])
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o755 })
    return true
  } catch {
    return false
  }
}
