import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { clone, environmentWith, mustBeWritable, textOf } from './clone.mjs'
import { step } from './progress.mjs'
import { run } from './run.mjs'

const built = join(clone, 'dist', 'web')
const stamp = join(built, '.talkmeter-stamp')

/** Builds the web pages into dist/web, unless they were built from the same sources already. */
export async function buildWeb(node) {
  if (!existsSync(join(clone, 'web', 'index.html'))) return
  const wanted = digestOfSources()
  if (textOf(stamp) === wanted) return
  mustBeWritable()
  await step('Web pages (vite build)', async () => {
    const vite = join(clone, 'node_modules', 'vite', 'bin', 'vite.js')
    const args = [vite, 'build', '--config', join('web', 'vite.config.ts'), '--logLevel', 'warn']
    await run(node, args, { cwd: clone, env: environmentWith(node) })
    compress()
    writeFileSync(stamp, wanted)
  })
}

/** Writes each text of the build compressed beside it, so that the server need not do it at each request. */
function compress() {
  for (const path of filesIn(built).filter((file) => /\.(js|css|html|svg)$/.test(file))) {
    const bytes = readFileSync(path)
    const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }))
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

/** A digest of everything that the web build reads: its sources, and the packages by their lock file. */
function digestOfSources() {
  const digest = createHash('sha256')
  const files = filesIn(join(clone, 'web')).filter((path) => !path.includes('node_modules'))
  for (const path of [...files, join(clone, 'package-lock.json')]) {
    digest
      .update(`${path.slice(clone.length)}\0`)
      .update(readFileSync(path))
      .update('\0')
  }
  return digest.digest('hex')
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .toSorted()
}
