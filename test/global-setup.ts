import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runFolder } from './once-in-run.ts'

let folder: string

/** Makes a folder for what the tests of one run share. */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'talkmeter-run-'))
  chmodSync(folder, 0o755)
  process.env[runFolder] = folder
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
