import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** What the set-up does when it is cut off in the middle, and what the next one makes of that. */

const scripts = resolve(import.meta.dirname, '../scripts')

test('who ends a set-up ends the program that it runs, too', async () => {
  const program = `import { run } from ${JSON.stringify(join(scripts, 'run.mjs'))}
    await run(process.execPath, ['-e', 'console.error("pid " + process.pid); setInterval(() => {}, 1000)'])`
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const setUp = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    setUp.stderr.on('data', (bytes) => (said += String(bytes)))
    await expect.poll(() => said, { timeout: 10_000 }).toMatch(/pid \d+/)
    const ended = new Promise((done) => setUp.on('exit', done))
    setUp.kill(signal)
    expect(await ended).toBeGreaterThan(128)
    const pid = Number(/pid (\d+)/.exec(said)![1])
    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false)
  }
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('packages that something took away are missed, whatever was stamped before', async () => {
  // Plain JavaScript without types: it runs before anything is installed.
  const { missingIn } = (await import(join(scripts, 'packages.mjs'))) as { missingIn: (folder: string) => string[] }
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-packages-'))
  const wanted = { dependencies: { '@a/one': '1.0.0' }, devDependencies: { two: '1.0.0' } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(wanted))
  expect(missingIn(folder)).toEqual(['@a/one', 'two'])
  mkdirSync(join(folder, 'node_modules/@a/one'), { recursive: true })
  writeFileSync(join(folder, 'node_modules/@a/one/package.json'), '{}')
  expect(missingIn(folder)).toEqual(['two'])
  rmSync(folder, { recursive: true })
})
