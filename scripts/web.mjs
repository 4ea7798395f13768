import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { builtOnce, filesIn } from './built.mjs'
import { clone, environmentWith } from './clone.mjs'
import { run } from './run.mjs'

const built = join(clone, 'dist', 'web')

/** Builds the web pages into dist/web, unless they were built from the same sources already. */
export async function buildWeb(node) {
  await builtOnce({ title: 'Web pages (vite build)', built, sources: ['web'] }, async (folder) => {
    const vite = join(clone, 'node_modules', 'vite', 'bin', 'vite.js')
    const args = [vite, 'build', '--config', join('web', 'vite.config.ts'), '--outDir', folder, '--logLevel', 'warn']
    await run(node, args, { cwd: clone, env: environmentWith(node) })
    compress(folder)
  })
}

/** Writes each text of the build compressed beside it, so that the server need not do it at each request. */
function compress(folder) {
  for (const path of filesIn(folder).filter((file) => /\.(js|css|html|svg)$/.test(file))) {
    const bytes = readFileSync(path)
    const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }))
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  }
}
