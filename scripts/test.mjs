#!/usr/bin/env node
/** `npm test`: sets up what is missing, runs every suite, and ends with one line: N passed, N failed. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { clone, environmentWith } from './clone.mjs'
import { chromium, libreOffice, postgresServer, strace } from './debian.mjs'
import { goodNode, mustBeSupported } from './node24.mjs'
import { installPackages } from './packages.mjs'
import { buildProgram } from './program.mjs'
import { runScript } from './progress.mjs'
import { become } from './run.mjs'
import { buildWeb } from './web.mjs'

await runScript(async () => {
  mustBeSupported()
  const node = await goodNode()
  await installPackages(node)
  await Promise.all([buildWeb(node), buildProgram(node)])
  const env = {
    ...environmentWith(node),
    CHROMIUM_PATH: await chromium(),
    // Commands are started by the hundred: what V8 makes of the program is kept between them.
    NODE_COMPILE_CACHE: join(clone, '.tools', 'compiled'),
  }
  const postgres = await postgresServer()
  await strace()
  await libreOffice()
  if (postgres !== undefined) env.TALKMETER_TEST_POSTGRES = postgres
  const folder = mkdtempSync(join(quickestPlace(), 'talkmeter-'))
  // The embedded PostgreSQL of a test that runs as root is another user, who must reach its folder.
  chmodSync(folder, 0o755)
  env.TMPDIR = folder
  try {
    const report = join(folder, 'report.json')
    const vitest = join(clone, 'node_modules', 'vitest', 'vitest.mjs')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    await become(node, [vitest, 'run', ...reporters, ...process.argv.slice(2)], { cwd: clone, env })
    const { passed, failed } = countsOf(report)
    // A suite that could not be loaded, or an error outside of any test, fails the run as well.
    if (failed > 0 && process.exitCode === 0) process.exitCode = 1
    process.stdout.write(`\n${passed} passed, ${process.exitCode === 0 ? failed : Math.max(failed, 1)} failed\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/**
 * Where tests keep their data: in memory where there is plenty of it, because stores that wait for a slow disk make the
 * suite a third longer. What is kept through a loss of power is tested by the calls that are made, which are the same.
 */
function quickestPlace() {
  const memory = '/dev/shm'
  const plenty = 8 * 2 ** 30
  if (!existsSync(memory) || freemem() < plenty) return tmpdir()
  const { type, bavail, bsize } = statfsSync(memory)
  // TMPFS_MAGIC, see statfs(2).
  return type === 0x01021994 && bavail * bsize >= plenty ? memory : tmpdir()
}

function countsOf(path) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'))
    const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
