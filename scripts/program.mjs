import { join } from 'node:path'
import { builtOnce } from './built.mjs'
import { clone } from './clone.mjs'
import { become } from './run.mjs'

const built = join(clone, 'dist', 'program')
const config = join('scripts', 'vite.config.ts')

/** Blocks of events live for a moment: with room for them, the garbage collector has a quarter of the work. */
export const nodeOptions = ['--max-semi-space-size=64']

/**
 * Builds the program, unless it was built from the same sources already, and gives the path of its start. Its sources and
 * packages are some thousand files, which take a second to find and compile: they are made into a few.
 */
export async function buildProgram(node) {
  const options = ['--ssr', join('src', 'main.ts'), '--config', config]
  await builtOnce(node, { title: 'Program (vite build)', built, sources: ['src', config], options })
  return join(built, 'main.js')
}

/** Runs the command line of Talkmeter in our place; what V8 compiles of it is kept for the next run. */
export async function becomeTalkmeter(node, args) {
  const program = await buildProgram(node)
  await become(node, [...nodeOptions, program, ...args], {
    env: { NODE_COMPILE_CACHE: join(clone, '.tools', 'compiled'), ...process.env },
  })
}
