import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clone, environmentWith, mustBeWritable, textOf } from './clone.mjs'
import { step } from './progress.mjs'
import { run } from './run.mjs'

const stampName = '.talkmeter-stamp'

/**
 * Makes the folder `built` by Vite, whole or not at all, unless it was made from the same sources already.
 * @param sources folders and files, relative to the clone; the lock file stands for all packages
 * @param options of `vite build`, such as its configuration
 * @param finish(folder) adds what Vite does not make
 */
export async function builtOnce(node, { title, built, sources, options, finish = () => {} }) {
  const wanted = digestOf([...sources, 'package-lock.json'])
  if (textOf(join(built, stampName)) === wanted) return
  mustBeWritable()
  await step(title, async () => {
    const unfinished = `${built}.unfinished-${process.pid}`
    try {
      const vite = join(clone, 'node_modules', 'vite', 'bin', 'vite.js')
      const args = [vite, 'build', ...options, '--outDir', unfinished, '--logLevel', 'warn']
      await run(node, args, { cwd: clone, env: environmentWith(node) })
      finish(unfinished)
      writeFileSync(join(unfinished, stampName), wanted)
      rmSync(built, { recursive: true, force: true })
      renameSync(unfinished, built)
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
  })
}

function digestOf(sources) {
  const digest = createHash('sha256')
  for (const source of sources) {
    for (const path of filesIn(join(clone, source))) {
      digest
        .update(`${path.slice(clone.length)}\0`)
        .update(readFileSync(path))
        .update('\0')
    }
  }
  return digest.digest('hex')
}

/** The paths of all files in a folder and its folders, in a fixed order; of a file, itself. */
export function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !file.slice(path.length).includes('node_modules'))
    .toSorted()
}
