import { accessSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stop } from './progress.mjs'

/** The folder of the clone. */
export const clone = dirname(dirname(fileURLToPath(import.meta.url)))

/** Stops with a sentence where the clone cannot be written to; called only when something has to be written. */
export function mustBeWritable() {
  try {
    accessSync(clone, constants.W_OK)
  } catch (error) {
    const why = error.code === 'EROFS' ? 'its file system is read-only' : 'this user may not write there'
    throw new Stop(
      `The folder ${clone} has to be prepared (packages, web build), but ${why}. ` +
        'Run "npm start" once as a user who may write there, or clone into another folder.',
    )
  }
}

/** How to call npm: with the Node given, through the npm that called us or the first one on the PATH. */
export function npmCommand(node) {
  const calledBy = process.env.npm_execpath
  if (calledBy !== undefined && /npm-cli\.c?js$/.test(calledBy) && existsSync(calledBy)) return [node, calledBy]
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const found = join(folder || '.', 'npm')
    if (!existsSync(found)) continue
    const real = realpathSync(found)
    return /npm-cli\.c?js$/.test(real) ? [node, real] : [found]
  }
  throw new Stop(
    'npm was not found on the PATH. It comes with Node.js (https://nodejs.org); on Debian: apt install npm.',
  )
}

/** The environment with the folder of the given Node first on the PATH, so that npm's own scripts use it as well. */
export function environmentWith(node) {
  return { ...process.env, PATH: `${dirname(node)}:${process.env.PATH ?? ''}` }
}

/** Makes the git-ignored folder `.tools/NAME` by `fill(folder)`, whole or not at all. */
export async function makeTool(name, fill) {
  const folder = join(clone, '.tools', name)
  const unfinished = join(clone, '.tools', `unfinished-${name}-${process.pid}`)
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  try {
    await fill(unfinished)
    rmSync(folder, { recursive: true, force: true })
    renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

/** The text of a file, or undefined where there is none. */
export function textOf(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
