import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Stop, step } from './progress.mjs'
import { run } from './run.mjs'

/** The build without windows does the same at half the work, so it is taken first. */
const chromiumNames = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]
const chromiumOnMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** The path of a Chromium for the tests of the web pages; Debian's is installed where there is none. */
export async function chromium() {
  const found = findChromium()
  if (found !== undefined) return found
  await install('chromium-headless-shell', 'Chromium for the tests of the web pages')
  const installed = findChromium()
  if (installed === undefined) throw new Stop('Chromium was installed, but its program was not found on the PATH.')
  return installed
}

/** The folder of a PostgreSQL server's binaries (15 or newer) for the tests of server mode, or undefined. */
export async function postgresServer() {
  const found = findPostgres()
  if (found !== undefined || !(process.env.CI === 'true' && asRoot() !== undefined)) return found
  await install('postgresql', 'PostgreSQL server for the tests of server mode')
  return findPostgres()
}

/** strace, for the test that watches the calls of the operating system; where it cannot be had, that test is skipped. */
export async function strace() {
  if (spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0) return
  if (process.env.CI !== 'true' || asRoot() === undefined || !existsSync('/usr/bin/apt-get')) return
  await install('strace', 'strace for the test that answers are durable')
}

/** LibreOffice, for the test that it shows reports as they are meant: for a long run, since it is large; without it that test is skipped. */
export async function libreOffice() {
  if (existsSync('/usr/bin/soffice')) return
  if (process.env.TALKMETER_TEST_LONG === undefined || asRoot() === undefined || !existsSync('/usr/bin/apt-get')) return
  await install('libreoffice-calc-nogui', 'LibreOffice for the test that it opens reports')
}

function findChromium() {
  const asked = process.env.CHROMIUM_PATH
  if (asked !== undefined && asked !== '') {
    if (existsSync(asked)) return asked
    throw new Stop(`CHROMIUM_PATH names ${asked}, which does not exist.`)
  }
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = chromiumNames.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...candidates, chromiumOnMac].find((path) => existsSync(path))
}

function findPostgres() {
  return [15, 16, 17, 18, 19]
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .find((folder) => existsSync(join(folder, 'initdb')))
}

/** How to run a command as root without a question: directly, through sudo, or not at all. */
function asRoot() {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined
}

async function install(name, title) {
  const prefix = asRoot()
  if (!existsSync('/usr/bin/apt-get') || prefix === undefined) {
    const why = existsSync('/usr/bin/apt-get') ? 'this user may not install it' : 'this system has no apt-get'
    throw new Stop(
      `${title} is missing, and ${why}. Install it yourself (on Debian: sudo apt-get install ${name})` +
        (name.startsWith('chromium') ? ', or set CHROMIUM_PATH to the program of a Chrome or Chromium.' : '.'),
    )
  }
  await step(`${title} (apt-get install ${name})`, async () => {
    // Debian starts a cluster of its own when PostgreSQL is installed; the tests make theirs.
    const quietly = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'Dpkg::Use-Pty=0']
    const apt = (...args) => run(quietly[0] ?? '', [...quietly.slice(1), ...args], { quiet: true })
    await apt('update')
    await apt('install', '--yes', '--no-install-recommends', name)
  })
}
