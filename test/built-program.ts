import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { onceInRun } from './once-in-run.ts'

const clone = resolve(import.meta.dirname, '..')

/** What `npm start` does first. Nothing is built that is there from the same sources. */
const build = `import { buildProgram } from './scripts/program.mjs'
  await buildProgram(process.execPath)`

/**
 * The program as it is shipped. Tests start it some hundred times, and from the sources each start takes as long again to find
 * and read a thousand files.
 */
export function builtProgram(): string {
  onceInRun('program', () => {
    execFileSync(process.execPath, ['--input-type=module', '-e', build], { cwd: clone, stdio: 'inherit' })
  })
  return resolve(clone, 'dist/program/main.js')
}
