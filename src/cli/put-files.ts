import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { failure } from '../failure.ts'

/** A file to put somewhere, by its whole path. */
export type FileToPut = { path: string; text: string }

const another = 'Nothing was written. Take another folder.'

/**
 * The text of a file that is there; undefined where nothing is.
 * @throws Failure that says what stands there instead, or why it cannot be read
 */
export function textAt(path: string): string | undefined {
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) throw failure('conflict', `${path} is a link to nothing. ${another}`)
    // Others, such as a pipe, would be waited for.
    if (!found.isFile()) throw failure('conflict', `${path} is there, and is no file. ${another}`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw explained(error, path)
  }
}

/**
 * Puts all files where they belong, with the folders that are missing, or none of them.
 * @throws Failure that says why not
 */
export function putFiles(files: readonly FileToPut[]): void {
  const undo: (() => void)[] = []
  try {
    const beside = files.map(({ path, text }) => {
      makeFolder(dirname(path), undo)
      return { path, part: writePart(path, text, undo) }
    })
    for (const { path, part } of beside) inPlace(path, () => renameSync(part, path))
  } catch (error) {
    for (const back of undo.toReversed()) back()
    throw error
  }
}

function writePart(path: string, text: string, undo: (() => void)[]): string {
  const part = `${path}.${randomUUID()}.part`
  undo.push(() => rmSync(part, { force: true }))
  inPlace(path, () => writeFileSync(part, text, { flag: 'wx' }))
  return part
}

/** One folder after the other: Node does not come back from making several where a system lets none be made, such as /proc. */
function makeFolder(path: string, undo: (() => void)[]): void {
  inPlace(path, () => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isDirectory()) return
    if (found !== undefined) throw failure('conflict', `${path} is a file, where a folder is needed. ${another}`)
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
      throw failure('conflict', `${path} is a link to nothing. ${another}`)
    }
    makeFolder(dirname(path), undo)
    mkdirSync(path)
    undo.push(() => rmdirSync(path))
  })
}

function inPlace<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw explained(error, path)
  }
}

function explained(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const words = wordsByCode.get(code)
  if (words !== undefined) return failure('misconfigured', `${path} ${words}`, [], error)
  // Of the system, whose codes are in capitals; our own failures are said already.
  if (!/^E[A-Z0-9]+$/.test(code)) return error
  return failure('misconfigured', `${path} cannot be written (${code}). ${another}`, [], error)
}

const noRight = `may not be written by this user. Nothing was written. Take another folder, or another user.`
const wordsByCode: ReadonlyMap<string, string> = new Map([
  ['EACCES', noRight],
  ['EPERM', noRight],
  ['EROFS', `is on a disk that cannot be written. ${another}`],
  ['ENOTDIR', `lies beneath a file, where a folder is needed. ${another}`],
  ['ELOOP', `lies behind links that lead to each other. ${another}`],
  ['ENAMETOOLONG', `has too long a name. ${another}`],
  ['ENOENT', `cannot be made there. ${another}`],
  ['ENOSPC', 'does not fit: the disk is full. Nothing was written. Make room and try again.'],
])
