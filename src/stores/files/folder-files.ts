import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failure } from '../../failure.ts'
import { mustBeName } from './file-store.ts'
import type { FileStore, Sink, Written } from './file-store.ts'

/** What is being written has this at the end of its name; nobody reads it. */
const partEnd = '.part'
/** What a writer left that crashed is taken away after a day. */
const partMilliseconds = 86_400_000

/** Files in a folder, which is made when something is written. */
export function openFolderFiles(folder: string): FileStore {
  const pathOf = (name: string) => {
    mustBeName(name)
    return join(folder, name)
  }

  return {
    async write(name, work) {
      const path = pathOf(name)
      const part = `${path}.${randomBytes(4).toString('hex')}${partEnd}`
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        const written = await writePart(part, work)
        await rename(part, path)
        await syncFolder(dirname(path))
        return written
      } catch (error) {
        // What cannot be taken away now is swept later; why it went wrong is what counts.
        await rm(part, { force: true }).catch(() => undefined)
        throw explained(error)
      }
    },
    async read(name, bytes) {
      let file: FileHandle
      try {
        file = await open(pathOf(name), 'r')
      } catch (error) {
        throw isCode(error, 'ENOENT') ? gone : error
      }
      const { size } = await file.stat()
      if (size === bytes) return file.createReadStream()
      await file.close()
      throw gone
    },
    remove: (name) => rm(pathOf(name), { force: true }),
    async clean() {
      const left = (await namesIn(folder)).filter((name) => name.endsWith(partEnd))
      await Promise.all(left.map((name) => rm(join(folder, name), { force: true })))
    },
    async *olderThan(milliseconds, now) {
      for (const name of await namesIn(folder)) {
        const changed = await stat(join(folder, name)).then(
          ({ mtimeMs }) => mtimeMs,
          () => now,
        )
        if (name.endsWith(partEnd)) {
          if (changed < now - partMilliseconds) await rm(join(folder, name), { force: true })
        } else if (changed < now - milliseconds) yield name
      }
    },
  }
}

/** What is wrong with the folder, and not with what is written. */
const unwritable = ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EIO'] as const

const gone = failure('not-found', 'The file is not there any more. Generate it again.')

async function writePart<Result>(
  path: string,
  work: (sink: Sink) => Promise<Result>,
): Promise<Written & { result: Result }> {
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    const result = await work(async (chunk) => {
      hash.update(chunk)
      bytes += chunk.byteLength
      await writeAll(file, chunk)
    })
    await file.sync()
    return { bytes, sha256: hash.digest('hex'), result }
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength;) {
    at += (await file.write(chunk, at, chunk.byteLength - at)).bytesWritten
  }
}

/** The name of a file is durable when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    throw error
  }
}

function explained(error: unknown): unknown {
  if (unwritable.some((code) => isCode(error, code))) {
    const { code } = error as NodeJS.ErrnoException
    return failure('misconfigured', `The folder for files cannot be written to (${code}).`, [], error)
  }
  if (!isCode(error, 'ENOSPC') && !isCode(error, 'EDQUOT')) return error
  return failure('disk-full', 'The disk is full: the file was not written. Make room and try again.', [], error)
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
