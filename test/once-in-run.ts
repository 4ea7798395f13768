import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The variable with the folder of this run; see global-setup.ts. */
export const runFolder = 'TALKMETER_TEST_RUN'

/** Nobody rings it: waiting for it is a pause. */
const bell = new Int32Array(new SharedArrayBuffer(4))

/**
 * Makes something for the whole run: whoever needs it first makes it, in a folder of this name, and the others wait until it is
 * made or could not be.
 */
export function onceInRun(name: string, make: () => void): void {
  const folder = join(process.env[runFolder]!, name)
  const [isMade, isBroken] = ['made', 'broken'].map((state) => `${folder}-${state}`) as [string, string]
  if (isFirst(folder)) {
    try {
      make()
      writeFileSync(isMade, '')
    } catch (error) {
      writeFileSync(isBroken, '')
      throw error
    }
  }
  while (!existsSync(isMade)) {
    if (existsSync(isBroken)) throw new Error(`The ${name} of this run could not be made; another test says why.`)
    Atomics.wait(bell, 0, 0, 50)
  }
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o755 })
    return true
  } catch {
    return false
  }
}
