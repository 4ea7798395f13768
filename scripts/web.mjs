import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { builtOnce, filesIn } from './built.mjs'
import { clone } from './clone.mjs'

const built = join(clone, 'dist', 'web')

/** Builds the web pages into dist/web, unless they were built from the same sources already. */
export async function buildWeb(node) {
  const options = ['--config', join('web', 'vite.config.ts')]
  await builtOnce(node, { title: 'Web pages (vite build)', built, sources: ['web'], options, finish: compress })
}

/** Writes each text of the build compressed beside it, so that the server need not do it at each request. */
function compress(folder) {
  for (const path of filesIn(folder).filter((file) => /\.(js|css|html|svg|json)$/.test(file))) {
    const bytes = readFileSync(path)
    const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }))
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  }
}
