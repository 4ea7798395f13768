import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clone, environmentWith, mustBeWritable, npmCommand, textOf } from './clone.mjs'
import { mustHaveGlibc } from './node24.mjs'
import { step } from './progress.mjs'
import { run } from './run.mjs'

const packages = join(clone, 'node_modules')
/** npm writes this file when an installation is whole. */
const npmRecord = join(packages, '.package-lock.json')
/** What the installation was made from: our own line, which survives a checkout that only touches times. */
const stamp = join(packages, '.talkmeter-stamp')

/** Installs the packages of package-lock.json with `npm ci`, unless they are there already. */
export async function installPackages(node) {
  const wanted = `${createHash('sha256')
    .update(textOf(join(clone, 'package-lock.json')) ?? '')
    .digest('hex')} ${process.platform}-${process.arch}`
  if (areInstalled(wanted)) return
  mustHaveGlibc()
  mustBeWritable()
  await step('Packages from npm (npm ci), about 600 MB on disk', async () => {
    const [command, ...first] = npmCommand(node)
    const args = [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error']
    await run(command, args, { cwd: clone, env: environmentWith(node) })
    writeFileSync(stamp, wanted)
  })
}

function areInstalled(wanted) {
  try {
    // A link leads to somebody else's folder, which `npm ci` would empty.
    if (lstatSync(packages).isSymbolicLink()) return true
    if (missingIn(clone).length > 0) return false
    const stamped = textOf(stamp)
    if (stamped !== undefined) return stamped === wanted
    return statSync(npmRecord).mtimeMs >= statSync(join(clone, 'package-lock.json')).mtimeMs
  } catch {
    return false
  }
}

/** The packages that a package.json asks for and that are not in its node_modules, whatever a stamp says of them. */
export function missingIn(folder) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !existsSync(join(folder, 'node_modules', name, 'package.json')),
  )
}
