import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFolder } from './lock.ts'

let folder: string
const started: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'talkmeter-lock-'))
})

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Another process that takes the folder, says so, and keeps it; or says why it could not. */
const program = `
  import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}
  try {
    lockFolder(process.argv[1]).announce('http://localhost:9999')
    console.log('taken')
    setInterval(() => {}, 1000)
  } catch (error) {
    console.log(error.code + ': ' + error.message)
  }`

function another(): ChildProcess {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program, folder])
  started.push(child)
  return child
}

async function answerOf(child: ChildProcess): Promise<string> {
  const [bytes] = await once(child.stdout ?? child, 'data')
  return String(bytes).trim()
}

test('a second process is refused within a second, and told who has the folder', async () => {
  const first = another()
  expect(await answerOf(first)).toBe('taken')
  const startedAt = performance.now()
  const second = await answerOf(another())
  expect(performance.now() - startedAt).toBeLessThan(1000)
  expect(second).toMatch(
    new RegExp(
      `^data-folder-in-use: .* in use by process ${first.pid}, since 2\\d+-.*Z, listening on http://localhost:9999\\.`,
    ),
  )
})

test('the folder of a killed process is taken over at once', async () => {
  const first = another()
  expect(await answerOf(first)).toBe('taken')
  first.kill('SIGKILL')
  await once(first, 'exit')
  expect(await answerOf(another())).toBe('taken')
})

test('of many that come at once, exactly one gets the folder', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => answerOf(another())))
  expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1)
})

test('a folder is made with those above it; where none can be made that is said at once', () => {
  lockFolder(join(folder, 'a/b')).release()
  lockFolder(join(folder, 'a/b')).release()
  for (const nowhere of ['/proc/none/such', '/dev/null/none']) {
    expect(() => lockFolder(nowhere)).toThrow(`The data folder ${nowhere} cannot be written to`)
  }
})

test('a released folder can be taken again, also by the same process', () => {
  const lock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(`in use by process ${process.pid}`)
  lock.release()
  lockFolder(folder).release()
})
