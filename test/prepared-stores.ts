import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { onceInRun, runFolder } from './once-in-run.ts'

const maker = resolve(import.meta.dirname, 'make-prepared-stores.ts')

/**
 * Puts both stores into a data folder as a first start leaves them, with their tables and nothing in them: making them anew
 * for each test takes longer than most tests. Whoever needs them first makes them for the whole run.
 */
export function putStores(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  // With owners: the embedded PostgreSQL of root is another user's.
  execFileSync('cp', ['-a', `${prepared()}/.`, dataDir])
}

/** Puts the store of facts alone into a folder. */
export function putFacts(dataDir: string): void {
  execFileSync('cp', ['-a', join(prepared(), 'facts'), dataDir])
}

function prepared(): string {
  const kept = join(process.env[runFolder]!, 'stores')
  onceInRun('stores', () => void execFileSync(process.execPath, [maker, kept], { stdio: 'inherit' }))
  return kept
}
